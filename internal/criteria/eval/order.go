package eval

import (
	"math"
	"slices"

	"muster/internal/criteria"
)

func (c *compiler) selection(e criteria.Events) *selection {
	if e.Simulation != nil {
		return c.simulationEvents(*e.Simulation)
	}
	return c.trainingEvents(*e.Training)
}

func (c *compiler) order(n criteria.Order) condition {
	event, after := c.selection(n.Event), c.selection(n.After)
	low, high := n.Count.Ends()
	last := n.Anchor == criteria.LastOfThem
	compiled := condition{needs: event.needs.And(after.needs), edges: slices.Concat(event.edges, after.edges), cost: 60}
	compiled.shows = func(w *witness) { w.events(after, event) }
	if n.Within != nil && !last {
		within := *n.Within
		compiled.holds = func(f *Facts, m *moment) bool {
			found, some := soonAfterAny(event, after, within, f, m)
			return some && low <= found && found <= high
		}
		return compiled
	}
	compiled.holds = func(f *Facts, m *moment) bool {
		from, some := after.edge(f, m, last)
		if !some {
			return false
		}
		to := criteria.Instant(math.MaxInt64)
		if n.Within != nil {
			to = later(*n.Within, from)
		}
		found := event.distinctBetween(f, m, from+1, to)
		return low <= found && found <= high
	}
	return compiled
}

// later moves an instant forward by the span, months and longer by the calendar of UTC. An order is between the person's own
// events and not about the organization's days; and every database can count it so.
func later(s criteria.Span, at criteria.Instant) criteria.Instant {
	return criteria.InstantOf(s.After(at.Time()))
}

// edge gives the instant of the last selected event, or of the first; some is false where there is none.
func (s *selection) edge(f *Facts, m *moment, last bool) (at criteria.Instant, some bool) {
	s.each(f, m, func(e *Event) {
		if !some || last && e.At > at || !last && e.At < at {
			at, some = e.At, true
		}
	})
	return at, some
}

// distinctBetween counts the subjects of the selected events from one instant through another.
func (s *selection) distinctBetween(f *Facts, m *moment, from, through criteria.Instant) int {
	var found subjects
	s.each(f, m, func(e *Event) {
		if from <= e.At && e.At <= through {
			found.add(e.ordinal)
		}
	})
	return found.count()
}

// soonAfterAny counts the subjects of the events later than some earlier one by no more than the span; some is false where there is no
// earlier one.
func soonAfterAny(event, after *selection, within criteria.Span, f *Facts, m *moment) (count int, some bool) {
	var found subjects
	after.each(f, m, func(earlier *Event) {
		some = true
		through := later(within, earlier.At)
		event.each(f, m, func(e *Event) {
			if earlier.At < e.At && e.At <= through {
				found.add(e.ordinal)
			}
		})
	})
	return found.count(), some
}
