package criteria

import "time"

// Never is later than every instant at which anything happens.
const Never Instant = 1<<63 - 1

// clockSlack is more than any clock change moves a clock, the one that skipped a whole day included.
const clockSlack = 26 * time.Hour

// quarter is the grid on which clocks change, in milliseconds: since 2012 all did at whole quarters of an hour of UTC.
const quarter = 15 * 60 * 1000

// Crosses tells when the bound, as an end of a window on instants, may come to lie on the other side of v: a lower
// bound, after the clock, of the first such instant; Never where it cannot. It is exact for hours, days and weeks ago.
// Through tells whether the bound is the window's Through.
func (b Bound) Crosses(v Instant, through bool, c Clock) Instant {
	if b.Ago == nil {
		return b.CrossesDay(DateOf(v.Time().In(c.Zone())), through, c)
	}
	if b.Ago.months() == 0 {
		return after(InstantOf(b.Ago.After(v.Time())), c)
	}
	return b.Ago.crosses(v, c)
}

// CrossesDay is Crosses for windows on days.
func (b Bound) CrossesDay(v Date, through bool, c Clock) Instant {
	if !through {
		v++
	}
	today := c.Today()
	switch {
	case b.day(c) >= v || b.Date != nil:
		return Never // those bounds never go back
	case b.Ago != nil:
		return max(DateOf(b.Ago.After(v.utc())), today+1).Midnight(c.Zone())
	case b.Period != nil:
		first := Period{b.Period.Unit, 1}.start(v - 1) // the first period's start from v on
		return Period{b.Period.Unit, -b.Period.Offset}.start(first).Midnight(c.Zone())
	default:
		return b.Recent.next(today).Midnight(c.Zone())
	}
}

// after gives the instant if it lies after the clock, else Never.
func after(at Instant, c Clock) Instant {
	if at <= c.Now() {
		return Never
	}
	return at
}

// crosses tells when "the span ago" may cross v, for spans of months: clamped to a month's end and across a clock
// change it goes back, by less than clockSlack.
func (s Span) crosses(v Instant, c Clock) Instant {
	zone, now := c.Zone(), c.Now()
	bound := s.before(c.now)
	if past := InstantOf(bound); v <= past {
		switch {
		case v < InstantOf(bound.Add(-clockSlack)):
			return Never
		case !steady(bound) || !steady(c.now):
			return nextQuarter(now)
		case DateOf(s.before(c.now.AddDate(0, 0, 1))) > DateOf(bound):
			return Never
		}
		return (c.Today() + 1).Midnight(zone) // at which the clamped bound falls back to the day's start
	}
	reached := s.After(v.Time().In(zone))
	if steady(v.Time().In(zone)) && steady(reached) {
		return max(InstantOf(reached), now+1)
	}
	if early := InstantOf(reached.Add(-clockSlack)); early > now {
		return early
	}
	return min(now+v-InstantOf(bound), nextQuarter(now))
}

func nextQuarter(now Instant) Instant { return now - now%quarter + quarter }

// steady tells whether clocks do not change around t.
func steady(t time.Time) bool {
	_, before := t.Add(-clockSlack).Zone()
	_, after := t.Add(clockSlack).Zone()
	return before == after
}

// months gives the length of a span of months, quarters or years in months, 0 for shorter units.
func (s Span) months() int {
	switch s.Unit {
	case Month:
		return s.N
	case Quarter:
		return 3 * s.N
	case Year:
		return 12 * s.N
	default:
		return 0
	}
}

// next gives the next such day after today, at the latest the first day on which start gives another one.
func (r Recent) next(today Date) Date {
	for year := today.utc().Year(); ; year++ {
		t := time.Date(year, time.Month(r.Month), r.Day, 0, 0, 0, 0, time.UTC)
		if t.Day() == r.Day && DateOf(t) > today {
			return DateOf(t)
		}
	}
}
