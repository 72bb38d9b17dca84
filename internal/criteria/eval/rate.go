package eval

import (
	"fmt"
	"slices"

	"muster/internal/criteria"
)

func (c *compiler) rate(n criteria.Rate) condition {
	received := c.simulationEvents(criteria.SimulationEvents{Types: []criteria.SimulationType{criteria.Sent}, Channels: n.Channels, Window: n.Window})
	happened := c.simulationEvents(criteria.SimulationEvents{Types: n.Types, Channels: n.Channels, Window: n.Window})
	low, high := ends(n.Range)
	least := n.Least()
	needs, edges := received.needs.And(happened.needs), slices.Concat(received.edges, happened.edges)
	shows := func(w *witness) {
		part, of := share(received, happened, w.facts, w.moment)
		w.value("rate", fmt.Sprintf("%d of %d", part, of))
		w.events(happened)
	}
	return condition{needs: needs, edges: edges, cost: 40, shows: shows, holds: func(f *Facts, m *moment) bool {
		part, of := share(received, happened, f, m)
		if of < least {
			return false
		}
		percent := float64(100*part) / float64(of)
		return low(percent) && high(percent)
	}}
}

// share counts the campaigns received, and among them those in which it happened.
func share(received, happened *selection, f *Facts, m *moment) (part, of int) {
	var all, those subjects
	received.each(f, m, func(e *Event) { all.add(e.ordinal) })
	happened.each(f, m, func(e *Event) {
		if all.has(e.ordinal) {
			those.add(e.ordinal)
		}
	})
	return those.count(), all.count()
}
