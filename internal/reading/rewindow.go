package reading

import "muster/internal/criteria"

// secondWindow adds a further window to the phrase before it: "this quarter or last quarter", "in the last 90 days but
// not in the last 30", "after 2022 but before 2025". It answers false where the words do not say how the two combine.
func (p *parser) secondWindow(seq []element, at int) bool {
	w := seq[at]
	if at == 0 || w.join.op == juxtaposed || w.join.op == separator || w.join.op == sequence {
		return false
	}
	c, negated := lastPhrase(seq[at-1]).term.single()
	if c == nil || negated || c.span == nil || c.order != nil || c.kind != dateCondition && !c.event() || w.window.kind != spanWindow && w.window.kind != spanAgo {
		return false
	}
	alone := len(seq[at-1].alts) == 0
	switch {
	case w.negated && w.join.op != disjunction && alone && w.window.kind == spanWindow:
		c.without = append(c.without, w.window.window)
	case w.negated:
		return false
	case w.join.op == disjunction:
		both := *c.span
		both.or = append(append([]criteria.Window(nil), both.or...), append([]criteria.Window{w.window.window}, w.window.or...)...)
		c.span = &both
	case oneSided(c.span.window, w.window.window):
		c.span = &timeSpan{window: met(c.span.window, w.window.window)}
	case c.event() && alone && w.join.op != comma:
		c.also = append(c.also, w.window.window)
	default:
		return false
	}
	return true
}

// oneSided tells whether one window only begins and the other only ends.
func oneSided(a, b criteria.Window) bool {
	begins := func(w criteria.Window) bool { return w.From != nil && w.To == nil && w.Through == nil }
	ends := func(w criteria.Window) bool { return w.From == nil && (w.To != nil || w.Through != nil) }
	return begins(a) && ends(b) || ends(a) && begins(b)
}

// met gives the window of what is in two one-sided ones.
func met(a, b criteria.Window) criteria.Window {
	if a.From == nil {
		a, b = b, a
	}
	return criteria.Window{From: a.From, To: b.To, Through: b.Through}
}

// inWindows builds the condition with each further window: in this one too, or not in that one.
func (c *condition) inWindows(negated bool) criteria.Node {
	base := *c
	base.also, base.without = nil, nil
	of := []criteria.Node{base.node(negated)}
	in := func(w criteria.Window) criteria.Node {
		one := base
		one.span = &timeSpan{window: w}
		return one.node(negated)
	}
	for _, w := range c.also {
		of = append(of, in(w))
	}
	for _, w := range c.without {
		of = append(of, criteria.Not{Of: in(w)})
	}
	return criteria.AllOf{Of: of}
}

// afterwards reads "and completed no training afterwards": later than the event before it; "no" is counted from its last.
func (p *parser) afterwards(f *frame, u *unit) bool {
	if f.cat == "" || f.order != nil || p.lastEvent == nil || !u.has("thenword") && !u.has("order", "since") {
		return false
	}
	if next := p.unit(1); next != nil && !next.has("punct") {
		return false
	}
	none := f.concord || f.negated || f.amount != nil && f.amount.hasMax && f.amount.max == 0
	f.order = &ordering{relation: "after", anchor: p.lastEvent, last: none}
	if f.span != nil && f.span.within && f.spanUnit == p.pos-1 {
		f.order.within, f.span = f.span.window.From.Ago, nil
	}
	return true
}
