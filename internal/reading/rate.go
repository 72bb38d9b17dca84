package reading

import "muster/internal/criteria"

// ratePhrase reads "click rate above 30 %".
func (p *parser) ratePhrase(pre *prefix) (*term, kind, verbForm) {
	start := p.pos
	c := &condition{kind: rateCondition, from: start}
	for u := p.unit(0); u != nil; u = p.unit(0) {
		switch {
		case u.has("rate") && c.sim == nil:
			c.sim = simulationTypes[u.sense("rate").key]
		case u.has("amount") && c.amount == nil && c.sim != nil:
			c.amount = u.amount()
		case u.has("prep", "with") && c.amount != nil && p.received(c):
			continue
		case u.has("channel") && c.sim == nil && p.unit(1).has("rate"):
			c.channels = append(c.channels, criteria.Channel(u.sense("channel").key))
		case u.has("span") && c.amount != nil && c.span == nil:
			c.span, c.spanUnit = u.span(), p.pos
		case c.sim != nil && c.amount == nil && (u.has("aux") || u.has("is") || u.has("prep") || u.has("det") || u.has("filler")):
		default:
			return p.rateDone(c, pre, start)
		}
		p.pos++
	}
	return p.rateDone(c, pre, start)
}

// sharePart reads the share of the simulations received that verbs are said of: "clicked or replied to | more than 30 % of the
// e-mail simulations received this year, with at least 5 received". It answers nil where none follows.
func (p *parser) sharePart(f *frame) *condition {
	i := 0
	for u := p.unit(i); u.amount() == nil && (u.has("prep") || u.has("det") || u.has("filler")); u = p.unit(i) {
		i++
	}
	a := p.unit(i).amount()
	every := a == nil && p.everySimulation(i)
	if every {
		all := amount{min: 100, hasMin: true, percent: true}
		a = &all
	}
	if a == nil || !a.percent || !f.bare() {
		return nil
	}
	training, key, ok := f.sense()
	if !ok || training || simulationTypes[key] == nil || !p.objectsFit(f, key) {
		return nil
	}
	c := &condition{kind: rateCondition, sim: simulationTypes[key], amount: a, from: f.from, span: f.span, spanUnit: f.spanUnit, leading: f.leading}
	p.addVerbs(f, c)
	if every {
		c.minSent = 1
		p.unitReport(noted, CodeDefaultApplied, p.pos+i, p.pos+i+1, "Read as all simulations received, and at least one.")
	}
	for p.pos += i + 1; ; p.pos++ {
		u := p.unit(0)
		switch {
		case u.has("ofsims"), u.has("event", "receive") && u.sense("event").form == formPast, every && p.theyReceived():
		case (every || c.minSent == 0) && (u.has("prep") || u.has("det") || u.has("or") || p.punct(",") || u.has("channel") || u.has("object", "simulation")) && p.received(c):
			p.pos--
		case u.has("span") && c.span == nil:
			c.span, c.spanUnit = u.span(), p.pos
		default:
			if c.amount.fraction() {
				c.amount = p.rateAmount(c.amount, f.from)
			}
			c.to = p.pos
			return c
		}
	}
}

// everySimulation tells whether "every" of the simulations stands at the offset: "all the e-mail simulations".
func (p *parser) everySimulation(i int) bool {
	if u := p.unit(i); !u.has("all") && !u.has("everyone") {
		return false
	}
	for i++; p.unit(i).has("det") || p.unit(i).has("prep") || p.unit(i).has("channel") && p.unit(i+1).has("object"); {
		i++
	}
	return p.unit(i).has("object", "simulation") || p.unit(i).has("ofsims")
}

// theyReceived tells whether a small word of "they received", "que recibieron", "that were sent to them" stands here.
func (p *parser) theyReceived() bool {
	i := 0
	for u := p.unit(i); u.has("rel") || u.has("aux") || u.has("pronoun") || u.has("people") || u.has("filler") || u.has("prep", "to"); u = p.unit(i) {
		i++
	}
	return p.unit(i).has("event", "receive") || i > 0 && p.unit(-1).has("event", "receive") && p.unit(0).has("pronoun")
}

// received reads what the share is of: "of the e-mail simulations received", "with at least 5 received".
func (p *parser) received(c *condition) bool {
	back := p.pos
	with := false
	var least *amount
	for u := p.unit(0); u != nil; u = p.unit(0) {
		switch {
		case u.has("amount") && with && least == nil:
			least = u.amount()
		case u.has("object", "simulation") && (!u.has("channel") || !p.channelFollowed()), u.has("event", "receive"):
			if p.pos++; least != nil {
				if n := least.count(); n.Max == nil {
					c.minSent = n.Min
				}
				for p.unit(0).has("event", "receive") || p.unit(0).has("object", "simulation") {
					p.pos++
				}
			}
			return least == nil || c.minSent > 0
		case u.has("channel"):
			c.channels = append(c.channels, criteria.Channel(u.sense("channel").key))
		case len(c.channels) > 0 && (u.has("or") || p.punct(",")) && p.channelNext():
		case u.has("prep"), u.has("det"):
			with = with || u.has("prep", "with") && !p.unit(1).has("channel")
		default:
			p.pos = back
			return false
		}
		p.pos++
	}
	p.pos = back
	return false
}

func (p *parser) rateDone(c *condition, pre *prefix, start int) (*term, kind, verbForm) {
	if c.sim == nil || c.amount == nil {
		p.pos = start
		return nil, noun, formNone
	}
	if c.amount.bare || !c.amount.percent && c.amount.fraction() {
		c.amount = p.rateAmount(c.amount, start)
	}
	c.to = p.pos
	k := verb
	if pre.prep == "with" {
		k = place
	}
	return leafOf(c), k, formNone
}

// fraction tells whether the amount is a part of one: 0.3.
func (a *amount) fraction() bool {
	return a.min >= 0 && a.min < 1 && a.max >= 0 && a.max < 1 && a.min+a.max > 0
}

// rateAmount reads a bare rate as exactly that, and 0.3 as 30 %.
func (p *parser) rateAmount(a *amount, start int) *amount {
	exact := *a
	if a.bare && a.hasMin && !a.hasMax {
		exact = exactly(a.min)
		exact.percent = a.percent
	}
	if !a.percent && a.fraction() {
		exact.min, exact.max = 100*a.min, 100*a.max
	}
	if exact.min+exact.max > 0 {
		p.unitReport(review, CodeVagueQuantity, start, p.pos, "Read as a percentage, and exactly that where nothing else is said.")
	}
	return &exact
}
