package reading

import "muster/internal/criteria"

// exception reads "except …", with its list, as a negation.
func (p *parser) exception() (element, bool) {
	e := element{from: p.pos, kind: place, except: true}
	p.negators = append(p.negators, p.pos)
	p.pos++
	for p.unit(0).has("det") || p.unit(0).has("pronoun") && !p.unit(0).has("people") || p.punct(":") {
		p.pos++
	}
	var first kind
	headed, ofField := p.peopleOperand(), e.from > 0 && p.units[e.from-1].has("field") // "a title other than Recruiter | in Finance"
	count := 0
	inner := p.sequence(func(c connector) bool {
		defer func() { count++ }()
		u := p.unit(0)
		switch {
		case count == 0:
			return false
		case c.op == contrast || c.op == separator || u.has("except"):
			return true
		case c.op == juxtaposed:
			return ofField || !headed && (u.has("rel") || u.has("whose") || p.finite(u))
		case p.adds(c):
			return true // excluding Sales, plus anyone at high risk
		case c.op == comma || c.comma:
			return !p.continuesList(c, headed)
		}
		return !p.continuesList(c, headed)
	})
	if len(inner) > 0 {
		first = inner[0].kind
	}
	_ = first
	if len(inner) == 1 && len(inner[0].alts) > 1 {
		e.term = negate(p.coordinate(&inner[0], true))
	} else {
		e.term = negate(p.resolveUnion(inner))
	}
	e.to = p.pos
	if e.term == nil {
		p.unitReport(refusal, CodeScopeNegation, e.from, max(e.to, e.from+1), "It is not clear who is to be left out.")
		return e, false
	}
	return e, true
}

// adds tells whether a connector adds people to a group and not to an exception: "plus".
func (p *parser) adds(c connector) bool {
	for i := c.at; i < p.pos && i < len(p.units); i++ {
		switch p.tokens[p.units[i].from].fold {
		case "plus", "ademas", "alem", "mas", "mais":
			return p.units[i].has("and") || p.units[i].has("addition")
		}
	}
	return false
}

// peopleOperand tells whether an exception names people, whom "who" then describes further, and not only values.
func (p *parser) peopleOperand() bool {
	u := p.unit(0)
	for i := 1; u.has("prep") || u.has("det") && !u.has("people"); i++ {
		u = p.unit(i)
	}
	return u.has("people") || u.has("rel") || u.has("type") || u.has("cond") || u.has("agent") || u.has("status") || u.has("level") ||
		len(u.values()) > 0 && p.unit(p.unitAt(u)-p.pos+1).has("people")
}

// including reads "including disabled accounts": whatever the account's status.
func (p *parser) including() (element, bool) {
	e := element{from: p.pos, kind: place, except: true}
	at := p.pos
	p.pos++
	for u := p.unit(0); u.has("det") || u.has("prep") || u.has("people") || u.has("pronoun"); u = p.unit(0) {
		p.pos++
	}
	if !p.unit(0).has("status") {
		p.unread(at)
		return e, false
	}
	p.pos++
	for p.unit(0).has("people") || p.unit(0).has("pronoun") {
		p.pos++
	}
	e.to = p.pos
	e.term = leafOf(&condition{fixed: criteria.Profile{Field: criteria.FieldStatus, Values: []string{"ACTIVE", "DISABLED"}}})
	return e, true
}

// resolveUnion resolves the operand of an exception: coordinated people in it are all left out.
func (p *parser) resolveUnion(seq []element) *term {
	var groups, terms []*term
	for i := range seq {
		if e := &seq[i]; i > 0 && e.kind != verb && (e.joined == conjunction || e.joined == disjunction || e.joined == comma) {
			groups, terms = append(groups, join(allOf, terms...)), nil // "excluding Sales | and contractors"
		}
		terms = append(terms, p.resolveElement(&seq[i], true))
	}
	return join(anyOf, append(groups, join(allOf, terms...))...)
}

// finite tells whether a verb begins here.
func (p *parser) finite(u *unit) bool {
	s := u.sense("event")
	return s != nil && s.form == formPast
}

// continuesList tells whether what follows the connector still belongs to an exception's list.
func (p *parser) continuesList(c connector, headed bool) bool {
	u := p.unit(0)
	for i := 0; u.has("det") || u.has("prep"); i++ {
		u = p.unit(i + 1)
	}
	if u.has("people") || u.has("type") || u.has("cond") || u.has("mode") || u.has("agent") || u.has("status") || u.has("level") || u.has("emailAddress") {
		return true
	}
	if len(u.values()) > 0 {
		return true
	}
	return headed && c.op != comma && (u.has("event") || u.has("aux") || u.has("rel"))
}
