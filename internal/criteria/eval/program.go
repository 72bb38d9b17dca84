package eval

import (
	"slices"

	"muster/internal/criteria"
)

// Program is a compiled tree. It does not change and may be shared.
type Program struct {
	holds      test
	root       criteria.Node
	activeOnly bool        // the tree does not name the status
	conditions []condition // in the order of the tree
	instants   []criteria.Window
	days       []criteria.Window
	needs      Dependencies
}

// test tells whether something holds for an employee at a moment.
type test func(*Facts, *moment) bool

// condition is one compiled condition.
type condition struct {
	node    criteria.Node
	negated bool // it stands under an odd number of Nots
	holds   test
	cost    int // about how many nanoseconds holds takes; the cheap ones are asked first
	needs   Dependencies
	edges   []Edge
	shows   func(*witness) // tells the facts behind the answer; nil where none are
}

// Compile compiles a valid tree; its errors are those of criteria.Tree.Validate.
func Compile(tree criteria.Tree) (*Program, error) {
	if err := tree.Validate(); err != nil {
		return nil, err
	}
	c := compiler{program: &Program{root: tree.Root}}
	holds, _ := c.node(tree.Root)
	if !tree.NamesStatus() {
		c.program.needs = c.program.needs.And(OnText(Status))
		c.program.activeOnly = true
	}
	c.program.holds = holds
	return c.program, nil
}

// compiler fills in a program, condition by condition.
type compiler struct {
	program *Program
	negated bool
}

func (c *compiler) node(n criteria.Node) (test, int) {
	switch n := n.(type) {
	case criteria.AllOf:
		return c.all(n.Of)
	case criteria.AnyOf:
		return c.any(n.Of)
	case criteria.Not:
		c.negated = !c.negated
		holds, cost := c.node(n.Of)
		c.negated = !c.negated
		return func(f *Facts, m *moment) bool { return !holds(f, m) }, cost
	}
	compiled := c.condition(n)
	compiled.node, compiled.negated = n, c.negated
	c.program.needs = c.program.needs.And(compiled.needs)
	c.program.conditions = append(c.program.conditions, compiled)
	return compiled.holds, compiled.cost
}

func (c *compiler) condition(n criteria.Node) condition {
	switch n := n.(type) {
	case criteria.Department:
		return department(n)
	case criteria.Profile:
		return profile(n)
	case criteria.Attribute:
		return c.attribute(n)
	case criteria.DateIn:
		return c.dateIn(n)
	case criteria.Simulation:
		return counted(c.simulationEvents(n.SimulationEvents), n.Count)
	case criteria.Training:
		return counted(c.trainingEvents(n.TrainingEvents), n.Count)
	case criteria.Enrolment:
		return c.enrolment(n)
	case criteria.Order:
		return c.order(n)
	case criteria.Rate:
		return c.rate(n)
	case criteria.Risk:
		return c.risk(n)
	case criteria.InGroup:
		return inGroup(n)
	}
	panic("eval: a condition that Validate accepts is not compiled")
}

func (c *compiler) all(nodes []criteria.Node) (test, int) {
	tests, cost := c.nodes(nodes)
	switch len(tests) {
	case 0:
		return func(*Facts, *moment) bool { return true }, 0
	case 1:
		return tests[0], cost
	case 2:
		one, two := tests[0], tests[1]
		return func(f *Facts, m *moment) bool { return one(f, m) && two(f, m) }, cost
	}
	return func(f *Facts, m *moment) bool {
		for _, holds := range tests {
			if !holds(f, m) {
				return false
			}
		}
		return true
	}, cost
}

func (c *compiler) any(nodes []criteria.Node) (test, int) {
	tests, cost := c.nodes(nodes)
	if len(tests) == 1 {
		return tests[0], cost
	}
	return func(f *Facts, m *moment) bool {
		for _, holds := range tests {
			if holds(f, m) {
				return true
			}
		}
		return false
	}, cost
}

// nodes compiles the nodes and orders them by cost: their order does not matter to the answer.
func (c *compiler) nodes(nodes []criteria.Node) (tests []test, total int) {
	type costed struct {
		test
		cost int
	}
	list := make([]costed, len(nodes))
	for i, n := range nodes {
		list[i].test, list[i].cost = c.node(n)
		total += list[i].cost
	}
	slices.SortStableFunc(list, func(a, b costed) int { return a.cost - b.cost })
	tests = make([]test, len(list))
	for i := range list {
		tests[i] = list[i].test
	}
	return tests, total
}

// instants gives the slot of the window in every moment's spans.
func (c *compiler) instants(w criteria.Window) int {
	c.program.instants = append(c.program.instants, w)
	return len(c.program.instants) - 1
}

// days gives the slot of the window in every moment's stretches of days.
func (c *compiler) days(w criteria.Window) int {
	c.program.days = append(c.program.days, w)
	return len(c.program.days) - 1
}
