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
	start := p.pos
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
	if len(list) == 0 || len(list) == 1 && !pre.coordinated && !p.introduced(start) {
		p.pos = start
		return nil, noun, formNone
	}
	c := &condition{field: "email", fixed: criteria.Profile{Field: criteria.FieldEmail, Match: criteria.MatchIs, Values: list}}
	return leafOf(c), noun, formNone
}

// introduced tells whether words for people, or for leaving them out, stand before a single address at a unit: by itself it
// does not say that a group is wanted ("is ana@acme.test at high risk?").
func (p *parser) introduced(at int) bool {
	for at--; at >= 0 && (p.units[at].has("det") || p.units[at].has("punct", ":")); at-- {
	}
	return at >= 0 && (p.units[at].has("people") || p.units[at].has("except") || p.units[at].has("but"))
}

// listsMore tells whether a unit stands between two items of a plain list.
func (u *unit) listsMore() bool {
	return u.has("and") || u.has("or") || u.has("punct", ",", ";", "\n", "/", "|", "•", "-", "*")
}
