package reading

import "strings"

// listHead tells which of the listed conditions the words before a colon ask for ("any of the following:"), "" where no list begins.
func (p *parser) listHead() string {
	s := p.unit(0).sense("listhead")
	if s == nil {
		return ""
	}
	if next := p.unit(1); !next.has("punct", ":") && !next.has("punct", "\n") {
		return ""
	}
	return s.key
}

// listed reads the conditions that a list's head announces, each item by itself: "any of: high risk, overdue training".
func (p *parser) listed(head string) (element, bool) {
	e := element{from: p.pos, kind: place, except: true}
	if head == "none" {
		p.negators = append(p.negators, p.pos)
	}
	for p.pos++; p.punct(":", "\n"); p.pos++ {
	}
	var items []*term
	for p.unit(0) != nil && !p.punct(")") {
		start, count := p.pos, 0
		seq := p.sequence(func(c connector) bool {
			count++
			return count > 1 && (c.op == comma || c.op == separator || c.comma || len(items) > 0 && (c.op == conjunction || c.op == disjunction))
		})
		if t := p.resolve(seq); t != nil {
			items = append(items, t)
		}
		p.connector()
		if p.pos == start {
			break
		}
	}
	e.to = p.pos
	switch head {
	case "any":
		e.term = join(anyOf, items...)
	case "none":
		e.term = negate(join(anyOf, items...))
	default:
		e.term = join(allOf, items...)
	}
	if len(items) < 2 {
		p.unitReport(unresolved, CodeUnknownConcept, e.from, e.to, "Something is missing here.")
	}
	return e, e.term != nil
}

// purpose skips what the group is wanted for: "we want to train everyone who …".
func (p *parser) purpose() {
	i := p.pos
	for i < len(p.units) && (p.units[i].has("filler") || p.units[i].has("opening")) && !p.units[i].has("rel") {
		i++
	}
	if i == p.pos || i >= len(p.units) || !p.wanting(i) {
		return
	}
	for i < len(p.units) && p.units[i].has("prep", "to") {
		i++
	}
	if i >= len(p.units) || !p.infinitive(&p.units[i]) {
		return
	}
	i++
	for i < len(p.units) && (p.units[i].has("prep", "to") || p.units[i].has("det")) && !p.units[i].has("people") {
		i++
	}
	if i < len(p.units) && (p.units[i].has("people") || p.units[i].has("everyone") || p.units[i].has("type") || p.units[i].has("cond") || p.units[i].has("agent")) {
		p.pos = i
	}
}

// wanting tells whether one of the words up to unit i says that something is wanted.
func (p *parser) wanting(i int) bool {
	for _, t := range p.tokens[:p.units[i].from] {
		switch t.fold {
		case "want", "need", "like", "wish", "quiero", "queremos", "necesito", "necesitamos", "gustaria", "quisiera", "quero", "preciso", "precisamos", "gostaria", "queria":
			return true
		}
	}
	return false
}

// infinitive tells whether a unit may be what is to be done with the people.
func (p *parser) infinitive(u *unit) bool {
	if word := p.tokens[u.from].fold; u.has("command") ||
		len(u.senses) == 0 && p.lang != english && (strings.HasSuffix(word, "ar") || strings.HasSuffix(word, "er") || strings.HasSuffix(word, "ir")) {
		return true
	}
	s := u.sense("event")
	return s != nil && s.form == formBase
}
