package reading

import "muster/internal/criteria"

// term is a criteria tree while it is still being put together.
type term struct {
	op   termOp
	kids []*term
	cond *condition // of a leaf
}

type termOp uint8

const (
	leaf termOp = iota
	allOf
	anyOf
	not
)

func leafOf(c *condition) *term { return &term{cond: c} }

// join combines terms, leaving out the nil ones; nil where nothing is left.
func join(op termOp, kids ...*term) *term {
	var kept []*term
	for _, k := range kids {
		if k != nil {
			kept = append(kept, k)
		}
	}
	switch len(kept) {
	case 0:
		return nil
	case 1:
		return kept[0]
	}
	return &term{op: op, kids: kept}
}

func negate(t *term) *term {
	if t == nil {
		return nil
	}
	if t.op == not {
		return t.kids[0]
	}
	return &term{op: not, kids: []*term{t}}
}

// leaves calls visit for every condition below the term.
func (t *term) leaves(visit func(c *condition, negated bool)) { t.visit(visit, false) }

func (t *term) visit(visit func(*condition, bool), negated bool) {
	if t == nil {
		return
	}
	if t.cond != nil {
		visit(t.cond, negated)
	}
	for _, k := range t.kids {
		k.visit(visit, negated != (t.op == not))
	}
}

// single gives the condition of a term that is one condition or the negation of one.
func (t *term) single() (c *condition, negated bool) {
	for t != nil && t.op == not {
		t, negated = t.kids[0], !negated
	}
	if t == nil {
		return nil, false
	}
	return t.cond, negated
}

// node builds the criteria tree's node.
func (t *term) node(negated bool) criteria.Node {
	switch t.op {
	case leaf:
		return t.cond.node(negated)
	case not:
		return criteria.Not{Of: t.kids[0].node(!negated)}
	}
	var of []criteria.Node
	for _, k := range t.kids {
		of = append(of, k.node(negated))
	}
	if t.op == anyOf {
		return criteria.AnyOf{Of: of}
	}
	return criteria.AllOf{Of: of}
}
