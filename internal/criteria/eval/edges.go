package eval

import (
	"encoding/json"
	"fmt"

	"muster/internal/criteria"
)

// EdgeKind names what crosses an edge.
type EdgeKind uint8

// The kinds, each with its column.
const (
	SimulationOccurred EdgeKind = iota // simulation_events.occurred_at, automated events aside
	TrainingOccurred                   // training_events.occurred_at
	TrainingDue                        // training_events.due_at of enrolments
	EmployeeLogin                      // employees.last_login_at
	EmployeeCreated                    // employees.created_at
	EmployeeHired                      // employees.hired_on: days
	AttributeDay                       // the custom attribute, where it is an ISO date: days
)

// Days tells whether the values are days since 1970-01-01; the others are instants in milliseconds since then.
func (k EdgeKind) Days() bool { return k >= EmployeeHired }

// Edge is one end of a window, or now, as a place in time that moves with the clock. An answer can change by time
// alone only for an employee with a value of that kind that the edge passes: between the clocks t0 and t1 those v with
//
//	min(At(t0), At(t1)) <= v < max(At(t0), At(t1))
//
// Bounds such as "a month ago" can go back, at a month's end or a clock change.
type Edge struct {
	Kind      EdgeKind
	Attribute string // the folded name, for AttributeDay
	Types     Types  // the event types that matter, for the kinds of events

	bound   *criteria.Bound // nil: just after now, where what is dated ahead comes to count
	through bool
}

// Types is a set of simulation types or of training types.
type Types mask

// Simulation lists the simulation types of the set.
func (t Types) Simulation() []criteria.SimulationType { return members(t, criteria.SimulationTypes) }

// Training lists the training types of the set.
func (t Types) Training() []criteria.TrainingType { return members(t, criteria.TrainingTypes) }

func members[T any](set Types, all []T) (list []T) {
	for i, word := range all {
		if mask(set).has(uint8(i)) {
			list = append(list, word)
		}
	}
	return list
}

// Key identifies the place: edges of the same key differ in their Types only.
func (e Edge) Key() string {
	bound, err := json.Marshal(e.bound)
	if err != nil {
		panic(err) // a bound that Validate accepts has a JSON form
	}
	return fmt.Sprintf("%d %t %s %s", e.Kind, e.through, bound, e.Attribute)
}

// At gives the place at the clock, in the unit of the kind: values before it lie on one side, it and those after on the other.
func (e Edge) At(c criteria.Clock) int64 {
	window := criteria.Window{From: e.bound}
	if e.through {
		window = criteria.Window{Through: e.bound}
	}
	switch {
	case e.bound == nil && e.Kind.Days():
		return int64(c.Today()) + 1
	case e.bound == nil:
		return int64(c.Now()) + 1
	case e.Kind.Days():
		from, to := window.Days(c)
		return int64(side(e.through, from, to))
	default:
		from, to := window.Instants(c)
		return int64(side(e.through, from, to))
	}
}

func side[T any](through bool, from, to T) T {
	if through {
		return to
	}
	return from
}

// Due gives a lower bound, after the clock, of the first instant at which the edge passes v; criteria.Never where it will not.
// Of many values, the first to be passed is the least one from At on, or (only bounds that can go back pass it) the
// greatest one before At.
func (e Edge) Due(v int64, c criteria.Clock) criteria.Instant {
	switch {
	case e.Kind.Days() && criteria.Date(v) == NoDay, !e.Kind.Days() && criteria.Instant(v) == criteria.Never:
		return criteria.Never
	case e.bound == nil && v < e.At(c):
		return criteria.Never
	case e.bound == nil && e.Kind.Days():
		return criteria.Date(v).Midnight(c.Zone())
	case e.bound == nil:
		return criteria.Instant(v)
	case e.Kind.Days():
		return e.bound.CrossesDay(criteria.Date(v), e.through, c)
	default:
		return e.bound.Crosses(criteria.Instant(v), e.through, c)
	}
}

// Merge gives each place once, with the types of all edges there.
func Merge(edges []Edge) []Edge {
	at := map[string]int{}
	var merged []Edge
	for _, e := range edges {
		key := e.Key()
		if i, known := at[key]; known {
			merged[i].Types |= e.Types
			continue
		}
		at[key] = len(merged)
		merged = append(merged, e)
	}
	return merged
}

// Edges gives the program's edges, each place once.
func (p *Program) Edges() []Edge {
	var all []Edge
	for i := range p.conditions {
		all = append(all, p.conditions[i].edges...)
	}
	return Merge(all)
}

// NextDue gives a lower bound, after the clock, of the first instant at which an edge passes a fact of the employee.
func NextDue(edges []Edge, f *Facts, c criteria.Clock) criteria.Instant {
	next := criteria.Never
	for _, e := range edges {
		e.each(f, func(v int64) { next = min(next, e.Due(v, c)) })
	}
	return next
}

// each calls visit for every value of the edge's kind.
func (e Edge) each(f *Facts, visit func(int64)) {
	switch e.Kind {
	case SimulationOccurred:
		e.eachEvent(&f.Simulations, func(event *Event) { visit(int64(event.At)) })
	case TrainingOccurred:
		e.eachEvent(&f.Trainings, func(event *Event) { visit(int64(event.At)) })
	case TrainingDue:
		e.eachEvent(&f.Trainings, func(event *Event) { visit(int64(event.DueAt)) })
	case EmployeeLogin:
		visit(int64(f.LastLoginAt))
	case EmployeeCreated:
		visit(int64(f.CreatedAt))
	case EmployeeHired:
		visit(int64(f.HiredOn))
	case AttributeDay:
		for i := range f.Attributes {
			if f.Attributes[i].Name == e.Attribute {
				visit(int64(f.Attributes[i].Day))
			}
		}
	}
}

func (e Edge) eachEvent(events *Events, visit func(*Event)) {
	for t := range uint8(MaxTypes) {
		if !mask(e.Types).has(t) {
			continue
		}
		list := events.of(t)
		for i := range list {
			visit(&list[i])
		}
	}
}

// on gives the edge with each end of the window that moves, and with now.
func (e Edge) on(w criteria.Window) []Edge {
	edges := []Edge{e}
	for _, end := range []struct {
		bound   *criteria.Bound
		through bool
	}{{w.From, false}, {w.To, false}, {w.Through, true}} {
		if end.bound != nil && end.bound.Date == nil {
			e.bound, e.through = end.bound, end.through
			edges = append(edges, e)
		}
	}
	return edges
}

// IsNow tells whether the edge is now itself, where what is dated ahead comes to count.
func (e Edge) IsNow() bool { return e.bound == nil }
