package reading

import (
	"reflect"
	"slices"
)

// resolve makes one term of a sequence: everything in it holds.
func (p *parser) resolve(seq []element) *term {
	var terms []*term
	for i := range seq {
		if seq[i].window != nil && !p.secondWindow(seq, i) {
			p.giveWindow(seq, i)
		}
	}
	for i := range seq {
		terms = append(terms, p.resolveElement(&seq[i], false))
	}
	return join(allOf, p.eitherOf(seq, terms)...)
}

func (p *parser) resolveElement(e *element, union bool) *term {
	if len(e.alts) < 2 {
		return e.term
	}
	return p.coordinate(e, union)
}

// coordinate makes one term of coordinated phrases: but binds loosest, then or, then and.
func (p *parser) coordinate(e *element, union bool) *term {
	e.groupClauses()
	terms := make([]*term, len(e.alts))
	p.settleCommas(e)
	p.shareWindow(e)
	p.shareObject(e)
	for i, alt := range e.alts {
		terms[i] = p.resolve(alt)
	}
	p.extendNegation(e, terms)
	return p.precedence(e, terms, union)
}

// groupClauses puts together what one "who" opens, where each of several does: "who clicked or reported | and who is in Sales".
func (e *element) groupClauses() {
	var alts [][]element
	var ops []connector
	for i := 0; i < len(e.alts); {
		end := i + 1
		for end < len(e.alts) && !e.alts[end][0].firstPhrase().rel {
			end++
		}
		if i == 0 && end == len(e.alts) {
			return
		}
		if i > 0 {
			ops = append(ops, e.ops[i-1])
		}
		if group := e.alts[i:end]; len(group) == 1 {
			alts = append(alts, group[0])
		} else {
			first, last := group[0][0], group[len(group)-1]
			alts = append(alts, []element{{kind: first.kind, rel: first.rel, alts: group, ops: e.ops[i : end-1], from: first.from, to: last[len(last)-1].to}})
		}
		i = end
	}
	e.alts, e.ops = alts, ops
}

// precedence groups the alternatives by what stands between them.
func (p *parser) precedence(e *element, terms []*term, union bool) *term {
	var ands, ors, run []*term
	var ored, anded bool
	closeRun := func() {
		ors = append(ors, p.conjoin(e, run, union))
		run = nil
	}
	closeOr := func() {
		closeRun()
		ands = append(ands, join(anyOf, ors...))
		ors = nil
	}
	run = append(run, terms[0])
	for i, c := range e.ops {
		next := terms[i+1]
		switch {
		case c.op == contrast || c.op == conjunction && c.comma && len(ors) > 0 && e.alts[i+1][0].firstPhrase().rel:
			closeOr()
		case c.op == disjunction:
			closeRun()
			ored = true
		case c.op == sequence:
			if t := p.inOrder(terms[i], next); t != nil && len(run) > 0 {
				run = append(run[:len(run)-1], t)
				continue
			}
			anded = true
		default:
			anded = true
		}
		run = append(run, next)
	}
	closeOr()
	if ored && anded {
		p.unitReport(review, CodeScopeAndOr, e.from, e.to, "\"and\" was read before \"or\". Use parentheses for another grouping.")
	}
	return join(allOf, ands...)
}

// conjoin joins terms that "and" connects. Values of one single-valued field, and kinds of people, mean either.
func (p *parser) conjoin(e *element, terms []*term, union bool) *term {
	if len(terms) < 2 || slices.ContainsFunc(e.ops, func(c connector) bool { return c.both }) {
		return join(allOf, terms...)
	}
	if allNegated(terms) && !union {
		return join(allOf, terms...)
	}
	if union && e.kind != verb {
		return join(anyOf, terms...)
	}
	if sameField(terms) || e.kind == place && p.apartByField(terms) {
		p.unitReport(noted, CodeScopeAndOr, e.from, e.to, "Nobody has two of these at once: read as either.")
		return join(anyOf, terms...)
	}
	if e.kind == noun || parallelPeople(e) || opensAnew(*e) {
		p.unitReport(review, CodeScopeAndOr, e.from, e.to, "Read as the ones and the others together.")
		return join(anyOf, terms...)
	}
	return join(allOf, terms...)
}

// parallelPeople tells whether whole descriptions of people are coordinated.
func parallelPeople(e *element) bool {
	if len(e.alts[0]) < 2 {
		return false
	}
	for _, alt := range e.alts {
		if len(alt) < 2 || alt[0].kind == verb {
			return false
		}
	}
	return true
}

// sameField tells whether all terms are values of one field that has one value per person.
func sameField(terms []*term) bool {
	first, _ := terms[0].single()
	for _, t := range terms {
		c, negated := t.single()
		if c == nil || negated || c.field == "" || c.field != first.field || c.kind == riskCondition && !sameSpan(c, first) {
			return false
		}
	}
	return true
}

// sameSpan tells whether two conditions have the same window: high risk in one may well go with low risk in another.
func sameSpan(a, b *condition) bool {
	return a.span == b.span || a.span != nil && b.span != nil && reflect.DeepEqual(a.span.window, b.span.window)
}

// settleCommas gives each comma of a list the operator that ends the list.
func (p *parser) settleCommas(e *element) {
	next, negate := juxtaposed, false
	for i := len(e.ops) - 1; i >= 0; i-- {
		if e.ops[i].op != comma {
			negate = e.ops[i].negate
			if next = e.ops[i].op; next == contrast || next == sequence {
				next = conjunction
			}
			continue
		}
		if next != juxtaposed {
			e.ops[i].op, e.ops[i].negate = next, negate
			continue
		}
		e.ops[i].op = conjunction
	}
}

// only gives the one condition of an alternative that is a single phrase.
func only(alt []element) *condition {
	if len(alt) != 1 || len(alt[0].alts) > 1 {
		return nil
	}
	c, _ := alt[0].term.single()
	return c
}

// shareWindow gives the window behind the last of coordinated verbs to those before it that have none, and the one
// before the first verb to those after it.
func (p *parser) shareWindow(e *element) {
	last := len(e.alts) - 1
	c := only(e.alts[last])
	ofOrder := c != nil && c.span != nil && c.span.within && e.ops[last-1].op == sequence // "clicked, then reported within 2 days"
	if c != nil && c.span != nil && !ofOrder && !c.leading && !e.alts[last][0].rel {
		shared := false
		for _, alt := range e.alts[:last] {
			if other := only(alt); other != nil && other.windowed() && (other.event() || other.kind == dateCondition && other.date == c.date) {
				if c.kind == dateCondition && c.span.kind == spanAgo && other.event() {
					continue // reported none, not logged in for 30 days
				}
				other.span, other.spanUnit, shared = c.span, c.spanUnit, true
			}
		}
		if shared && (e.alts[last][0].negated || c.span.within && e.ops[last-1].op == conjunction) {
			p.unitReport(review, CodeWindowScope, c.spanUnit, c.spanUnit+1, "This window was applied to every verb before it.")
		}
	}
	if first := only(e.alts[0]); first != nil && first.span != nil && first.leading {
		for _, alt := range e.alts[1:] {
			if other := only(alt); other != nil && other.windowed() && other.event() && !alt[0].rel {
				other.span, other.spanUnit, other.leading = first.span, first.spanUnit, true
			}
		}
	}
}

// shareObject gives the campaign or course named behind the last of coordinated verbs to those before it that have no object.
func (p *parser) shareObject(e *element) {
	last := len(e.alts) - 1
	c := only(e.alts[last])
	if c == nil || len(c.campaigns)+len(c.courses)+len(c.templates)+len(c.channels) == 0 || e.alts[last][0].rel {
		return
	}
	for _, alt := range e.alts[:last] {
		other := only(alt)
		if other != nil && other.kind == c.kind && !other.hasObject && !alt[0].negated {
			other.campaigns, other.courses, other.templates, other.channels = c.campaigns, c.courses, c.templates, c.channels
		}
	}
}

// extendNegation lets a negated verb's "not" reach over the alternatives after it that "or" adds: "never clicked or replied".
func (p *parser) extendNegation(e *element, terms []*term) {
	for i := 0; i+1 < len(e.alts); i++ {
		from, next := e.alts[i], e.alts[i+1]
		if e.ops[i].negate && from[0].negated && !next[0].negated && !next[0].rel { // not contractors, | interns nor …
			terms[i+1] = negate(terms[i+1])
			next[0].negated = true
			continue
		}
		if len(from) != 1 || len(next) != 1 || !from[0].negated || next[0].negated || next[0].rel || e.ops[i].op != disjunction {
			continue
		}
		if from[0].kind != next[0].kind || from[0].form != next[0].form && from[0].form != formNone && next[0].form != formNone {
			continue
		}
		terms[i+1] = negate(terms[i+1])
		next[0].negated = true
		e.ops[i].op = conjunction
		if a, b := only(from), only(next); a != nil && b != nil && a.allTime {
			b.allTime = b.span == nil
		}
	}
}

// inOrder makes "clicked, then reported": the second later than the first.
func (p *parser) inOrder(first, second *term) *term {
	a, negated := first.single()
	b, negatedToo := second.single()
	if a == nil || b == nil || negated || negatedToo || !a.event() || !b.event() || b.order != nil {
		return nil
	}
	b.order = &ordering{relation: "after", anchor: a}
	if b.span != nil && b.span.within {
		b.order.within, b.span = b.span.window.From.Ago, nil
	}
	return second
}

// giveWindow gives a window that stands by itself to the nearest conditions before it that can take one; where there are
// none, or it opens the description, to those after it.
func (p *parser) giveWindow(seq []element, at int) {
	w, given := seq[at], false
	give := func(e *element, all bool) {
		e.each(func(c *condition) {
			if never := c.allTime && c.span == nil && at == 0; never {
				c.allTime = false // "in the last 60 days, people who never clicked"
				p.unitReport(review, CodeWindowScope, w.from, w.to, "This window was applied to \"never\" too.")
			}
			if c.windowed() && (all || c.event()) {
				c.span, c.spanUnit, c.leading, given = w.window, w.from, false, true
			}
		})
	}
	for i := at - 1; i >= 0 && !given; i-- {
		give(&seq[i], true)
	}
	for _, all := range []bool{false, true} {
		if w.window.kind == spanAgo && !w.window.hasAgo {
			break // "for 60 days" says nothing of what comes after it
		}
		for i := at + 1; i < len(seq) && !given; i++ {
			give(&seq[i], all)
		}
	}
	if !given {
		p.unitReport(unresolved, CodeWindowScope, w.from, w.to, "It is not clear what this time belongs to.")
	}
}

// each visits the conditions of an element and of what is coordinated in it.
func (e *element) each(visit func(*condition)) {
	e.term.leaves(func(c *condition, _ bool) { visit(c) })
	for _, alt := range e.alts {
		for i := range alt {
			alt[i].each(visit)
		}
	}
}
