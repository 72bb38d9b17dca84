package reading

import (
	"time"

	"muster/internal/criteria"
)

// agoRange reads "between 90 and 30 days ago", "hace entre 30 y 90 días", "30 to 60 days ago".
func (s *scanner) agoRange(i int) (timeSpan, int) {
	j := s.is(i, "tagobefore")
	before := j > i
	j = s.is(j, "tbetween")
	first, _, k := s.length(j, false)
	n, m := s.number(j)
	if k == j {
		if m == j {
			return timeSpan{}, i
		}
		k = m
	}
	r := s.is(k, "trange")
	if r == k {
		return timeSpan{}, i
	}
	second, _, to := s.length(s.skip(r, "tthe"), false)
	if to == r || second.N == 0 {
		return timeSpan{}, i
	}
	if first.N == 0 {
		first = criteria.Span{N: int(n), Unit: second.Unit}
	}
	if end := s.is(to, "tago"); end > to {
		to = end
	} else if !before {
		return timeSpan{}, i
	}
	if spanDays(first) < spanDays(second) {
		first, second = second, first
	}
	if first.N == 0 || second.N == 0 {
		return timeSpan{}, i
	}
	return timeSpan{ends: true, window: criteria.Window{From: &criteria.Bound{Ago: &first}, To: &criteria.Bound{Ago: &second}}}, to
}

// spanDays gives about how many days a span has, for ordering two.
func spanDays(s criteria.Span) float64 {
	days := map[criteria.Unit]float64{criteria.Hour: 1.0 / 24, criteria.Day: 1, criteria.Week: 7, criteria.Month: 30.4, criteria.Quarter: 91, criteria.Year: 365}
	return float64(s.N) * days[s.Unit]
}

// between reads "between March 1 and August 31, 2025", "from 2025-01-01 to 2025-03-31".
func (s *scanner) between(i int) (timeSpan, int) {
	j := s.is(i, "tbetween")
	first, k := s.datum(s.skip(j, "tthe"))
	shortDay := 0
	if k == s.skip(j, "tthe") { // "between 1 and 15 March 2025"
		day, m := s.dayNumber(s.skip(j, "tthe"))
		if m == s.skip(j, "tthe") {
			return timeSpan{}, i
		}
		shortDay, k = day, m
	}
	r := s.is(k, "trange")
	if r == k {
		return timeSpan{}, i
	}
	second, to := s.datum(s.skip(r, "tthe"))
	if to <= r {
		return timeSpan{}, i
	}
	if j == i && first.month == 0 && first.start.Date == nil && first.start.Period == nil && shortDay == 0 {
		return timeSpan{}, i
	}
	if shortDay > 0 {
		switch {
		case second.day != nil:
			y, m := yearMonth(*second.day)
			first = checkedDay(y, m, shortDay)
		case second.dom > 0:
			first = recentDatum(second.month, shortDay)
		default:
			return timeSpan{}, i
		}
	}
	return betweenSpan(first, second), to
}

// yearMonth gives the year and month of a date.
func yearMonth(d criteria.Date) (year, month int) {
	t := d.Midnight(time.UTC).Time()
	return t.Year(), int(t.Month())
}

// betweenSpan joins two ends; the first takes the second's year where it has none of its own.
func betweenSpan(first, second datum) timeSpan {
	if bad, is := badDatum(first, second); is {
		return bad
	}
	if first.month > 0 && second.start.Date != nil {
		year, month := yearMonth(*second.start.Date)
		if first.month > month {
			year--
		}
		if first.dom > 0 {
			first = checkedDay(year, first.month, first.dom)
		} else {
			first = datesDatum(date(year, first.month, 1), date(year, first.month+1, 1))
		}
		if first.invalid {
			return timeSpan{kind: spanInvalid}
		}
	}
	from := first.start
	if first.month > 0 && second.month > 0 && first.start.Recent != nil && second.start.Recent != nil {
		return timeSpan{window: criteria.Window{From: &from, To: afterRecent(first, second)}}
	}
	return timeSpan{window: second.until(criteria.Window{From: &from})}
}

// afterRecent gives the end of a range of months or days without years, counted from its first: November to February.
func afterRecent(first, second datum) *criteria.Bound {
	start := first.start.Recent
	if first.dom == 0 && second.dom == 0 {
		months := (second.month-first.month+12)%12 + 1
		return &criteria.Bound{Recent: &criteria.Recent{Month: start.Month, Day: start.Day, Plus: &criteria.Span{N: months, Unit: criteria.Month}}}
	}
	const commonYear = 2001
	from, to := date(commonYear, first.month, max(first.dom, 1)), date(commonYear, second.month, second.dom)
	if second.dom == 0 {
		to = date(commonYear, second.month+1, 1) - 1
	}
	if to < from {
		to += 365
	}
	return &criteria.Bound{Recent: &criteria.Recent{Month: start.Month, Day: start.Day, Plus: &criteria.Span{N: int(to-from) + 1, Unit: criteria.Day}}}
}

// badDatum gives the span to report where a datum cannot be used.
func badDatum(all ...datum) (timeSpan, bool) {
	for _, d := range all {
		if d.invalid {
			return timeSpan{kind: spanInvalid}, true
		}
		if d.ambiguous != nil {
			return timeSpan{kind: spanAmbiguous, candidates: d.ambiguous}, true
		}
	}
	return timeSpan{}, false
}
