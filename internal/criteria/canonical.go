package criteria

import (
	"slices"
	"strings"
)

// Canonical gives the one form of a tree that stands for all the ways to write it that differ in order, nesting,
// repetition and defaults. It takes a tree that Validate accepts and gives one that Validate accepts, which holds for
// the same employees at every instant. Applied again it changes nothing. Values stay as the admin wrote them, in any
// case and with their accents.
//
//   - AllOf within AllOf and AnyOf within AnyOf are one list; a list of one is its node; Not of Not is the node.
//   - Nodes and values are sorted, without repetition; in an AnyOf, conditions that differ in one list of values are one.
//   - Defaults are left out, and ends of windows that never matter; "none" is Not of "at least one", "not at least 2" is "at most 1".
//   - An end of a window is To wherever To can say it.
func Canonical(t Tree) Tree { return Tree{canonical(t.Root)} }

func canonical(n Node) Node {
	switch n := n.(type) {
	case AllOf:
		return allOf(n.Of)
	case AnyOf:
		return anyOf(n.Of)
	case Not:
		return not(canonical(n.Of))
	case Simulation:
		return counted(n.canonical(), n.Count)
	case Training:
		return counted(n.canonical(), n.Count)
	case Enrolment:
		return counted(n.canonical(), n.Count)
	case interface{ canonical() Node }:
		return n.canonical()
	}
	return n
}

// not gives the negation of a canonical node.
func not(n Node) Node {
	switch inner := n.(type) {
	case Not:
		return inner.Of
	case Simulation:
		return negated(n, inner.SimulationEvents, inner.Count)
	case Training:
		return negated(n, inner.TrainingEvents, inner.Count)
	case Enrolment:
		return negated(n, inner, inner.Count)
	}
	return Not{n}
}

// negated turns "not at least 2" into "at most 1" and back; other counts keep their Not.
func negated[T interface{ counting(Count) Node }](n Node, condition T, c Count) Node {
	switch {
	case c.Max == nil && c.Min > 1:
		most := c.Min - 1
		return condition.counting(Count{Max: &most})
	case c.Max != nil && c.Min == 0 && *c.Max < MaxCount:
		return condition.counting(Count{Min: *c.Max + 1})
	}
	return Not{n}
}

// counted gives the condition on events with its count: none of them is Not of at least one.
func counted[T interface{ counting(Count) Node }](condition T, c Count) Node {
	if c.none() {
		return Not{condition.counting(Count{})}
	}
	return condition.counting(c.canonical())
}

func allOf(nodes []Node) Node {
	list := make([]Node, 0, len(nodes))
	for _, n := range nodes {
		n = canonical(n)
		if inner, nested := n.(AllOf); nested {
			list = append(list, inner.Of...)
		} else {
			list = append(list, n)
		}
	}
	if list = sorted(list); len(list) == 1 {
		return list[0]
	}
	return AllOf{list}
}

func anyOf(nodes []Node) Node {
	list := make([]Node, 0, len(nodes))
	for _, n := range nodes {
		n = canonical(n)
		if inner, nested := n.(AnyOf); nested {
			list = append(list, inner.Of...)
		} else {
			list = append(list, n)
		}
	}
	if list = sorted(merged(list)); len(list) == 1 {
		return list[0]
	}
	return AnyOf{list}
}

// sorted sorts the nodes by their JSON and drops repetitions.
func sorted(nodes []Node) []Node {
	type keyed struct {
		key  string
		node Node
	}
	list := make([]keyed, len(nodes))
	for i, n := range nodes {
		list[i] = keyed{nodeKey(n), n}
	}
	slices.SortFunc(list, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	list = slices.CompactFunc(list, func(a, b keyed) bool { return a.key == b.key })
	nodes = make([]Node, len(list))
	for i, k := range list {
		nodes[i] = k.node
	}
	return nodes
}

// nodeKey gives the node's JSON, by which nodes are compared; a node that has none is no node that Validate accepts.
func nodeKey(n Node) string {
	b, err := encode(n)
	if err != nil {
		return ""
	}
	return string(b)
}
