package reading

import "muster/internal/criteria"

// attributePhrase reads a custom attribute, whose name is the next units, with its value: "workMode = hybrid", "costCenter
// above 4000", "contractEnd is a date before 2027-01-01", "no badge".
func (p *parser) attributePhrase(pre *prefix, name string, named int) (*term, kind, verbForm) {
	start := p.pos
	p.pos += named
	behind := p.pos
	_, negated := p.comparison()
	c := p.attributeValue(name)
	if c == nil {
		p.pos = behind
		if !pre.negated && !pre.have && pre.prep != "with" {
			p.pos = start
			return nil, noun, formNone
		}
		c, negated = &condition{fixed: criteria.Attribute{Name: name, Missing: true}}, !pre.negated
		pre.negated = false
	}
	t := leafOf(c)
	if negated {
		t = negate(t)
		p.negators = append(p.negators, start)
	}
	k := verb
	if pre.prep != "" && !pre.rel {
		k = place
	}
	return t, p.headed(pre, k), formNone
}

// attributeValue reads values, a range of numbers or a window of dates; nil where none follows.
func (p *parser) attributeValue(name string) *condition {
	f := inAttribute + field(name)
	dated := p.unit(0).has("dateword")
	if dated {
		p.pos++
	}
	numeric := p.unit(0).has("numberword")
	if numeric {
		p.pos++
	}
	switch u := p.unit(0); {
	case u.has("come") && dated:
		p.pos++
		return &condition{fixed: criteria.Attribute{Name: name, Window: &criteria.Window{}}}
	case u.has("span") && !numeric && len(u.values(f)) == 0:
		w := u.span().window
		if u.span().ends {
			w.To, w.Through = nil, w.To
		}
		p.pos++
		return &condition{fixed: criteria.Attribute{Name: name, Window: &w}}
	case u.has("amount") && !u.amount().bare:
		r := u.amount().numbers()
		p.pos++
		i := 1
		for p.unit(i).has("prep") {
			i++
		}
		if next := p.unit(i).amount(); p.unit(0).has("and") && next != nil && !next.bare {
			more := next.numbers()
			r.LT, r.LTE = more.LT, more.LTE
			p.pos += i + 1
		}
		return &condition{fixed: criteria.Attribute{Name: name, Range: &r}}
	}
	var values []any
	for {
		v := p.oneValue(f)
		if v == nil {
			return nil
		}
		values = append(values, v)
		i := 0
		for p.unit(i).has("or") || p.unit(i).has("nor") || p.unit(i).has("and") || p.unit(i).has("punct", ",") {
			i++
		}
		back := p.pos
		if p.pos += i; i == 0 || !p.valueHere(f) {
			p.pos = back
			return &condition{field: f, fixed: criteria.Attribute{Name: name, Values: values}}
		}
	}
}

// valueHere tells whether a value of the attribute stands here.
func (p *parser) valueHere(f field) bool {
	back := p.pos
	v := p.oneValue(f)
	p.pos = back
	return v != nil
}

// oneValue reads one value of an attribute: one that somebody has, a number, true or false, or a quoted text.
func (p *parser) oneValue(f field) any {
	if p.unit(0).has("numberword") {
		p.pos++
	}
	u := p.unit(0)
	var v any
	switch {
	case len(u.values(f)) > 0:
		v = u.values(f)[0].value
	case u.has("mode") && f == inAttribute+"workMode":
		v = u.sense("mode").key
	case u.has("quoted"):
		v = u.sense("quoted").key
	case u.has("boolean"):
		v = u.sense("boolean").key == "true"
	case u.has("amount") && u.amount().bare:
		v = u.amount().min
	default:
		return nil
	}
	p.pos++
	return v
}
