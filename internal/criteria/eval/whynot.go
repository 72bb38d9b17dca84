package eval

import "muster/internal/criteria"

// Missing says what keeps an employee from meeting the criteria.
type Missing struct {
	// Inactive: the account is disabled, and the criteria do not name the status.
	Inactive bool
	// Conditions is the smallest set of conditions that would have to come out otherwise; the earlier in the tree where
	// several sets are as small. Each is as the tree wants it, and does not hold now.
	Conditions []Reason
}

// WhyNot gives what is missing for an employee who does not meet the criteria; nothing for one who does, nor where nobody can
// meet them. Reason.Until is then
// when the condition begins to hold by time alone.
func (e *Evaluator) WhyNot(f *Facts, names criteria.Names) Missing {
	missing := Missing{Inactive: e.program.activeOnly && f.Text[Status] != "ACTIVE"}
	next := 0
	changes, _ := e.least(e.program.root, true, f, &next)
	for _, i := range changes {
		c := &e.program.conditions[i]
		r := e.reason(c, f, names)
		r.Until = e.until(f, Merge(c.edges), c.holds)
		missing.Conditions = append(missing.Conditions, r)
	}
	return missing
}

// least gives the fewest conditions below the node that have to change for it to come out as wanted, by their numbers in the order
// of the tree; next counts them. Nothing can make AllOf of nothing come out otherwise.
func (e *Evaluator) least(n criteria.Node, want bool, f *Facts, next *int) (changes []int, possible bool) {
	switch n := n.(type) {
	case criteria.AllOf:
		return e.leastOf(n.Of, want, want, f, next)
	case criteria.AnyOf:
		return e.leastOf(n.Of, want, !want, f, next)
	case criteria.Not:
		return e.least(n.Of, !want, f, next)
	}
	i := *next
	*next++
	if e.program.conditions[i].holds(f, &e.moment) == want {
		return nil, true
	}
	return []int{i}, true
}

// leastOf gives what has to change in the nodes: all of it where every one has to come out as wanted, else the least.
func (e *Evaluator) leastOf(nodes []criteria.Node, want, every bool, f *Facts, next *int) (changes []int, possible bool) {
	possible = every
	for _, n := range nodes {
		set, can := e.least(n, want, f, next)
		switch {
		case every:
			changes, possible = append(changes, set...), possible && can
		case can && (!possible || len(set) < len(changes)):
			changes, possible = set, true
		}
	}
	return changes, possible
}
