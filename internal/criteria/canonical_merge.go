package criteria

// family is a condition that holds where one of a list of values is found: "any of" two conditions that differ in
// that list alone is the condition with both lists.
type family interface {
	Node
	// split gives the condition without its list, and the list; it is empty where the condition is not of that kind.
	split() (rest Node, values []any)
	// with gives the condition with another list.
	with(values []any) Node
}

// merged joins the canonical conditions of an AnyOf that differ in one list of values alone. A list longer than a
// condition can have is cut again.
func merged(nodes []Node) []Node {
	first, all := map[string]family{}, map[string][]any{}
	var order []string
	list := make([]Node, 0, len(nodes))
	for _, n := range nodes {
		f, is := n.(family)
		if !is {
			list = append(list, n)
			continue
		}
		rest, values := f.split()
		if len(values) == 0 {
			list = append(list, n)
			continue
		}
		key := nodeKey(rest)
		if _, found := first[key]; !found {
			first[key] = f
			order = append(order, key)
		}
		all[key] = append(all[key], values...)
	}
	for _, key := range order {
		f := canonical(first[key].with(all[key])).(family)
		for _, values := f.split(); len(values) > 0; values = values[min(MaxValues, len(values)):] {
			list = append(list, f.with(values[:min(MaxValues, len(values))]))
		}
	}
	return list
}

func boxed[T any](values []T) []any {
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return list
}

func unboxed[T any](values []any) []T {
	list := make([]T, len(values))
	for i, v := range values {
		list[i] = v.(T)
	}
	return list
}

func (d Department) split() (Node, []any) { return Department{}, boxed(d.IDs) }

func (d Department) with(values []any) Node { return Department{IDs: unboxed[DepartmentID](values)} }

func (g InGroup) split() (Node, []any) { return InGroup{}, boxed(g.IDs) }

func (g InGroup) with(values []any) Node { return InGroup{unboxed[GroupID](values)} }

func (f Profile) split() (Node, []any) {
	values := boxed(f.Values)
	f.Values = nil
	return f, values
}

func (f Profile) with(values []any) Node {
	f.Values = unboxed[string](values)
	return f
}

func (a Attribute) split() (Node, []any) { return Attribute{Name: a.Name}, a.Values }

func (a Attribute) with(values []any) Node { return Attribute{Name: a.Name, Values: values} }

func (r Risk) split() (Node, []any) {
	levels := boxed(r.Levels)
	r.Levels = nil
	return r, levels
}

func (r Risk) with(values []any) Node {
	r.Levels = unboxed[RiskLevel](values)
	return r
}

// At least one event of one type or at least one of another is at least one of either; of other counts it is not.

func (s Simulation) split() (Node, []any) {
	if s.Count != (Count{}) {
		return s, nil
	}
	types := boxed(s.Types)
	s.Types = nil
	return s, types
}

func (s Simulation) with(values []any) Node {
	s.Types = unboxed[SimulationType](values)
	return s
}

func (t Training) split() (Node, []any) {
	if t.Count != (Count{}) {
		return t, nil
	}
	types := boxed(t.Types)
	t.Types = nil
	return t, types
}

func (t Training) with(values []any) Node {
	t.Types = unboxed[TrainingType](values)
	return t
}
