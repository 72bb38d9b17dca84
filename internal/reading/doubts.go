package reading

import (
	"fmt"
	"slices"

	"muster/internal/criteria"
)

// doubts reports, before anything is read, words that a group cannot be made of although each of them is known.
func (p *parser) doubts() {
	p.definition()
	for i := range p.units {
		u := &p.units[i]
		next := p.after(i)
		switch {
		case p.brokenYear(i):
			p.unitReport(unresolved, CodeDateOrder, i, i+1, "This is not a year that can be asked for.")
			u.senses = []sense{{cat: "filler"}}
		case (u.has("all") || u.has("everyone")) && next.has("span"):
			p.unitReport(unresolved, CodeUnsupportedSequence, i, i+2, "Each stretch of time by itself cannot be asked for; name one window.")
		case p.superlative(u) && i > 0 && p.units[i-1].has("rel") && next.has("event"):
			p.unitReport(unresolved, CodeUnknownConcept, i, i+1, "Groups are not made by rank; say how many, such as \"at least 3\".")
		case (p.tokens[u.from].fold == "again" || p.tokens[u.from].fold == "nuevamente" || p.tokens[u.from].fold == "novamente") && (next.has("span") || next.has("order") || next.has("prep")):
			u.senses = []sense{{cat: "filler"}}
		case u.has("field", "department") && next.has("prep") && i+2 < len(p.units) && (p.units[i+2].has("emailAddress") || len(p.units[i+2].values(inManager)) > 0):
			u.senses = []sense{{cat: "manages"}} // the team of ana@acme.test
		case p.evenDisabled(u) && next.has("status", "DISABLED"):
			u.senses = []sense{{cat: "including"}}
		case u.has("except") && next.has("amount") && !next.has("no"):
			p.unitReport(unresolved, CodeUnknownConcept, i, i+2, "This is not something that a group can be made of.")
		}
	}
}

// brokenYear tells whether a number can only be meant as a year and is none: "clicked in 20255".
func (p *parser) brokenYear(i int) bool {
	a := p.units[i].amount()
	if a == nil || i == 0 || !a.bare || a.times || a.min < 1000 || len(p.units[i].values()) > 0 {
		return false
	}
	if next := p.after(i); next.has("object") || next.has("noun") || next.has("people") || next.has("postcount") || next.has("ofsims") {
		return false
	}
	if !p.smallBefore(p.units[i].from) {
		return false
	}
	return i < 2 || !p.units[i-2].has("attributeName") && !p.units[i-2].has("field") && !p.units[i-2].has("quoted")
}

// smallBefore tells whether the token before another one is a word such as "in" or "since".
func (p *parser) smallBefore(token int) bool {
	node := p.r.lex.words.next[p.tokens[token-1].fold]
	return node != nil && slices.ContainsFunc(node.senses, func(s sense) bool { return s.cat == "prep" || s.cat == "order" })
}

// evenDisabled tells whether a word such as "even" may widen a group by the accounts behind it.
func (p *parser) evenDisabled(u *unit) bool {
	switch p.tokens[u.from].fold {
	case "even", "incluso", "inclusive", "mesmo", "hasta", "ate":
		return u.to == u.from+1
	}
	return false
}

// after gives the unit after i, articles and pronouns left out.
func (p *parser) after(i int) *unit {
	for i++; i < len(p.units); i++ {
		if u := &p.units[i]; (!u.has("det") && !u.has("aux") && !u.has("pronoun")) || u.has("event") || u.has("span") {
			return u
		}
	}
	return nil
}

// superlative tells whether a word says "most": "quem mais clicou".
func (p *parser) superlative(u *unit) bool {
	fold := p.tokens[u.from].fold
	return u.to == u.from+1 && (fold == "mais" || fold == "mas")
}

// definition refuses a question about what something is, or why: nobody is described by it.
func (p *parser) definition() {
	at := 0
	for at < len(p.tokens) && p.tokens[at].kind == punctToken {
		at++
	}
	word := func(i int) string {
		if at+i < len(p.tokens) {
			return p.tokens[at+i].fold
		}
		return ""
	}
	var size int
	switch {
	case word(0) == "what" && (word(1) == "is" || word(1) == "are" || word(1) == "does"), word(0) == "que" && (word(1) == "es" || word(1) == "son"):
		size = 2
	case word(0) == "whats":
		size = 1
	case word(0) == "o" && word(1) == "que" && (word(2) == "e" || word(2) == "sao"):
		size = 3
	default:
		return
	}
	for i := range p.units {
		u := &p.units[i]
		if u.from < at+size {
			continue
		}
		for _, cat := range []string{"people", "rel", "whose", "cond", "type", "agent", "everyone"} {
			if u.has(cat) && !u.has("object") {
				return
			}
		}
	}
	p.report(refusal, CodeOutOfScope, at, at+size, "Describe who should be in the group; questions about what something is are not answered here.")
}

// doubtfulPair reports a phrase that belongs to the one before it in a way that a group cannot ask for.
func (p *parser) doubtfulPair(last element, e element) {
	a, _ := last.term.single()
	b, _ := e.term.single()
	switch {
	case last.kind != verb && last.kind != place || a == nil || !a.event():
	case b != nil && b.kind == riskCondition && a.kind == trainingCondition && p.units[e.from].has("prep", "with") && !p.saysRisk(e):
		p.unitReport(unresolved, CodeUnknownConcept, e.from, e.to, "Scores of courses are not recorded.")
	case b != nil && b.event() && e.nominal && e.negated && !p.without(e):
		p.unitReport(unresolved, CodeUnsupportedSequence, e.from, e.to, "This seems to say which simulation or course is meant, by what it is not; name those that are.")
	case e.head && !e.rel && a.kind == simulationCondition && p.oneOf(e):
		p.unitReport(unresolved, CodeUnknownConcept, e.from, e.to, "Only what was done with a simulation or a course is recorded.")
	}
}

// saysRisk tells whether a phrase names risk, and not just a score.
func (p *parser) saysRisk(e element) bool {
	for i := e.from; i < e.to; i++ {
		if u := &p.units[i]; u.has("risk") || u.has("score") && u.to-u.from > 1 {
			return true
		}
	}
	return false
}

// without tells whether a negated phrase is about what is missing and not about what something is: "without a click".
func (p *parser) without(e element) bool {
	for i := e.from; i < e.to; i++ {
		u := &p.units[i]
		if u.has("without") || u.has("no") || u.has("never") || u.has("neither") || u.has("nor") {
			return true
		}
	}
	return false
}

// oneOf tells whether words for people mean somebody else than those in the group: "a colleague", "their boss".
func (p *parser) oneOf(e element) bool {
	switch p.tokens[p.units[e.from].from].fold {
	case "a", "an", "another", "their", "some", "un", "una", "uno", "otro", "otra", "su", "um", "uma", "outro", "outra", "seu", "sua":
		return p.units[e.from].has("det")
	}
	return false
}

// underway reads "currently taking Secure Coding": enrolled and not completed yet.
func (p *parser) underway(f *frame, pre *prefix) *term {
	if f.cat != "event" || f.form != formGerund || !f.says("take") || pre.negated || pre.prep != "" || f.span != nil || f.order != nil || f.amount != nil || len(f.campaigns)+len(f.channels) > 0 || len(f.courses) == 0 && !f.has("training") {
		return nil
	}
	p.unitReport(review, CodeDefaultApplied, f.from, p.pos, "Read as enrolled and not completed yet.")
	return leafOf(&condition{kind: enrolmentCondition, state: criteria.Unfinished, from: f.from, to: p.pos, courses: idsIn(f.courses), hasObject: true})
}

// checkManagers reports addresses that are no manager's: nobody reports to them.
func (p *parser) checkManagers(emails []string, from, to int) {
	for _, email := range emails {
		known := false
		for _, m := range p.r.catalog.Managers {
			known = known || criteria.Fold(m.Email) == criteria.Fold(email)
		}
		if !known {
			p.unitReport(unresolved, CodeUnknownValue, from, to, fmt.Sprintf(p.say("Nobody in the organization reports to %s."), email))
		}
	}
}
