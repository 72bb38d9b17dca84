package sqlgen

import (
	"math"

	"muster/internal/criteria"
)

// selection selects rows of simulation_events or of training_events.
type selection struct {
	table, subject string // the table, and its column of the campaign or the course
	types          []any
	subjects       []any
	channels       []any
	templates      []any
	window         criteria.Window
}

func simulationEvents(e criteria.SimulationEvents) selection {
	s := selection{table: "simulation_events", subject: "campaign_id", window: e.Window}
	s.types, s.subjects, s.channels = plains(e.Types), plains(e.Campaigns), plains(e.Channels)
	for _, template := range e.Templates {
		s.templates = append(s.templates, criteria.Fold(template))
	}
	return s
}

func trainingEvents(e criteria.TrainingEvents) selection {
	return selection{table: "training_events", subject: "course_id", types: plains(e.Types), subjects: plains(e.Courses), window: e.Window}
}

func plains[T any](values []T) []any {
	list := make([]any, len(values))
	for i, value := range values {
		list[i] = plain(value)
	}
	return list
}

// selected writes the condition on the table's row called alias.
func (w *writer) selected(s selection, alias string) {
	from, to := w.instants(s.window)
	w.add(alias+".organization_id = ?", w.organization)
	w.within(alias+".occurred_at", from, to)
	w.add(" AND " + alias + ".type IN ")
	list(w, s.types)
	w.oneOf(alias+"."+s.subject, s.subjects)
	if s.table == "training_events" {
		return
	}
	w.oneOf(alias+".channel", s.channels)
	w.oneOf(alias+".template_key", s.templates)
	w.add(" AND NOT " + alias + ".automated")
}

// oneOf adds " AND column is one of the values"; an empty list does not restrict.
func (w *writer) oneOf(column string, values []any) {
	if len(values) > 0 {
		w.add(" AND " + column + " IN ")
		list(w, values)
	}
}

// counted holds for those with that many subjects among the selected rows "x". The extra parts, if given, write a JOIN
// and a further condition.
func (w *writer) counted(count criteria.Count, s selection, extra *extra) {
	low, high := count.Ends()
	w.among(low > 0, func() { // from 0 on, those without a row count too
		w.rows(s, extra)
		number := "COUNT(DISTINCT x." + s.subject + ")"
		switch {
		case low == 0 && high == 0, low == 1 && high == math.MaxInt: // any row decides
		case low == 0:
			w.add(" GROUP BY x.employee_id HAVING "+number+" > ?", high)
		case high == math.MaxInt:
			w.add(" GROUP BY x.employee_id HAVING "+number+" >= ?", low)
		default:
			w.add(" GROUP BY x.employee_id HAVING "+number+" BETWEEN ? AND ?", low, high)
		}
	})
}

// rows writes the query of the selected rows' employees.
func (w *writer) rows(s selection, extra *extra) {
	w.add("SELECT x.employee_id FROM " + s.table + " x")
	if extra != nil && extra.join != nil {
		extra.join()
	}
	w.add(" WHERE ")
	w.selected(s, "x")
	if extra != nil && extra.where != nil {
		extra.where()
	}
}

// extra is what a query of rows has besides the selection; a nil part is none.
type extra struct{ join, where func() }

func (w *writer) enrolment(n criteria.Enrolment) {
	s := trainingEvents(criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Enrolled}, Courses: n.Courses, Window: n.Window})
	w.counted(n.Count, s, &extra{where: func() { w.open(n.State) }})
}

// open adds the condition that the enrolment x is in that state now.
func (w *writer) open(state criteria.EnrolmentState) {
	now := int64(w.clock.Now())
	if state == criteria.Overdue {
		w.add(" AND x.due_at <= ?", now)
	}
	w.add(" AND NOT EXISTS (SELECT 1 FROM training_events c WHERE c.organization_id = ?", w.organization)
	w.add(" AND c.employee_id = x.employee_id AND c.course_id = x.course_id AND c.type = ?", string(criteria.Completed))
	w.add(" AND c.occurred_at >= x.occurred_at AND c.occurred_at <= ?)", now)
}
