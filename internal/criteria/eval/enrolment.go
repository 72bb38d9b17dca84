package eval

import (
	"math"
	"slices"

	"muster/internal/criteria"
)

// The types that states and the risk score look at.
var (
	enrolled  = uint8(slices.Index(criteria.TrainingTypes, criteria.Enrolled))
	completed = uint8(slices.Index(criteria.TrainingTypes, criteria.Completed))
)

// What the state of an enrolment depends on, besides the enrolment's own instant.
var (
	stateNeeds = OnTrainings(criteria.Enrolled, criteria.Completed)
	finished   = Edge{Kind: TrainingOccurred, Types: 1 << completed}
	due        = Edge{Kind: TrainingDue, Types: 1 << enrolled}
)

func (c *compiler) enrolment(n criteria.Enrolment) condition {
	s := c.trainingEvents(criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Enrolled}, Courses: n.Courses, Window: n.Window})
	overdue := n.State == criteria.Overdue
	low, high := n.Count.Ends()
	compiled := condition{needs: stateNeeds, edges: slices.Concat(s.edges, []Edge{finished}), cost: 10}
	compiled.shows = func(w *witness) { s.enrolments(w.facts, w.moment, overdue, func(e *Event) { w.event(s, e) }) }
	if overdue {
		compiled.edges = append(compiled.edges, due)
	}
	if low == 1 && high == math.MaxInt {
		compiled.holds = func(f *Facts, m *moment) bool { return s.enrolments(f, m, overdue, nil) }
		return compiled
	}
	compiled.cost = 20
	compiled.holds = func(f *Facts, m *moment) bool {
		var found subjects
		s.enrolments(f, m, overdue, func(e *Event) { found.add(e.ordinal) })
		count := found.count()
		return low <= count && count <= high
	}
	return compiled
}

// enrolments calls visit for the selected enrolments in the state, and tells whether there are any; without visit it
// stops at the first.
func (s *selection) enrolments(f *Facts, m *moment, overdue bool, visit func(*Event)) bool {
	in, list, some := m.spans[s.slot], f.Trainings.of(enrolled), false
	for i := len(list) - 1; i >= 0 && list[i].At >= in.from; i-- {
		e := &list[i]
		if e.At >= in.to || !s.takes(&f.Trainings, e) || !open(&f.Trainings, e, m.now, overdue) {
			continue
		}
		if visit == nil {
			return true
		}
		some = true
		visit(e)
	}
	return some
}

// open tells whether the enrolment is unfinished now, and overdue if asked: its dueAt has come.
func open(trainings *Events, e *Event, now criteria.Instant, overdue bool) bool {
	if overdue && e.DueAt > now {
		return false
	}
	list := trainings.of(completed)
	for i := len(list) - 1; i >= 0 && list[i].At >= e.At; i-- {
		if list[i].ordinal == e.ordinal && list[i].At <= now {
			return false
		}
	}
	return true
}
