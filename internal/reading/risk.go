package reading

import "muster/internal/criteria"

// riskPhrase reads "high-risk", "medium or high risk", "a risk score above 40", "not low risk".
func (p *parser) riskPhrase(pre *prefix) (*term, kind, verbForm) {
	start := p.pos
	c := &condition{kind: riskCondition, field: "risk", from: start}
	found, level := false, 0 // the unit of the last level
	for u := p.unit(0); u != nil; u = p.unit(0) {
		useful := true
		switch {
		case u.has("neg") && found && !p.complete(c):
			pre.negated, pre.worded = !pre.negated, true
			p.negators = append(p.negators, p.pos)
		case !found && p.pos == start && u.has("amount") && p.scoreNext():
			c.amount = u.amount()
		case u.has("score"):
			found = true
		case u.has("risk"):
			found = true
		case u.has("level") && p.superlativeLevel():
			return p.riskDone(c, false, pre, start)
		case u.has("level") && p.levelHere(found):
			c.levels = append(c.levels, criteria.RiskLevel(u.sense("level").key))
			level = p.pos
		case u.has("risky") && !found:
			c.levels, found = []criteria.RiskLevel{p.r.glossary.HighRiskIsAtLeast}, true
		case found && u.has("amount") && c.amount == nil && len(c.levels) == 0:
			c.amount = u.amount()
			if c.amount.bare {
				exact := exactly(c.amount.min)
				c.amount = &exact
			}
		case found && u.has("span") && c.span == nil:
			c.span, c.spanUnit = u.span(), p.pos
		case len(c.levels) > 0 && (c.span == nil || c.spanUnit < level) && (u.has("or") || u.has("nor") || u.has("and") || p.punct(",") || p.punct("/")) && p.levelAhead():
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

// scoreNext tells whether the amount at hand counts points of risk: "at least 75 risk points".
func (p *parser) scoreNext() bool {
	return p.unit(1).has("score") && !p.unit(2).has("amount") && !p.unit(0).amount().bare
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

// superlativeLevel tells whether a level is a rank among people, "the highest risk", and not a band, "the highest risk level".
func (p *parser) superlativeLevel() bool {
	switch p.tokens[p.unit(0).from].fold {
	case "highest", "lowest", "top":
	default:
		return false
	}
	next := p.unit(1)
	return !next.has("risk") || next.to-next.from < 2
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
		case u.has("or"), u.has("nor"), u.has("and"), u.has("det"), u.has("prep"), u.has("risk"), u.has("punct", ","):
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
