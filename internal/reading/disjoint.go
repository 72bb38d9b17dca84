package reading

import (
	"slices"
	"strings"

	"muster/internal/criteria"
)

// A field with one value per person cannot have two: "in Legal and in Finance" means either, and where the words do not
// allow that reading, the description says nothing that could hold.

// disjoint tells whether nobody can meet both conditions, as they ask for different values of one field.
func (p *parser) disjoint(a, b *condition) bool {
	if a == nil || b == nil || a.field == "" || a.field != b.field {
		return false
	}
	switch x := a.fixed.(type) {
	case criteria.Department:
		y, ok := b.fixed.(criteria.Department)
		return ok && p.apart(x.IDs, y.IDs)
	case criteria.Profile:
		y, ok := b.fixed.(criteria.Profile)
		return ok && !x.Missing && !y.Missing && x.Match == criteria.MatchIs && y.Match == criteria.MatchIs &&
			!slices.ContainsFunc(x.Values, func(v string) bool { return slices.Contains(y.Values, v) })
	case criteria.Attribute:
		y, ok := b.fixed.(criteria.Attribute)
		return ok && len(x.Values) > 0 && len(y.Values) > 0 && !slices.ContainsFunc(x.Values, func(v any) bool { return slices.Contains(y.Values, v) })
	}
	return false
}

// apart tells whether no department of one list is the same as, above or below one of the other.
func (p *parser) apart(a, b []criteria.DepartmentID) bool {
	path := map[criteria.DepartmentID]string{}
	for _, d := range p.r.catalog.Departments {
		path[d.ID] = d.Path + "/"
	}
	for _, x := range a {
		for _, y := range b {
			if strings.HasPrefix(path[x], path[y]) || strings.HasPrefix(path[y], path[x]) {
				return false
			}
		}
	}
	return true
}

// leading gives the condition of a term that stands first in it and holds for everybody in it, nil where there is none.
func (t *term) leading() *condition {
	if t != nil && t.op == allOf {
		t = t.kids[0]
	}
	if c, negated := t.single(); !negated {
		return c
	}
	return nil
}

// apartByField tells whether every two of the terms ask for different values of one field.
func (p *parser) apartByField(terms []*term) bool {
	for i, a := range terms {
		for _, b := range terms[i+1:] {
			if !p.disjoint(a.leading(), b.leading()) {
				return false
			}
		}
	}
	return true
}

// eitherOf joins neighbours that nobody can be both of: "contractors; interns", "in Legal (or Finance)".
func (p *parser) eitherOf(seq []element, terms []*term) []*term {
	var kept []*term
	for i, t := range terms {
		if t == nil {
			continue
		}
		if n := len(kept) - 1; n >= 0 && kept[n].op != allOf && t.op == leaf && p.disjoint(kept[n].first(), t.cond) {
			p.unitReport(review, CodeScopeAndOr, seq[i].from, seq[i].to, "Nobody has two of these at once: read as either.")
			kept[n] = join(anyOf, kept[n], t)
			continue
		}
		kept = append(kept, t)
	}
	return kept
}

// first gives the condition of a leaf, or of the first of alternatives.
func (t *term) first() *condition {
	for t.op == anyOf {
		t = t.kids[0]
	}
	return t.cond
}

// allNegated tells whether every term is a negation: "neither contractors nor interns".
func allNegated(terms []*term) bool {
	return !slices.ContainsFunc(terms, func(t *term) bool { return t == nil || t.op != not })
}

// checkContradictions reports two conditions of one conjunction that nobody can meet both of.
func (p *parser) checkContradictions(t *term) {
	if t == nil {
		return
	}
	for _, k := range t.kids {
		p.checkContradictions(k)
	}
	if t.op != allOf {
		return
	}
	for i, a := range t.kids {
		for _, b := range t.kids[i+1:] {
			if a.op == leaf && b.op == leaf && p.disjoint(a.cond, b.cond) {
				effect := unresolved
				if p.together {
					effect = review
				}
				p.report(effect, CodeContradiction, 0, len(p.tokens), "Nobody has two of these at once; write \"or\" between them where either is meant.")
			}
		}
	}
}
