package criteria

import "slices"

// family is a condition that holds where one of a list of values is found: "any of" two conditions that differ in
// that list alone is the condition with both lists.
type family interface {
	Node
	// list gives the values; it is empty where the condition is not of that kind.
	list() []any
	// with gives the condition with another list, which may be empty.
	with(values []any) Node
}

// merged joins, of canonical nodes of which any may hold, the conditions that differ in one list of values alone. A list longer than a
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
		values := f.list()
		if len(values) == 0 {
			list = append(list, n)
			continue
		}
		key := nodeKey(f.with(nil))
		if _, found := first[key]; !found {
			first[key] = f
			order = append(order, key)
		}
		all[key] = append(all[key], values...)
	}
	for _, key := range order {
		n := canonical(first[key].with(all[key]))
		f, is := n.(family)
		if !is || len(f.list()) <= MaxValues {
			list = append(list, n)
			continue
		}
		for values := range slices.Chunk(f.list(), MaxValues) {
			list = append(list, f.with(values))
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
		list[i], _ = v.(T)
	}
	return list
}

func (d Department) list() []any { return boxed(d.IDs) }

func (d Department) with(values []any) Node { return Department{IDs: unboxed[DepartmentID](values)} }

func (g InGroup) list() []any { return boxed(g.IDs) }

func (g InGroup) with(values []any) Node { return InGroup{unboxed[GroupID](values)} }

func (f Profile) list() []any { return boxed(f.Values) }

func (f Profile) with(values []any) Node {
	f.Values = unboxed[string](values)
	return f
}

func (a Attribute) list() []any { return a.Values }

func (a Attribute) with(values []any) Node { return Attribute{Name: a.Name, Values: values} }

func (r Risk) list() []any { return boxed(r.Levels) }

func (r Risk) with(values []any) Node {
	r.Levels = unboxed[RiskLevel](values)
	return r
}

// At least one event of one type or at least one of another is at least one of either; of other counts it is not.

func (s Simulation) list() []any {
	if s.Count != (Count{}) {
		return nil
	}
	return boxed(s.Types)
}

func (s Simulation) with(values []any) Node {
	s.Types = unboxed[SimulationType](values)
	return s
}

func (t Training) list() []any {
	if t.Count != (Count{}) {
		return nil
	}
	return boxed(t.Types)
}

func (t Training) with(values []any) Node {
	t.Types = unboxed[TrainingType](values)
	return t
}
