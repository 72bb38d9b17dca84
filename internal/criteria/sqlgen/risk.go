package sqlgen

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"muster/internal/criteria"
)

// rate counts the campaigns received, and among them those in which it happened.
func (w *writer) rate(n criteria.Rate) {
	w.among(true, func() { w.rates(n) })
}

// rates writes the query of the employees whose rate lies in the range.
func (w *writer) rates(n criteria.Rate) {
	all := append([]criteria.SimulationType{criteria.Sent}, n.Types...)
	s := simulationEvents(criteria.SimulationEvents{Types: all, Channels: n.Channels, Window: n.Window})
	w.add("SELECT p.employee_id FROM (SELECT x.employee_id, MAX(CASE WHEN x.type = ? THEN 1 ELSE 0 END) AS received", string(criteria.Sent))
	w.add(", MAX(CASE WHEN x.type IN ")
	list(w, n.Types)
	w.add(" THEN 1 ELSE 0 END) AS happened FROM simulation_events x WHERE ")
	w.selected(s, "x")
	w.add(" GROUP BY x.employee_id, x.campaign_id) p WHERE p.received = 1 GROUP BY p.employee_id HAVING COUNT(*) >= ?", n.Least())
	w.inRange("CAST(100 * SUM(p.happened) AS double precision) / COUNT(*)", nil, n.Range)
}

func (w *writer) risk(n criteria.Risk) {
	for i, r := range merged(n.Ranges()) {
		if i > 0 {
			w.add(" OR ")
		}
		w.scored(r, n.Over())
	}
}

// merged joins ranges that overlap or touch.
func merged(ranges []criteria.ScoreRange) []criteria.ScoreRange {
	slices.SortFunc(ranges, func(a, b criteria.ScoreRange) int { return cmp.Compare(a.Min, b.Min) })
	joined := ranges[:1]
	for _, r := range ranges[1:] {
		if last := &joined[len(joined)-1]; r.Min <= last.Max+1 {
			last.Max = max(last.Max, r.Max)
		} else {
			joined = append(joined, r)
		}
	}
	return joined
}

// scored holds for those whose score lies in the range. The score is the sum clamped to 0–100, so that an end there is
// open; and a range from 0 holds for those without facts.
func (w *writer) scored(r criteria.ScoreRange, window criteria.Window) {
	switch {
	case r.Min <= 0 && r.Max >= 100:
		w.add("TRUE")
		return
	case r.Min <= 0:
		w.among(false, func() {
			w.weights(window)
			w.add(" HAVING SUM(s.weight) > ?", r.Max)
		})
		return
	}
	w.among(true, func() {
		w.weights(window)
		w.add(" HAVING SUM(s.weight) >= ?", r.Min)
		if r.Max < 100 {
			w.add(" AND SUM(s.weight) <= ?", r.Max)
		}
	})
}

// weights writes the employees with the weights of their facts, up to GROUP BY.
func (w *writer) weights(window criteria.Window) {
	var types []criteria.SimulationType
	var choice strings.Builder
	for _, t := range criteria.SimulationTypes {
		if weight := criteria.SimulationWeights[t]; weight != 0 {
			types = append(types, t)
			choice.WriteString(" WHEN '" + string(t) + "' THEN " + strconv.Itoa(weight))
		}
	}
	w.add("SELECT s.employee_id FROM (SELECT d.employee_id, CASE d.type" + choice.String() + " END AS weight")
	w.add(" FROM (SELECT DISTINCT x.employee_id, x.campaign_id, x.type FROM simulation_events x WHERE ")
	w.selected(simulationEvents(criteria.SimulationEvents{Types: types, Window: window}), "x")

	w.add(") d UNION ALL SELECT d.employee_id, " + strconv.Itoa(criteria.CompletedWeight))
	w.add(" FROM (SELECT DISTINCT x.employee_id, x.course_id FROM training_events x WHERE ")
	w.selected(trainingEvents(criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Completed}, Window: window}), "x")

	w.add(") d UNION ALL SELECT DISTINCT x.employee_id, " + strconv.Itoa(criteria.OverdueWeight) + " FROM training_events x WHERE ")
	w.selected(trainingEvents(criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Enrolled}}), "x")
	w.open(criteria.Overdue)
	w.add(") s GROUP BY s.employee_id")
}
