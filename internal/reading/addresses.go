package reading

import "muster/internal/criteria"

// addresses reads employees named by their e-mail addresses, one or a list of them: "ana@acme.test, bob@acme.test and
// eve@acme.test".
func (p *parser) addresses(pre *prefix) (*term, kind, verbForm) {
	switch pre.prep {
	case "", "for":
	default:
		return nil, noun, formNone // of ana@acme.test: it is not said what of her
	}
	var list []string
	for end := p.pos; ; {
		s := p.unit(end - p.pos).sense("emailAddress")
		if s == nil || s.key[0] == '@' {
			break
		}
		list = append(list, s.key)
		p.pos = end + 1
		for end < len(p.units) && (end < p.pos || p.units[end].listsMore()) {
			end++
		}
	}
	if len(list) == 0 {
		return nil, noun, formNone
	}
	c := &condition{field: "email", fixed: criteria.Profile{Field: criteria.FieldEmail, Match: criteria.MatchIs, Values: list}}
	return leafOf(c), noun, formNone
}

// listsMore tells whether a unit stands between two items of a plain list.
func (u *unit) listsMore() bool {
	return u.has("and") || u.has("or") || u.has("punct", ",", ";", "\n", "/", "|", "•", "-", "*")
}
