package eval

import (
	"math"
	"slices"

	"muster/internal/criteria"
)

// selection selects simulation events, or training events, of one employee.
type selection struct {
	trainings bool
	mask      mask // of its types
	subjects  []int64
	channels  mask // 0: every one
	templates []string
	slot      int // of its window
	needs     Dependencies
	edges     []Edge
	plain     bool // neither subjects, channels nor templates restrict it
}

func (c *compiler) simulationEvents(e criteria.SimulationEvents) *selection {
	s := &selection{slot: c.instants(e.Window), channels: channels(e.Channels), subjects: numbers(e.Campaigns)}
	s.mask = setOf(e.Types, criteria.SimulationTypes)
	s.needs = OnSimulations(e.Types...)
	s.edges = Edge{Kind: SimulationOccurred, Types: Types(s.mask)}.on(e.Window)
	for _, template := range e.Templates {
		s.templates = append(s.templates, criteria.Fold(template))
	}
	s.needs.details = s.channels != 0 || len(s.templates) > 0
	s.plain = !s.needs.details && len(s.subjects) == 0
	return s
}

func (c *compiler) trainingEvents(e criteria.TrainingEvents) *selection {
	s := &selection{trainings: true, slot: c.instants(e.Window), subjects: numbers(e.Courses), plain: len(e.Courses) == 0}
	s.mask = setOf(e.Types, criteria.TrainingTypes)
	s.needs = OnTrainings(e.Types...)
	s.edges = Edge{Kind: TrainingOccurred, Types: Types(s.mask)}.on(e.Window)
	return s
}

// setOf gives the words as a set of indexes into the list of all of them.
func setOf[T comparable](words, all []T) (set mask) {
	for i, word := range all {
		if slices.Contains(words, word) {
			set |= 1 << i
		}
	}
	return set
}

// channels gives the set of the channels as events number them.
func channels(list []criteria.Channel) mask {
	return setOf(list, criteria.Channels) << 1
}

func numbers[T ~int64](ids []T) []int64 {
	var list []int64
	for _, id := range ids {
		list = append(list, int64(id))
	}
	return list
}

func (s *selection) events(f *Facts) *Events {
	if s.trainings {
		return &f.Trainings
	}
	return &f.Simulations
}

// takes tells whether one of the events, of one of the types and in the window, is selected.
func (s *selection) takes(events *Events, e *Event) bool {
	return s.plain ||
		(len(s.subjects) == 0 || slices.Contains(s.subjects, e.Subject)) &&
			(s.channels == 0 || s.channels.has(e.Channel)) &&
			(len(s.templates) == 0 || slices.Contains(s.templates, events.Detail(e).Template))
}

// any tells whether an event is selected.
func (s *selection) any(f *Facts, m *moment) bool {
	events := s.events(f)
	in := m.spans[s.slot]
	for set := events.types & s.mask; set != 0; set &= set - 1 {
		list := events.of(set.first())
		for i := len(list) - 1; i >= 0 && list[i].At >= in.from; i-- {
			if list[i].At < in.to && s.takes(events, &list[i]) {
				return true
			}
		}
	}
	return false
}

// each calls visit for every selected event: those of one type after those of another, the latest first.
func (s *selection) each(f *Facts, m *moment, visit func(*Event)) {
	events := s.events(f)
	in := m.spans[s.slot]
	for set := events.types & s.mask; set != 0; set &= set - 1 {
		list := events.of(set.first())
		for i := len(list) - 1; i >= 0 && list[i].At >= in.from; i-- {
			if list[i].At < in.to && s.takes(events, &list[i]) {
				visit(&list[i])
			}
		}
	}
}

// distinct counts the subjects of the selected events.
func (s *selection) distinct(f *Facts, m *moment) int {
	events := s.events(f)
	set := events.types & s.mask
	if set == 0 {
		return 0
	}
	in := m.spans[s.slot]
	var found subjects
	for ; set != 0; set &= set - 1 {
		list := events.of(set.first())
		for i := len(list) - 1; i >= 0 && list[i].At >= in.from; i-- {
			if list[i].At < in.to && s.takes(events, &list[i]) {
				found.add(list[i].ordinal)
			}
		}
	}
	return found.count()
}

// counted holds where the number of subjects of the selected events lies in the count.
func counted(s *selection, count criteria.Count) condition {
	low, high := count.Ends()
	compiled := condition{needs: s.needs, edges: s.edges, cost: 8, shows: func(w *witness) { w.events(s) }}
	switch {
	case low == 1 && high == math.MaxInt:
		compiled.holds = s.any
	case low == 0 && high == 0:
		compiled.holds = func(f *Facts, m *moment) bool { return !s.any(f, m) }
	default:
		compiled.cost = 15
		compiled.holds = func(f *Facts, m *moment) bool {
			n := s.distinct(f, m)
			return low <= n && n <= high
		}
	}
	return compiled
}
