package reading

// leadingOrder reads an order that stands before the verb: "who, within 2 weeks after they completed a course, clicked". It
// leaves the place at the last unit that it used.
func (p *parser) leadingOrder(pre *prefix) bool {
	back, found := p.pos, len(p.findings)
	o := &ordering{}
	if s := p.unit(0).sense("span"); s != nil {
		span := s.value.(*timeSpan)
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
	if anchor.isEvent() && p.punct(",") {
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
