package patch

import (
	"cmp"
	"strings"

	"muster/internal/scim/fault"
	"muster/internal/scim/filter"
	"muster/internal/scim/schema"
)

// Holds tells whether one value of a list meets a value filter.
func Holds(of *schema.Attribute, parts map[string]any, n filter.Node) (bool, error) {
	switch n := n.(type) {
	case filter.And:
		for _, part := range n {
			if holds, err := Holds(of, parts, part); !holds || err != nil {
				return false, err
			}
		}
		return true, nil
	case filter.Or:
		for _, part := range n {
			if holds, err := Holds(of, parts, part); holds || err != nil {
				return holds, err
			}
		}
		return false, nil
	case filter.Not:
		holds, err := Holds(of, parts, n.Of)
		return !holds, err
	case filter.Test:
		return test(of, parts, n)
	default:
		return false, fault.New(fault.InvalidFilter, "a filter in brackets has no brackets itself")
	}
}

func test(of *schema.Attribute, parts map[string]any, t filter.Test) (bool, error) {
	sub := schema.Named(of.Subs, t.Attribute)
	if sub == nil {
		return false, fault.New(fault.InvalidFilter, "%s has no sub-attribute %.100q", of.Name, t.Attribute)
	}
	have := parts[sub.Name]
	if t.Op == filter.Present {
		return have != nil, nil
	}
	want, err := sub.Read(t.Value)
	if err != nil {
		return false, fault.New(fault.InvalidFilter, "%.40q is no value of %s.%s", t.Value, of.Name, sub.Name)
	}
	if sub.Kind == schema.Boolean {
		return testBoolean(of, sub, have, t.Op, want)
	}
	a, isA := have.(string)
	b, isB := want.(string)
	if !isA || !isB {
		return (t.Op == filter.Equal) == (isA == isB) && (t.Op == filter.Equal || t.Op == filter.NotEqual), nil
	}
	if !sub.CaseExact {
		a, b = strings.ToLower(a), strings.ToLower(b)
	}
	return compare(a, t.Op, b), nil
}

func testBoolean(of, sub *schema.Attribute, have any, op filter.Op, want any) (bool, error) {
	if op != filter.Equal && op != filter.NotEqual {
		return false, fault.New(fault.InvalidFilter, "%s.%s is true or false: it is compared by eq and ne", of.Name, sub.Name)
	}
	same := (have == true) == (want == true)
	return same == (op == filter.Equal), nil
}

func compare(a string, op filter.Op, b string) bool {
	switch op {
	case filter.Equal:
		return a == b
	case filter.NotEqual:
		return a != b
	case filter.Contains:
		return strings.Contains(a, b)
	case filter.StartsWith:
		return strings.HasPrefix(a, b)
	case filter.EndsWith:
		return strings.HasSuffix(a, b)
	case filter.Greater:
		return cmp.Compare(a, b) > 0
	case filter.GreaterOrEqual:
		return cmp.Compare(a, b) >= 0
	case filter.Less:
		return cmp.Compare(a, b) < 0
	default:
		return cmp.Compare(a, b) <= 0
	}
}
