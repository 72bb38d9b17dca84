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
//   - AllOf within AllOf and AnyOf within AnyOf are one list; a list of one is its node.
//   - Not stands above conditions only (and above "everybody"): Not of a list is the other list of the Nots.
//   - Nodes and values are sorted, without repetition; in an AnyOf, and below Not in an AllOf, conditions that differ in
//     one list of values are one.
//   - Defaults are left out, and ends of windows that never matter; "none" is Not of "at least one", "not at least 2" is "at most 1".
//   - An end of a window is To wherever To can say it.
func Canonical(t Tree) Tree { return Tree{canonical(t.Root)} }

func canonical(n Node) Node {
	switch n := n.(type) {
	case AllOf:
		return allOf(eachNode(n.Of, canonical))
	case AnyOf:
		return anyOf(eachNode(n.Of, canonical))
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

// not gives the negation of a canonical node: of a list, the other list of the negations.
func not(n Node) Node {
	switch inner := n.(type) {
	case Not:
		return inner.Of
	case AllOf:
		if len(inner.Of) > 0 {
			return anyOf(eachNode(inner.Of, not))
		}
	case AnyOf:
		return allOf(eachNode(inner.Of, not))
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

// allOf joins canonical nodes. What is in none of two lists of values is not in the one of both.
func allOf(nodes []Node) Node {
	var list, refused []Node
	for _, n := range nodes {
		inner, nested := n.(AllOf)
		if !nested {
			inner.Of = []Node{n}
		}
		for _, n := range inner.Of {
			if negation, is := n.(Not); is {
				refused = append(refused, negation.Of)
			} else {
				list = append(list, n)
			}
		}
	}
	for _, n := range merged(refused) {
		list = append(list, Not{n})
	}
	if list = sorted(list); len(list) == 1 {
		return list[0]
	}
	return AllOf{list}
}

// anyOf joins canonical nodes. "Nobody" adds nothing, as "everybody" restricts nothing in an AllOf.
func anyOf(nodes []Node) Node {
	var list []Node
	for _, n := range nodes {
		if inner, nested := n.(AnyOf); nested {
			list = append(list, inner.Of...)
		} else if !nobody(n) {
			list = append(list, n)
		}
	}
	if len(list) == 0 && len(nodes) > 0 {
		return nodes[0]
	}
	if list = sorted(merged(list)); len(list) == 1 {
		return list[0]
	}
	return AnyOf{list}
}

func nobody(n Node) bool {
	negation, is := n.(Not)
	if !is {
		return false
	}
	everybody, is := negation.Of.(AllOf)
	return is && len(everybody.Of) == 0
}

func eachNode(nodes []Node, give func(Node) Node) []Node {
	list := make([]Node, len(nodes))
	for i, n := range nodes {
		list[i] = give(n)
	}
	return list
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
