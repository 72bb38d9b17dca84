package sqlgen

import (
	"fmt"

	"muster/internal/criteria"
)

func events(e criteria.Events) selection {
	if e.Simulation != nil {
		return simulationEvents(*e.Simulation)
	}
	return trainingEvents(*e.Training)
}

// order joins each selected event x with the instant y.at that it has to be later than.
func (w *writer) order(n criteria.Order) {
	after := events(n.After)
	if low, _ := n.Count.Ends(); low == 0 {
		w.among(true, func() { w.rows(after, nil) })
		w.add(" AND ")
	}
	w.counted(n.Count, events(n.Event), &extra{
		join: func() {
			w.add(" JOIN (SELECT a.employee_id, " + anchor(n) + " AS at FROM " + after.table + " a WHERE ")
			w.selected(after, "a")
			if anchor(n) != each {
				w.add(" GROUP BY a.employee_id")
			}
			w.add(") y ON y.employee_id = x.employee_id")
		},
		where: func() {
			w.add(" AND x.occurred_at > y.at")
			if n.Within != nil {
				w.add(" AND x.occurred_at <= ")
				w.later("y.at", *n.Within)
			}
		},
	})
}

const each = "a.occurred_at"

// anchor gives the instants to count from: the last; the first, if being later than any of them is all that is asked; or each.
func anchor(n criteria.Order) string {
	switch {
	case n.Anchor == criteria.LastOfThem:
		return "MAX(a.occurred_at)"
	case n.Within == nil:
		return "MIN(a.occurred_at)"
	default:
		return each
	}
}

const (
	hour = 60 * 60 * 1000 // in milliseconds
	day  = 24 * hour
)

// later writes the instant moved forward by the span, months and longer by the calendar of UTC, clamped to the month's
// end. Instants are not before 1970.
func (w *writer) later(instant string, s criteria.Span) {
	months := 0
	switch s.Unit {
	case criteria.Hour:
		w.add(instant+" + ?", int64(s.N)*hour)
		return
	case criteria.Day:
		w.add(instant+" + ?", int64(s.N)*day)
		return
	case criteria.Week:
		w.add(instant+" + ?", int64(s.N)*7*day)
		return
	case criteria.Month:
		months = s.N
	case criteria.Quarter:
		months = 3 * s.N
	case criteria.Year:
		months = 12 * s.N
	}
	if w.dialect == SQLite {
		w.add("unixepoch(date("+instant+" / 1000, 'unixepoch', ?, 'floor')) * 1000 + "+instant+" % 86400000", fmt.Sprintf("+%d months", months))
		return
	}
	w.add("CAST(CAST(DATE '1970-01-01' + CAST("+instant+" / 86400000 AS integer) + make_interval(months => ?) AS date)"+
		" - DATE '1970-01-01' AS bigint) * 86400000 + "+instant+" % 86400000", months)
}
