package reading

import "muster/internal/criteria"

// spanKind tells what a stretch of time in the text says by itself.
type spanKind uint8

const (
	spanWindow    spanKind = iota // a window, as it stands
	spanRecent                    // "recently": the glossary's window
	spanAllTime                   // "ever", "in all time"
	spanAgo                       // "[more than] 60 days ago", "for [more than] 60 days": what it means depends on the verb
	spanAmbiguous                 // 03/04/2026
	spanInvalid                   // 31 February
	spanVague                     // "the last few days"
	spanFuture                    // "next month"
)

// timeSpan is the meaning of a stretch of time.
type timeSpan struct {
	kind       spanKind
	window     criteria.Window
	ago        criteria.Span // for spanAgo
	agoCmp     string        // for spanAgo: "gt", "gte", "lt", "lte" or "" for a plain "60 days"
	hasAgo     bool          // for spanAgo: it says "ago" and not "for"
	candidates []string
	within     bool              // a length of time by "within", which an order can take to itself
	following  bool              // "in the 90 days after": a length of time from the event before
	ends       bool              // a range of two times ago: for days both ends are in it
	or         []criteria.Window // "in May or June": further windows
}

// datum is a day or a calendar period in the text, as the bounds of its beginning and of what follows it.
type datum struct {
	start, after criteria.Bound
	day          *criteria.Date // a single day of a known year
	month, dom   int            // a month, or a day of a month, without its year
	ambiguous    []string
	invalid      bool
	last         bool // a single day, of which only the start is known
	end          bool // "the end of 2023": what is before it includes the year
}

// in gives the window of the datum itself.
func (d datum) in() criteria.Window {
	from := d.start
	if d.day != nil {
		through := criteria.Bound{Date: d.day}
		return criteria.Window{From: &from, Through: &through}
	}
	w := criteria.Window{From: &from}
	if p := d.after.Period; p == nil || p.Offset <= 0 { // what comes after this month is not past
		to := d.after
		w.To = &to
	}
	return w
}

// until gives the window's end that includes the datum.
func (d datum) until(w criteria.Window) criteria.Window {
	if d.day != nil {
		w.Through = &criteria.Bound{Date: d.day}
		return w
	}
	if d.last {
		through := d.start
		w.Through = &through
		return w
	}
	if p := d.after.Period; p == nil || p.Offset <= 0 {
		to := d.after
		w.To = &to
	}
	return w
}

func dayDatum(day criteria.Date) datum {
	next := day + 1
	return datum{start: criteria.Bound{Date: &day}, after: criteria.Bound{Date: &next}, day: &day}
}

// datesDatum is the period from one day up to another, not included.
func datesDatum(from, to criteria.Date) datum {
	return datum{start: criteria.Bound{Date: &from}, after: criteria.Bound{Date: &to}}
}

func periodDatum(unit criteria.Unit, offset int) datum {
	return datum{
		start: criteria.Bound{Period: &criteria.Period{Unit: unit, Offset: offset}},
		after: criteria.Bound{Period: &criteria.Period{Unit: unit, Offset: offset + 1}},
	}
}

// recentDatum is a month (day 0) or a day without its year.
func recentDatum(month, day int) datum {
	first, plus := max(day, 1), criteria.Span{N: 1, Unit: criteria.Month}
	if day > 0 {
		plus.Unit = criteria.Day
	}
	return datum{
		start: criteria.Bound{Recent: &criteria.Recent{Month: month, Day: first}},
		after: criteria.Bound{Recent: &criteria.Recent{Month: month, Day: first, Plus: &plus}},
		month: month, dom: day,
	}
}
