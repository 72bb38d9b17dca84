package criteria

// Walk calls visit for every node, parents first.
func (t Tree) Walk(visit func(Node)) { walk(t.Root, visit) }

func walk(n Node, visit func(Node)) {
	if n == nil {
		return
	}
	visit(n)
	switch n := n.(type) {
	case AllOf:
		for _, child := range n.Of {
			walk(child, visit)
		}
	case AnyOf:
		for _, child := range n.Of {
			walk(child, visit)
		}
	case Not:
		walk(n.Of, visit)
	}
}

// NamesStatus tells whether the tree has a condition on the account's status. Where it has none, only ACTIVE employees
// can belong; both compilers add that.
func (t Tree) NamesStatus() bool {
	named := false
	t.Walk(func(n Node) {
		if p, ok := n.(Profile); ok && p.Field == FieldStatus {
			named = true
		}
	})
	return named
}

// Conditions gives the tree's conditions in its order, each under its Not where it has one.
func (t Tree) Conditions() []Node { return conditionsOf(t.Root) }

func conditionsOf(n Node) []Node {
	switch n := n.(type) {
	case nil:
		return nil
	case AllOf:
		return conditionsIn(n.Of)
	case AnyOf:
		return conditionsIn(n.Of)
	default:
		return []Node{n}
	}
}

func conditionsIn(nodes []Node) (list []Node) {
	for _, n := range nodes {
		list = append(list, conditionsOf(n)...)
	}
	return list
}
