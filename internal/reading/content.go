package reading

import (
	"strings"

	"muster/internal/criteria"
)

func upper(s string) string { return strings.ToUpper(s) }

// content reads the part of a phrase that says something, and gives what it says, its kind and its verb's form.
func (p *parser) content(pre *prefix) (*term, kind, verbForm) {
	start := p.pos
	for _, read := range []func(*prefix) (*term, kind, verbForm){
		p.riskPhrase, p.ratePhrase, p.glossaryPhrase, p.profileVerb, p.fieldPhrase, p.eventPhrase, p.valuePhrase, p.peoplePhrase, p.windowPhrase,
	} {
		found, negators, before := len(p.findings), len(p.negators), *pre
		if t, k, form := read(pre); p.pos > start {
			return t, k, form
		}
		p.findings, p.negators, *pre = p.findings[:found], p.negators[:negators], before
	}
	return nil, noun, formNone
}

// headed gives the kind of a describing phrase, consuming the people it describes: "Finance people", "high-risk users".
func (p *parser) headed(pre *prefix, k kind) kind {
	if p.unit(0).has("people") && !pre.pred && !p.unit(0).has("pronoun") {
		p.pos++
		pre.adj = k == adjective
		return noun
	}
	switch {
	case pre.pred:
		pre.copula = true
		return verb
	case pre.prep != "" && pre.prep != "whose":
		return place
	}
	return k
}

// peoplePhrase reads the words for the people themselves.
func (p *parser) peoplePhrase(pre *prefix) (*term, kind, verbForm) {
	start := p.pos
	if p.unit(0).has("everyone") && !p.unit(0).has("people") && p.thingsNext() {
		return nil, noun, formNone
	}
	if p.unit(0).has("everyone") && pre.pred && p.clauseEnds(1) {
		p.everyone = true
		p.pos++
		return everybody(), verb, formNone
	}
	for u := p.unit(0); u.has("people") || u.has("everyone") || u.has("member") && p.pos > start; u = p.unit(0) {
		if u.has("everyone") {
			p.everyone = true
		}
		p.pos++
		for p.unit(0).has("det") || p.unit(0).has("prep") && p.unit(1).has("people") {
			p.pos++
		}
	}
	return nil, noun, formNone
}

// everybody is the condition that everyone meets: "who are anybody".
func everybody() *term { return leafOf(&condition{fixed: criteria.AllOf{}}) }

// thingsNext tells whether "all" at hand speaks of simulations or courses and not of people.
func (p *parser) thingsNext() bool {
	i := 1
	for p.unit(i).has("det") || p.unit(i).has("prep") {
		i++
	}
	u := p.unit(i)
	return u.has("span") || u.has("object") && !u.has("people") || u.has("noun") || len(u.values(inCourse, inCampaign)) > 0
}

// windowPhrase reads a window that stands by itself; resolve gives it to a condition.
func (p *parser) windowPhrase(pre *prefix) (*term, kind, verbForm) {
	span := p.unit(0).span()
	if span == nil {
		return nil, noun, formNone
	}
	pre.floating = span
	p.pos++
	return nil, place, formNone
}
