package reading

import "muster/internal/criteria"

// riskPhrase reads "high-risk", "medium or high risk", "a risk score above 40", "not low risk".
func (p *parser) riskPhrase(pre *prefix) (*term, kind, verbForm) {
	start := p.pos
	c := &condition{kind: riskCondition, field: "risk", from: start}
	found := false
	for u := p.unit(0); u != nil; u = p.unit(0) {
		useful := true
		switch {
		case u.has("neg") && found && !p.complete(c):
			pre.negated, pre.worded = !pre.negated, true
			p.negators = append(p.negators, p.pos)
		case u.has("score"):
			found = true
		case u.has("risk"):
			found = true
		case u.has("level") && p.levelHere(found):
			c.levels = append(c.levels, criteria.RiskLevel(u.sense("level").key))
		case u.has("risky") && !found:
			c.levels, found = []criteria.RiskLevel{p.r.glossary.HighRiskIsAtLeast}, true
		case found && u.has("amount") && c.amount == nil && len(c.levels) == 0:
			c.amount = u.sense("amount").value.(*amount)
			if c.amount.bare {
				exact := exactly(c.amount.min)
				c.amount = &exact
			}
		case found && u.has("span") && c.span == nil && p.complete(c):
			c.span, c.spanUnit = u.sense("span").value.(*timeSpan), p.pos
		case len(c.levels) > 0 && (u.has("or") || u.has("and") || p.punct(",") || p.punct("/")) && p.levelAhead():
			useful = false
		case found && !p.complete(c) && (u.has("aux") || u.has("is") || u.has("prep") || u.has("det") || u.has("filler")) || p.punct("=", ":") && found && !p.complete(c):
			useful = false
		default:
			return p.riskDone(c, found, pre, start)
		}
		p.pos++
		if useful {
			c.to = p.pos
		}
	}
	return p.riskDone(c, found, pre, start)
}

func (p *parser) complete(c *condition) bool { return len(c.levels) > 0 || c.amount != nil }

// levelHere tells whether a level word speaks of risk: the word stands next to it, or further on in a list of levels.
func (p *parser) levelHere(found bool) bool {
	if found {
		return true
	}
	for i := p.pos + 1; i < len(p.units); i++ {
		u := &p.units[i]
		switch {
		case u.has("risk"), u.has("score"):
			return true
		case u.has("level"), u.has("or"), u.has("and"), u.has("punct", ","), u.has("punct", "/"):
		default:
			return false
		}
	}
	return false
}

// levelAhead tells whether one more level follows a connector.
func (p *parser) levelAhead() bool {
	for i := 1; ; i++ {
		u := p.unit(i)
		switch {
		case u == nil:
			return false
		case u.has("level"):
			return true
		case u.has("or"), u.has("and"), u.has("det"), u.has("prep"), u.has("risk"), u.has("punct", ","):
		default:
			return false
		}
	}
}

func (p *parser) riskDone(c *condition, found bool, pre *prefix, start int) (*term, kind, verbForm) {
	if !found || !p.complete(c) {
		p.pos = start
		return nil, noun, formNone
	}
	p.pos = c.to
	if days := p.r.glossary.RiskDays; days != criteria.RiskDays {
		c.defaults = []criteria.Window{criteria.Last(days, criteria.Day)}
	}
	k := adjective
	if pre.prep == "with" || pre.prep == "whose" {
		k = place
	}
	if k == adjective {
		k = p.headed(pre, adjective)
	}
	return leafOf(c), k, formNone
}

// ratePhrase reads "click rate above 30 %", "clicked more than 30 % of the simulations".
func (p *parser) ratePhrase(pre *prefix) (*term, kind, verbForm) {
	start := p.pos
	c := &condition{kind: rateCondition, from: start}
	verbAt := false
	for u := p.unit(0); u != nil; u = p.unit(0) {
		switch {
		case u.has("rate") && c.sim == nil:
			c.sim = simulationTypes[u.sense("rate").key]
		case u.has("event") && c.sim == nil && p.percentAhead(1):
			c.sim, verbAt = simulationTypes[u.sense("event").key], true
		case u.has("amount") && c.amount == nil && c.sim != nil && (u.sense("amount").value.(*amount).percent || !verbAt):
			c.amount = u.sense("amount").value.(*amount)
		case u.has("ofsims") && c.amount != nil && verbAt:
		case u.has("channel") && c.sim == nil && p.unit(1).has("rate"):
			c.channels = append(c.channels, criteria.Channel(u.sense("channel").key))
		case u.has("span") && c.amount != nil && c.span == nil:
			c.span, c.spanUnit = u.sense("span").value.(*timeSpan), p.pos
		case c.sim != nil && c.amount == nil && (u.has("aux") || u.has("is") || u.has("prep") || u.has("det") || u.has("filler")):
		default:
			return p.rateDone(c, pre, start)
		}
		p.pos++
	}
	return p.rateDone(c, pre, start)
}

// percentAhead tells whether a percentage follows within small words.
func (p *parser) percentAhead(i int) bool {
	for ; ; i++ {
		u := p.unit(i)
		if s := u.sense("amount"); s != nil {
			return s.value.(*amount).percent
		}
		if u == nil || !(u.has("prep") || u.has("det") || u.has("filler")) {
			return false
		}
	}
}

func (p *parser) rateDone(c *condition, pre *prefix, start int) (*term, kind, verbForm) {
	if c.sim == nil || c.amount == nil {
		p.pos = start
		return nil, noun, formNone
	}
	c.to = p.pos
	k := verb
	if pre.prep == "with" {
		k = place
	}
	return leafOf(c), k, formNone
}
