package eval

import (
	"slices"

	"muster/internal/criteria"
)

// Key is something that an employee has and a program can require: a department, or the value of a text field.
type Key struct {
	Department criteria.DepartmentID // 0: it is the field's
	Field      TextField
	Value      string
}

// keyed lists the fields whose values are keys, those that fewer people share first.
var keyed = []TextField{Manager, Location, Country, EmployeeType}

// Keys gives keys one of which everybody has for whom the program holds; none where it requires nothing of that kind. Who asks
// many programs about one employee can leave out those that require other keys.
func (p *Program) Keys() []Key {
	nodes := []criteria.Node{p.root}
	if all, is := p.root.(criteria.AllOf); is {
		nodes = all.Of
	}
	var keys []Key
	best := len(keyed)
	for _, n := range nodes {
		switch n := n.(type) {
		case criteria.Department:
			if n.Missing {
				continue
			}
			keys = nil
			for _, id := range n.IDs {
				keys = append(keys, Key{Department: id})
			}
			return keys
		case criteria.Profile:
			field := textFieldOf[n.Field]
			at := slices.Index(keyed, field)
			if n.Missing || n.Matching() != criteria.MatchIs || at < 0 || at >= best {
				continue
			}
			keys, best = nil, at
			for _, value := range n.Keys() {
				keys = append(keys, Key{Field: field, Value: value})
			}
		}
	}
	return keys
}

// EachKey visits the employee's keys.
func (f *Facts) EachKey(visit func(Key)) {
	for _, id := range f.Departments {
		visit(Key{Department: id})
	}
	for _, field := range keyed {
		visit(Key{Field: field, Value: f.Text[field]})
	}
}
