package reading

import (
	"slices"

	"muster/internal/criteria"
)

// prefix is what stands before the content of a phrase.
type prefix struct {
	negated     bool // an odd number of negations
	worded      bool // by words of its own
	never       bool
	rel         bool
	pred        bool // after "are", "works", "have"
	prep        string
	every       bool // "both"
	from        int
	order       *ordering // "after completing a course," before the verb
	have        bool      // by "have"
	plainNot    bool      // negated by "not"
	pronoun     bool      // "lo reportaron"
	only        int       // unit of an "only", or -1
	lead        *timeSpan // a window before the verb
	leadUnit    int
	floating    *timeSpan // the phrase is a window by itself
	coordinated bool      // an "and", "or" or "but" stands before it
	anded       bool      // an "and"
	copula      bool      // made a verb by "are"
	nominal     bool      // a thing without a verb
	adj         bool      // it was an adjective with the people behind it
	all         bool      // "everyone", "all"
}

// element reads one phrase. It answers false where the words had no content for the tree.
func (p *parser) element(c connector) (element, bool) {
	e := element{from: p.pos}
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxNesting {
		return e, false
	}
	if p.unit(0).has("except") || p.unit(0).has("but") && p.butExcept() {
		return p.exception()
	}
	if head := p.listHead(); head != "" {
		return p.listed(head)
	}
	if p.unit(0).has("including") {
		return p.including()
	}
	pre := p.prefix(c)
	if p.unit(0) == nil || p.depth > maxNesting {
		return p.dangling(pre, e)
	}
	pre.rel = pre.rel || p.opensClause(p.unit(0)) || p.opensClause(&p.units[e.from])
	e.rel, e.prep, e.all = pre.rel, pre.prep != "", pre.all && !pre.negated
	start := p.pos
	switch {
	case p.punct("("):
		e = p.parenthesis(pre, e)
	default:
		t, k, form := p.content(&pre)
		p.started = p.started || p.pos > start
		if p.pos == start {
			return p.dangling(pre, e)
		}
		e.term, e.kind, e.form = t, k, form
		e.adj, e.nominal = k == noun && pre.adj, pre.nominal
		e.head, e.window = k == noun && t == nil, pre.floating
		if e.head {
			p.behindPeople(&e)
		}
		if e.head && pre.negated {
			p.unitReport(refusal, CodeScopeNegation, pre.from, p.pos, "This negation has nothing to negate.")
		}
		if pre.negated {
			e.term = p.negateTerm(e.term, pre)
		}
		e.negated = pre.worded && pre.negated
		if pre.only >= 0 && k == verb && !p.onlyChannels(&e) {
			p.unitReport(unresolved, CodeUnknownConcept, pre.only, pre.only+1, "It is not clear what \"only\" restricts.")
		}
	}
	if pre.pred || pre.rel && e.kind != verb {
		e.copula = e.kind != verb || pre.copula
		e.kind = verb
	}
	if p.unit(0).has("aside") && !pre.negated && e.term != nil {
		p.negators = append(p.negators, p.pos)
		p.pos++
		e.term, e.except, e.kind = negate(e.term), true, place
	}
	e.to = p.pos
	return e, true
}

// onlyChannels reads "only clicked in SMS simulations": there, and not in those of another channel.
func (p *parser) onlyChannels(e *element) bool {
	c, negated := e.term.single()
	if c == nil || negated || c.kind != simulationCondition || len(c.channels) == 0 || len(c.campaigns)+len(c.templates) > 0 {
		return false
	}
	others := *c
	others.channels, others.amount = nil, nil
	for _, channel := range criteria.Channels {
		if !slices.Contains(c.channels, channel) {
			others.channels = append(others.channels, channel)
		}
	}
	e.term = join(allOf, e.term, negate(leafOf(&others)))
	return true
}

// opensClause tells whether a unit begins with a relative pronoun: "que tienen", "cuyo jefe es".
func (p *parser) opensClause(u *unit) bool {
	t := &p.tokens[u.from]
	node := p.r.lex.words.next[t.fold]
	if t.kind != wordToken || node == nil {
		return false
	}
	return slices.ContainsFunc(node.senses, func(s sense) bool { return s.cat == "rel" && t.fold == "que" || s.cat == "whose" })
}

// onlyBehind tells whether "only" follows the last value and so adds nothing to it: "Finance only".
func (p *parser) onlyBehind(at int) bool {
	if at == 0 {
		return false
	}
	for i := at - 1; i >= 0 && !p.units[i].has("punct"); i-- {
		if slices.Contains(p.negators, i) {
			return false
		}
	}
	u := &p.units[at-1]
	if u.has("people") && at > 1 {
		u = &p.units[at-2]
	}
	return len(u.values(inDepartment, inLocation, inCountry)) > 0 || u.has("type") || u.has("mode") || u.has("tongue")
}

const maxNesting = 12

// behindPeople reads a description that follows the people as an adjective does in Spanish and Portuguese: "cuentas
// deshabilitadas", "funcionários de meio período".
func (p *parser) behindPeople(e *element) {
	at := p.pos
	for p.unit(0).has("prep") && !p.startsContent(p.unit(0)) {
		p.pos++
	}
	if u := p.unit(0); u.has("cond") || u.has("type") || u.has("mode") || u.has("status") || u.has("level") || u.has("demonym") {
		for _, read := range []func(*prefix) (*term, kind, verbForm){p.riskPhrase, p.glossaryPhrase} {
			if t, _, _ := read(&prefix{}); t != nil {
				e.term, e.head, e.behind = t, false, true
				return
			}
		}
	}
	p.pos = at
}

// negateTerm negates a phrase; "no training since their last click" counts to none instead, as it takes for granted the click.
func (p *parser) negateTerm(t *term, pre prefix) *term {
	if c, negated := t.single(); c != nil {
		if pre.never && c.span == nil {
			c.allTime = true
		}
		if !negated && c.order != nil && c.order.relation != "before" && c.amount == nil {
			none := compared("lte", 0)
			c.amount = &none
			return t
		}
	}
	return negate(t)
}

// dangling handles small words with nothing behind them.
func (p *parser) dangling(pre prefix, e element) (element, bool) {
	if pre.negated && pre.pred && p.clauseEnds(0) && p.nobody() {
		e.term, e.kind, e.negated, e.to = negate(everybody()), verb, true, p.pos
		return e, true
	}
	if pre.negated && p.unit(0) == nil {
		p.unitReport(refusal, CodeScopeNegation, pre.from, p.pos, "This negation has nothing to negate.")
	}
	if pre.only >= 0 && p.unit(0) == nil && !p.onlyBehind(pre.only) {
		p.unitReport(unresolved, CodeUnknownConcept, pre.only, pre.only+1, "It is not clear what \"only\" restricts.")
	}
	if p.unit(0) != nil && p.pos > e.from {
		if !pre.negated && p.punct(",", ".", ";", "!", "?") {
			return e, false // small words before a sign: "a simulation to, …"
		}
		p.unread(p.pos)
		if pre.negated {
			p.negators = append(p.negators, pre.from)
		}
		p.pos++
	}
	return e, false
}

// nobody tells whether the unit before is the word for no person.
func (p *parser) nobody() bool {
	switch p.tokens[p.unit(-1).from].fold {
	case "nobody", "nadie", "ninguem":
		return true
	}
	return false
}

// prefix reads negations, relative pronouns, auxiliaries, prepositions and determiners.
func (p *parser) prefix(c connector) prefix {
	pre := prefix{from: p.pos, negated: c.negate, worded: c.negate, only: -1, coordinated: c.op != juxtaposed && c.op != separator, anded: c.op == conjunction && !c.negate}
	if c.negate {
		pre.never = false
	}
	for ; p.unit(0) != nil; p.pos++ {
		u := p.unit(0)
		switch {
		case u.has("listhead") && p.listHead() != "":
			return pre
		case pre.order == nil && p.sinceThen():
			pre.order = &ordering{relation: "after", anchor: p.lastEvent, last: pre.negated}
		case u.has("order") && !u.has("span") && pre.order == nil && p.leadingOrder(&pre):
			continue
		case u.has("span") && pre.lead == nil && p.unit(1).has("order") && !p.unit(1).has("span") && p.leadingOrder(&pre):
			continue
		case u.has("span") && pre.lead == nil && p.verbFollows(p.pos+1):
			pre.lead, pre.leadUnit = u.span(), p.pos
		case u.has("span") || u.has("amount") && !u.has("no"):
			return pre
		case p.startsContent(u):
			return pre
		case u.has("outside"):
			pre.negated, pre.worded, pre.prep = !pre.negated, true, "in"
			p.negators = append(p.negators, p.pos)
		case u.has("nor") && pre.negated && pre.pred: // no trabajan ni en Sales ni en Marketing
		case u.has("neither"), u.has("neg"), u.has("never"), u.has("no"), u.has("without"):
			pre.never = pre.never || u.has("never")
			pre.plainNot = pre.plainNot || u.has("neg")
			if u.has("without") {
				pre.prep = "with"
			}
			if !pre.negated || u.has("without") {
				pre.negated = !pre.negated
			}
			pre.worded = true
			p.negators = append(p.negators, p.pos)
		case u.has("all"), u.has("everyone"):
			if !p.people(p.pos + 1) {
				return pre
			}
			p.everyone, pre.all = true, true
		case pre.negated && (u.has("member") || u.has("people") && p.oneBefore(u)) && (p.unit(1).has("prep", "in") || p.unit(1).has("det")): // not a member of
		case u.has("pronoun") && (p.unit(1).has("event") || p.unit(1).has("aux")) && !u.has("people") && !u.has("det"), u.has("pronoun") && u.has("det") && p.finite(p.unit(1)):
			pre.pronoun = true
		case u.has("whose"):
			pre.rel = true
			pre.prep = "whose"
		case u.has("rel"):
			pre.rel = true
		case u.has("thenword") && pre.rel && p.lastEvent != nil: // clickers who then reported
			pre.order = &ordering{relation: "after", anchor: p.lastEvent}
		case u.has("aux"):
			pre.pred = true
			pre.have = pre.have || possesses(p.tokens[u.from].fold)
		case u.has("be"):
			pre.pred = true
		case u.has("both"):
			pre.every = true
		case u.has("prep"):
			pre.prep = u.sense("prep").key
		case p.punct(",") && (pre.rel && (p.unit(1).has("span") || p.unit(1).has("order")) || pre.lead != nil):
		case p.punct(":"), pre.rel && (p.punct("\n", "*", "•") || p.dash()):
		case u.has("opening") && !p.started:
		case u.has("only"):
			pre.only = p.pos
		case u.has("det"), u.has("filler"), u.has("different"):
		default:
			return pre
		}
	}
	return pre
}

// oneBefore tells whether the article for one stands right before a unit.
func (p *parser) oneBefore(u *unit) bool {
	switch p.tokens[max(u.from-1, 0)].fold {
	case "a", "an", "un", "una", "um", "uma":
		return true
	}
	return false
}

// possesses tells whether an auxiliary can stand for having something.
func possesses(word string) bool {
	switch word {
	case "have", "has", "had", "got", "get", "gets", "tiene", "tienen", "tenga", "tengan", "tenia", "tenian", "posee", "poseen", "cuentan", "cuenta", "llevan", "lleva",
		"tem", "tenha", "tenham", "tinha", "tinham", "possui", "possuem", "possuam", "carry", "carries", "show", "shows":
		return true
	}
	return false
}

// people tells whether people, and not things that they did, stand at unit i, after small words.
func (p *parser) people(i int) bool {
	for ; i < len(p.units); i++ {
		u := &p.units[i]
		switch {
		case u.has("people"), u.has("rel"), p.tokens[u.from].fold == "que", u.has("cond"), u.has("type"), u.has("agent"), u.has("mode"), u.has("status"), u.has("level"), u.has("risk"):
			return true
		case u.has("object"), u.has("noun"), u.has("event"), u.has("pronoun") && !u.has("det") && (len(u.values()) == 0 || p.smallWord(u)):
			return false
		case len(u.values()) > 0:
			return len(u.values(inCourse, inCampaign)) == 0
		case u.has("det"), u.has("prep"), u.has("all"), u.has("everyone"):
		default:
			return u.has("field") || u.has("whose")
		}
	}
	return false
}

// startsContent tells whether a unit that could also be a small word begins the content of a phrase.
func (p *parser) startsContent(u *unit) bool {
	for _, cat := range []string{"event", "noun", "agent", "overdue", "overdueweak", "cond", "condverb", "tongue", "demonym", "type", "mode", "status", "risk", "level", "score", "rate", "manages", "speak", "hire", "login", "created", "tenure"} {
		if u.has(cat) && (cat != "hire" || !u.has("filler") || p.unit(1).has("span")) {
			return true
		}
	}
	return len(u.values()) > 0 && !p.smallWord(u)
}

// smallWord tells whether a unit that names a value is more likely a small word: "it" for the department IT.
func (p *parser) smallWord(u *unit) bool {
	if !u.has("pronoun") && !u.has("det") && !u.has("prep") && !u.has("aux") && !u.has("filler") && !u.has("rel") && !u.has("neg") && !u.has("no") {
		return false
	}
	text := p.tokens[u.from].text
	if u.from > 1 && p.tokens[u.from-1].fold == "the" && u.to == u.from+1 {
		return false // in the us
	}
	if i := p.unitAt(u); i >= 0 && u.has("pronoun") {
		next, before := p.unit(i+1-p.pos), p.unit(i-1-p.pos)
		if next.has("people") || next.has("field", "department") || before.has("prep", "in") && p.namedCondition == nil {
			return false // it people, in it
		}
	}
	return text != upper(text) || len(text) < 2
}

// unitAt gives the place of a unit, or -1.
func (p *parser) unitAt(u *unit) int {
	for i := range p.units {
		if &p.units[i] == u {
			return i
		}
	}
	return -1
}

// parenthesis reads "( … )".
func (p *parser) parenthesis(pre prefix, e element) element {
	open := p.pos
	p.pos++
	inner := p.sequence(nil)
	if p.punct(")") {
		p.pos++
	} else {
		p.unitReport(review, CodeScopeAndOr, open, open+1, "This parenthesis is never closed.")
	}
	if len(inner) == 1 && inner[0].window != nil && !pre.negated {
		e.kind, e.window = place, inner[0].window
		return e
	}
	e.kind, e.term = noun, p.resolve(inner)
	if len(inner) > 0 {
		e.kind = inner[0].kind
		if inner[0].head && len(inner) > 1 {
			e.kind = noun
		}
		e.rel = e.rel || inner[0].firstPhrase().rel
	}
	if pre.negated {
		e.term, e.negated = negate(e.term), true
	}
	if p.unit(0).has("people") {
		p.pos++
	}
	return e
}
