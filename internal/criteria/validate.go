package criteria

import (
	"fmt"
	"reflect"
	"slices"

	"muster/internal/errs"
)

// Validate tells whether the tree says something that both compilers understand: every required part is there,
// every word is a known one, every number and text is in bounds, no window or range is empty on the face of it.
// The error has errs.CodeInvalid and begins with the path of the node: "$.allOf[1].simulation.types: ...". The
// first fault is reported; the work is bounded by the limits, whatever the tree.
func (t Tree) Validate() error {
	var v validation
	return v.node(t.Root, "$", 0)
}

// place is a path into the tree's JSON.
type place string

func (p place) field(name string) place { return p + "." + place(name) }

func (p place) item(i int) place { return place(fmt.Sprintf("%s[%d]", p, i)) }

func (p place) invalid(format string, args ...any) error {
	return errs.New(errs.CodeInvalid, "%s: %s", p, fmt.Sprintf(format, args...))
}

// validation is one run over a tree.
type validation struct{ leaves int }

func (v *validation) node(n Node, p place, depth int) error {
	if depth > MaxDepth {
		return p.invalid("the tree is deeper than %d", MaxDepth)
	}
	switch n := n.(type) {
	case nil:
		return p.invalid("a condition is missing")
	case AllOf:
		return v.list(n.Of, p.field(n.key()), depth)
	case AnyOf:
		if len(n.Of) == 0 {
			return p.field(n.key()).invalid("give at least one condition")
		}
		return v.list(n.Of, p.field(n.key()), depth)
	case Not:
		return v.node(n.Of, p.field(n.key()), depth+1)
	case condition:
		if reflect.TypeOf(n).Kind() == reflect.Pointer {
			break // has the methods, yet is none of the closed set
		}
		if says, ok := n.(interface{ saysNone() bool }); ok && says.saysNone() && depth == MaxDepth {
			return p.invalid("the tree is deeper than %d, as a count of none is a level too", MaxDepth)
		}
		if err := v.leaf(p); err != nil {
			return err
		}
		return n.validate(p.field(n.key()))
	}
	return p.invalid("unknown condition")
}

func (v *validation) list(nodes []Node, p place, depth int) error {
	if len(nodes) == 0 {
		return v.leaf(p)
	}
	for i, n := range nodes {
		if err := v.node(n, p.item(i), depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (v *validation) leaf(p place) error {
	if v.leaves++; v.leaves > MaxConditions {
		return p.invalid("the tree has more than %d conditions", MaxConditions)
	}
	return nil
}

// someOf checks that there is at least one word and that each is one of those.
func someOf[T ~string](words []T, of []T, p place) error {
	if len(words) == 0 {
		return p.invalid("give at least one of %s", of)
	}
	return onlyOf(words, of, p)
}

// onlyOf checks that each word is one of those.
func onlyOf[T ~string](words []T, of []T, p place) error {
	if len(words) > MaxValues {
		return p.invalid("more than %d", MaxValues)
	}
	for i, word := range words {
		if err := oneOf(word, of, p.item(i)); err != nil {
			return err
		}
	}
	return nil
}

func oneOf[T ~string](word T, of []T, p place) error {
	if slices.Contains(of, word) {
		return nil
	}
	return p.invalid("%.40q is not one of %s", string(word), of)
}

// refs checks a list of ids, which may be empty.
func refs[T ~int64](ids []T, p place) error {
	if len(ids) > MaxValues {
		return p.invalid("more than %d ids", MaxValues)
	}
	for i, id := range ids {
		if id <= 0 {
			return p.item(i).invalid("not an id")
		}
	}
	return nil
}
