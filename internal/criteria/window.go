package criteria

import (
	"math"
	"time"
)

// Unit is a unit of time.
type Unit string

const (
	Hour    Unit = "HOUR"
	Day     Unit = "DAY"
	Week    Unit = "WEEK" // 7 days; a calendar week begins on Monday
	Month   Unit = "MONTH"
	Quarter Unit = "QUARTER"
	Year    Unit = "YEAR"
)

// Units lists every unit, the shortest first.
var Units = []Unit{Hour, Day, Week, Month, Quarter, Year}

// Span is a length of time, such as 3 WEEK. N is positive.
type Span struct {
	N    int  `json:"n"`
	Unit Unit `json:"unit"`
}

// Period names a calendar period relative to the present one: offset 0 is this one, -1 the last.
type Period struct {
	Unit   Unit `json:"unit"` // DAY, WEEK, MONTH, QUARTER or YEAR
	Offset int  `json:"offset"`
}

// Recent names the most recent day of that month and day of the month to have begun, moved on by Plus months or
// days: "since March" is {month 3, day 1}.
type Recent struct {
	Month int   `json:"month"`
	Day   int   `json:"day"`
	Plus  *Span `json:"plus,omitempty"`
}

// Bound is one end of a window, as written: exactly one field is given.
type Bound struct {
	Ago    *Span   `json:"ago,omitempty"`    // that long before now
	Date   *Date   `json:"date,omitempty"`   // the day's first instant in the organization's time zone
	Period *Period `json:"period,omitempty"` // the period's first instant
	Recent *Recent `json:"recent,omitempty"` // the day's first instant
}

// Window is a stretch of time; a missing end is open. The zero Window is all recorded time.
//
// From is included; To is not; Through is (at most one of the two is given). For instants, From "ago" begins just after now-N, so
// that a fact counts for exactly N from its own instant, and To and Through "ago" end with now-N: the two meet without a gap. A day as
// Through includes that whole day. For days, From "ago N days" is today-N, included; Through includes today-N and To does not.
// Nothing later than now ever counts.
type Window struct {
	From    *Bound `json:"from,omitempty"`
	To      *Bound `json:"to,omitempty"`
	Through *Bound `json:"through,omitempty"`
}

// IsZero tells whether the window is all recorded time.
func (w Window) IsZero() bool { return w.From == nil && w.To == nil && w.Through == nil }

// Last is the rolling window of the last n units.
func Last(n int, unit Unit) Window { return Window{From: &Bound{Ago: &Span{n, unit}}} }

// Clock is the instant at which a tree is asked, in the organization's time zone.
type Clock struct{ now time.Time }

// ClockAt makes a Clock; what is finer than a millisecond is dropped.
func ClockAt(now Instant, zone *time.Location) Clock { return Clock{now.Time().In(zone)} }

// Now gives the clock's instant.
func (c Clock) Now() Instant { return InstantOf(c.now) }

// Today gives the clock's day.
func (c Clock) Today() Date { return DateOf(c.now) }

// Zone gives the clock's time zone.
func (c Clock) Zone() *time.Location { return c.now.Location() }

// Instants gives the window as a half-open range [from, to) of instants, without regard to now.
func (w Window) Instants(c Clock) (from, to Instant) {
	from, to = math.MinInt64, math.MaxInt64
	if w.From != nil {
		from = w.From.instant(c)
	}
	switch {
	case w.To != nil:
		to = w.To.instant(c)
	case w.Through != nil && w.Through.Ago != nil:
		to = w.Through.instant(c)
	case w.Through != nil:
		to = (w.Through.day(c) + 1).Midnight(c.Zone())
	}
	return from, to
}

// Days gives the window as a half-open range [from, to) of days, without regard to now.
func (w Window) Days(c Clock) (from, to Date) {
	from, to = math.MinInt32, math.MaxInt32
	if w.From != nil {
		from = w.From.day(c)
	}
	switch {
	case w.To != nil:
		to = w.To.day(c)
	case w.Through != nil:
		to = w.Through.day(c) + 1
	}
	return from, to
}

func (b Bound) instant(c Clock) Instant {
	if b.Ago == nil {
		return b.day(c).Midnight(c.Zone())
	}
	return InstantOf(b.Ago.before(c.now)) + 1
}

func (b Bound) day(c Clock) Date {
	switch {
	case b.Ago != nil:
		return DateOf(b.Ago.before(c.Today().utc()))
	case b.Date != nil:
		return *b.Date
	case b.Period != nil:
		return b.Period.start(c.Today())
	default:
		return b.Recent.start(c.Today())
	}
}

// before moves t back by the span: hours, days and weeks by their length, a day having 24 hours; months and longer by
// the calendar, clamped to the month's end.
func (s Span) before(t time.Time) time.Time { return s.move(t, -1) }

// After moves t forward by the span.
func (s Span) After(t time.Time) time.Time { return s.move(t, 1) }

func (s Span) move(t time.Time, sign int) time.Time {
	n := sign * s.N
	switch s.Unit {
	case Hour:
		return t.Add(time.Duration(n) * time.Hour)
	case Day:
		return t.Add(time.Duration(n) * 24 * time.Hour)
	case Week:
		return t.Add(time.Duration(n) * 7 * 24 * time.Hour)
	case Quarter:
		return addMonths(t, 3*n)
	case Year:
		return addMonths(t, 12*n)
	default:
		return addMonths(t, n)
	}
}

// addMonths moves by calendar months, clamped to the target month's last day.
func addMonths(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	last := time.Date(y, m+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	hour, minute, second := t.Clock()
	return time.Date(y, m+time.Month(n), min(d, last), hour, minute, second, t.Nanosecond(), t.Location())
}

// start gives the first day of the period.
func (p Period) start(today Date) Date {
	t := today.utc()
	y, m, _ := t.Date()
	switch p.Unit {
	case Day:
		return today + Date(p.Offset)
	case Week:
		monday := (int(t.Weekday()) + 6) % 7
		return today - Date(monday) + Date(7*p.Offset)
	case Quarter:
		first := (m-1)/3*3 + 1
		return DateOf(time.Date(y, first+time.Month(3*p.Offset), 1, 0, 0, 0, 0, time.UTC))
	case Year:
		return DateOf(time.Date(y+p.Offset, 1, 1, 0, 0, 0, 0, time.UTC))
	default:
		return DateOf(time.Date(y, m+time.Month(p.Offset), 1, 0, 0, 0, 0, time.UTC))
	}
}

// start gives the most recent such day not after today (29 February: in its last leap year), moved on by Plus.
// It ends because Validate accepts only days that some year has.
func (r Recent) start(today Date) Date {
	for year := today.utc().Year(); ; year-- {
		t := time.Date(year, time.Month(r.Month), r.Day, 0, 0, 0, 0, time.UTC)
		if t.Day() != r.Day || DateOf(t) > today {
			continue
		}
		if r.Plus != nil {
			t = r.Plus.After(t)
		}
		return DateOf(t)
	}
}
