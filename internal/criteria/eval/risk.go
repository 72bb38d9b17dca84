package eval

import (
	"slices"
	"strconv"

	"muster/internal/criteria"
)

// The simulation types that weigh, and all that the score depends on.
var (
	weighted = func() (set Types) {
		for i, t := range criteria.SimulationTypes {
			if criteria.SimulationWeights[t] != 0 {
				set |= 1 << i
			}
		}
		return set
	}()
	riskNeeds = OnSimulations(weighted.Simulation()...).And(stateNeeds)
)

// weights are the weights of the simulation types by their index.
var weights = func() (list [MaxTypes]int) {
	for i, t := range criteria.SimulationTypes {
		list[i] = criteria.SimulationWeights[t]
	}
	return list
}()

func (c *compiler) risk(n criteria.Risk) condition {
	slot := c.instants(n.Over())
	ranges := n.Ranges()
	edges := slices.Concat(
		Edge{Kind: SimulationOccurred, Types: weighted}.on(n.Over()),
		Edge{Kind: TrainingOccurred, Types: 1 << completed}.on(n.Over()),
		[]Edge{{Kind: TrainingOccurred, Types: 1 << enrolled}, due})
	failed := c.simulationEvents(criteria.SimulationEvents{Types: weighted.Simulation(), Window: n.Over()})
	trained := c.trainingEvents(criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Completed}, Window: n.Over()})
	enrolments := c.trainingEvents(criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Enrolled}})
	shows := func(w *witness) {
		w.value("score", strconv.Itoa(score(w.facts, w.moment.spans[slot], w.moment.now)))
		enrolments.enrolments(w.facts, w.moment, true, func(e *Event) { w.event(enrolments, e) })
		w.events(failed, trained)
	}
	return condition{needs: riskNeeds, edges: edges, cost: 30, shows: shows, holds: func(f *Facts, m *moment) bool {
		s := f.score(m.spans[slot], m.now)
		for _, r := range ranges {
			if r.Min <= s && s <= r.Max {
				return true
			}
		}
		return false
	}}
}

// Score gives the risk score over the window, 0 to 100. What is overdue counts now, whatever the window.
func Score(f *Facts, w criteria.Window, c criteria.Clock) int {
	from, to := w.Instants(c)
	return score(f, span{from, min(to, c.Now()+1)}, c.Now())
}

// scored is a score that was found: many groups ask for the same.
type scored struct {
	known bool
	in    span
	now   criteria.Instant
	value int
}

func (f *Facts) score(in span, now criteria.Instant) int {
	if s := &f.scored; !s.known || s.in != in || s.now != now {
		*s = scored{true, in, now, score(f, in, now)}
	}
	return f.scored.value
}

func score(f *Facts, in span, now criteria.Instant) int {
	sum := 0
	for t, weight := range weights {
		if weight != 0 && f.Simulations.types.has(uint8(t)) {
			sum += weight * f.Simulations.distinct(uint8(t), in)
		}
	}
	if f.Trainings.types.has(completed) {
		sum += criteria.CompletedWeight * f.Trainings.distinct(completed, in)
	}
	if f.Trainings.types.has(enrolled) && anyOverdue(&f.Trainings, now) {
		sum += criteria.OverdueWeight
	}
	return max(0, min(100, sum))
}

// distinct counts the subjects of the events of that type in the span.
func (e *Events) distinct(t uint8, in span) int {
	var found subjects
	list := e.of(t)
	for i := len(list) - 1; i >= 0 && list[i].At >= in.from; i-- {
		if list[i].At < in.to {
			found.add(list[i].ordinal)
		}
	}
	return found.count()
}

func anyOverdue(trainings *Events, now criteria.Instant) bool {
	list := trainings.of(enrolled)
	for i := range list {
		if list[i].At <= now && open(trainings, &list[i], now, true) {
			return true
		}
	}
	return false
}
