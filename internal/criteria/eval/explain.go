package eval

import "muster/internal/criteria"

// Explanation says why the criteria hold for an employee, or do not, and until when.
type Explanation struct {
	Holds   bool
	Until   *criteria.Instant // when the criteria stop holding by time alone; nil if they never will, or do not hold
	Reasons []Reason          // for each condition, in the order of the tree
}

// Reason is one condition's part in an explanation.
type Reason struct {
	Condition criteria.Node // a condition, or Not of one where the tree asks for its contrary
	Holds     bool
	Evidence  []string          // the facts behind it, the latest first, at most maxEvidence
	Until     *criteria.Instant // when it stops holding by time alone; nil if it never will, or does not hold
}

// Explain says why, with the facts loaded for evidence. Its instants are exact to what the clock alone changes: new
// facts, and members of other groups that come and go, are not foreseen.
func (e *Evaluator) Explain(f *Facts, names criteria.Names) Explanation {
	explanation := Explanation{Holds: e.Holds(f)}
	if explanation.Holds {
		explanation.Until = e.until(f, e.program.Edges(), e.holds)
	}
	for i := range e.program.conditions {
		explanation.Reasons = append(explanation.Reasons, e.reason(&e.program.conditions[i], f, names))
	}
	return explanation
}

func (e *Evaluator) reason(c *condition, f *Facts, names criteria.Names) Reason {
	r := Reason{Condition: c.node, Holds: c.holds(f, &e.moment) != c.negated}
	if c.negated {
		r.Condition = criteria.Not{Of: c.node}
	}
	if c.shows != nil {
		w := witness{facts: f, moment: &e.moment, clock: e.clock, names: names}
		c.shows(&w)
		r.Evidence = w.told()
	}
	if r.Holds {
		r.Until = e.until(f, Merge(c.edges), c.holds)
	}
	return r
}

// maxSteps bounds the looking ahead, which takes one step for every fact that passes an edge.
const maxSteps = 1000

// until gives the first instant after the clock at which the test gives another answer than at it, nil if there is none.
func (e *Evaluator) until(f *Facts, edges []Edge, holds test) *criteria.Instant {
	clock, now := e.clock, holds(f, &e.moment)
	for range maxSteps {
		next := NextDue(edges, f, clock)
		if next == criteria.Never {
			return nil
		}
		clock = criteria.ClockAt(next, clock.Zone())
		if then := e.program.At(clock); holds(f, &then.moment) != now {
			return &next
		}
	}
	return nil
}
