package reading

import (
	"fmt"

	"muster/internal/criteria"
)

// read reads the whole description and gives its term, nil where it has no content.
func (p *parser) read() *term {
	p.refuseOrders()
	p.spansFound()
	p.doubts()
	p.purpose()
	seq := p.sequence(nil)
	for p.unit(0) != nil { // a closing parenthesis that nothing opened
		p.unitReport(review, CodeScopeAndOr, p.pos, p.pos+1, "This parenthesis was never opened.")
		p.pos++
		more := p.sequence(nil)
		seq = append(seq, more...)
	}
	return p.resolve(seq)
}

// refuseOrders refuses orders to the machine and attempts to change its rules.
func (p *parser) refuseOrders() {
	i := 0
	for i < len(p.units) && ((p.units[i].has("filler") || p.units[i].has("opening")) && !p.units[i].has("command") || p.units[i].has("punct") || p.units[i].has("det")) {
		i++
	}
	if i < len(p.units) && p.commandAt(p.units[i].from) && !p.contentWord(i) {
		p.unitReport(refusal, CodeOutOfScope, i, i+1, "Describe who should be in the group; a description cannot carry out orders.")
	}
	for i := range p.units {
		if p.units[i].has("injection") && len(p.units[i].values()) == 0 {
			p.unitReport(refusal, CodeOutOfScope, i, i+1, "Describe who should be in the group, for example \"employees in Finance who clicked in the last 30 days\".")
		}
		if p.units[i].has("secret") {
			p.unitReport(refusal, CodeOutOfScope, i, i+1, "Secrets are not recorded and cannot be shown.")
		}
	}
}

// commandAt tells whether a token is a verb in the form in which orders are given.
func (p *parser) commandAt(token int) bool {
	node := p.r.lex.words.next[p.tokens[token].fold]
	if node == nil {
		return false
	}
	for _, s := range node.senses {
		if s.cat == "command" {
			return true
		}
	}
	return false
}

// contentWord tells whether a word that could be an order is part of a description: "open" in "open rate above 30 %".
func (p *parser) contentWord(i int) bool {
	u := &p.units[i]
	if u.has("cond") || u.has("condverb") || u.has("agent") || u.has("rate") || u.has("type") || u.has("field") && u.to > u.from+1 {
		return true
	}
	if s := u.sense("event"); s != nil && s.form == formBase && !u.has("object") && !u.has("noun") {
		return false
	}
	if !u.has("event") && !u.has("object") && !u.has("noun") && !u.has("channel") && len(u.values()) == 0 {
		return false
	}
	if i+1 >= len(p.units) {
		return true
	}
	next := &p.units[i+1]
	return !next.has("det") && !next.has("everyone") && !next.has("people") && !next.has("prep", "to") && !next.has("cond") && !next.has("type") && !next.has("agent")
}

// spansFound reports what is wrong or assumed with the windows, wherever they stand.
func (p *parser) spansFound() {
	for i := range p.units {
		span := p.units[i].span()
		if span == nil {
			continue
		}
		switch span.kind {
		case spanAmbiguous:
			p.unitReport(unresolved, CodeDateOrder, i, i+1, "This date can be read two ways; write it as 2026-01-31.", span.candidates...)
		case spanInvalid:
			p.unitReport(refusal, CodeDateOrder, i, i+1, "There is no such day.")
		case spanVague:
			p.unitReport(unresolved, CodeVagueQuantity, i, i+1, "Say how long, such as \"the last 30 days\".")
		case spanFuture:
			p.unitReport(refusal, CodeOutOfScope, i, i+1, "What is still to come cannot be known; groups are made of what has happened.")
		case spanRecent:
			p.unitReport(noted, CodeDefaultApplied, i, i+1, fmt.Sprintf(p.say("Read as the last %d days."), p.r.glossary.RecentDays))
		}
	}
}

// check completes the findings once the term is known.
func (p *parser) check(t *term) {
	p.checkContradictions(t)
	t.leaves(func(c *condition, negated bool) {
		if c.span != nil && c.span.kind == spanAgo && !c.span.hasAgo && c.span.agoCmp == "" && !negated && (c.event() || c.date == criteria.LastLoginAt) {
			p.unitReport(unresolved, CodeWindowScope, c.spanUnit, c.spanUnit+1, "Write \"in the last …\" for a time up to now.")
		}
		if len(c.defaults) > 0 && c.span == nil {
			p.unitReport(noted, CodeDefaultApplied, c.from, c.to, p.readAs(c, negated))
		}
	})
	partial := false
	for i := range p.findings {
		f := &p.findings[i]
		if f.effect != unresolved {
			continue
		}
		partial = true
		if p.behindNegation(f.Start) {
			f.effect = refusal
			f.Message += " " + p.say("It stands behind a negation or an exception, so the meaning could turn round.")
		}
	}
	if t == nil && (!p.everyone || partial) {
		p.report(refusal, CodeUnknownConcept, 0, len(p.tokens),
			"Nothing in this says who should be in the group. Write, for example, \"employees in Finance who clicked in the last 30 days\".")
	}
}

// behindNegation tells whether a negation or exception stands before that code point with no contrast in between.
func (p *parser) behindNegation(start int) bool {
	for _, n := range p.negators {
		if n >= len(p.units) || p.tokens[p.units[n].from].start > start {
			continue
		}
		open := true
		for i := n + 1; i < len(p.units) && p.tokens[p.units[i].from].start < start; i++ {
			if p.units[i].has("but") || p.units[i].has("punct", ";") {
				open = false
			}
		}
		if open {
			return true
		}
	}
	return false
}
