package reading

import (
	"slices"

	"muster/internal/criteria"
)

// sinceThen tells whether "since" at hand means after the event that was told before: "and have since completed", "y desde
// entonces han completado".
func (p *parser) sinceThen() bool {
	u := p.unit(0)
	if !u.has("order", "since") || u.has("span") || p.lastEvent == nil {
		return false
	}
	switch p.tokens[u.to-1].fold {
	case "then", "entonces", "entao":
		return true
	}
	next, before := p.unit(1), p.unit(-1)
	return (before.has("aux") || before.has("neg")) && next.has("event") && next.sense("event").form == formPast
}

// dateNext gives the offset behind a date of the person that stands at the offset, such as "being hired" or "their last login"; 0 where
// there is none.
func (p *parser) dateNext(i int) int {
	for u := p.unit(i); u.has("det") || u.has("pronoun") || u.has("aux") || u.has("people") || u.has("last") || u.has("first") || u.has("filler") && !u.has("hire"); u = p.unit(i) {
		i++
	}
	if u := p.unit(i); !u.has("hire") && !u.has("login") && !u.has("noun", "login") && !u.has("created") && !u.has("field", "hiredOn") && !u.has("field", "lastLogin") && !u.has("tenure") {
		return 0
	}
	return i + 1
}

// unordered reports an order that no tree can say: one with a date of the person.
func (p *parser) unordered(from, to int) {
	p.unitReport(unresolved, CodeUnsupportedSequence, from, to, "Only what happened with simulations and courses can be put in order.")
	p.pos = to
}

// leadingOrder reads an order that stands before the verb: "who, within 2 weeks after they completed a course, clicked". It
// leaves the place at the last unit that it used.
func (p *parser) leadingOrder(pre *prefix) bool {
	back, found := p.pos, len(p.findings)
	o := &ordering{}
	if span := p.unit(0).span(); span != nil {
		if span.hasAgo || span.window.From == nil || span.window.From.Ago == nil || span.window.To != nil {
			return false
		}
		o.within = span.window.From.Ago
		p.pos++
	}
	o.relation = p.unit(0).sense("order").key
	p.pos++
	for u := p.unit(0); u.has("det") || u.has("pronoun") || u.has("aux") || u.has("people") || u.has("filler"); u = p.unit(0) {
		p.pos++
	}
	anchor := &frame{from: p.pos}
	p.gather(anchor)
	more := 1
	for p.unit(more).has("filler") {
		more++
	}
	if anchor.isEvent() && p.punct(",") && p.unit(more) != nil {
		c, negated := p.settleFrame(anchor, &prefix{}).single()
		if c != nil && !negated && c.event() && !anchor.first {
			o.anchor, o.last, c.last = c, anchor.last, false
			pre.order = o
			return true
		}
	}
	p.pos, p.findings = back, p.findings[:found]
	return false
}

// verbNext tells whether the name of an event stands next: "of completing", "de completar".
func (p *parser) verbNext() bool {
	i := 1
	for p.unit(i).has("det") || p.unit(i).has("aux") {
		i++
	}
	u := p.unit(i)
	return u.has("event") && !u.has("object") || u.has("noun") || p.dateNext(1) > 0
}

// orderPart reads "after completing …", "since their last click", "before clicking".
func (p *parser) orderPart(f *frame, relation string) bool {
	back, found := p.pos, len(p.findings)
	o := &ordering{relation: relation}
	p.pos++
	anchor := &frame{from: p.pos}
	for u := p.unit(0); u.has("det") || u.has("pronoun") || u.has("aux") || u.has("people") || u.has("filler"); u = p.unit(0) {
		p.pos++
	}
	if to := p.dateNext(0); to > 0 {
		from := back
		if f.span != nil && f.spanUnit == back-1 {
			from, f.span = back-1, nil
		}
		p.unordered(from, p.pos+to)
		return true
	}
	p.gather(anchor)
	if !anchor.isEvent() {
		p.pos, p.findings = back, p.findings[:found]
		return false
	}
	before := p.namedCondition
	if len(f.campaigns)+len(f.courses) > 0 { // "completed Phishing Basics after starting it"
		p.namedCondition = &condition{kind: simulationCondition, campaigns: idsIn(f.campaigns)}
		if len(f.courses) > 0 {
			p.namedCondition = &condition{kind: trainingCondition, courses: idsIn(f.courses)}
		}
	}
	t := p.settleFrame(anchor, &prefix{})
	p.namedCondition = before
	c, negated := t.single()
	if c == nil || negated || !c.event() {
		p.pos, p.findings = back, p.findings[:found]
		return false
	}
	o.anchor, o.last = c, anchor.last
	c.last = false
	if anchor.first {
		p.unitReport(unresolved, CodeUnsupportedSequence, back, p.pos, "Order can be counted from any or from the last such event, not from the first.")
	}
	if f.span != nil && f.spanUnit == back-1 && !f.span.hasAgo && f.span.window.From != nil && f.span.window.From.Ago != nil && f.span.window.To == nil {
		o.within, f.span = f.span.window.From.Ago, nil
		if slices.Contains(c.sim, criteria.Sent) && len(anchor.objects)+len(c.campaigns)+len(f.campaigns)+len(f.courses) == 0 && !f.has("training") {
			p.unitReport(review, CodeUnsupportedSequence, back, p.pos, "Counted from any simulation received; name the campaign to count from that one.")
		}
	}
	if f.span != nil && f.spanUnit == back-1 && f.span.kind == spanAgo && !f.span.hasAgo {
		p.unitReport(unresolved, CodeUnsupportedSequence, f.spanUnit, p.pos, "How long after can only be asked as \"within 30 days of\".")
	}
	f.order = o
	return true
}
