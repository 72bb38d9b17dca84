package reading

import (
	"slices"

	"muster/internal/criteria"
)

// Verbs that "or" joins before one object share all that stands behind the last of them: "clicked in, opened or submitted
// data in at least 2 simulations" counts the simulations in which any of the three happened.

// verbWords are the words of a verb that shares its object with a later one.
type verbWords struct {
	keys    []string
	objects []object // of its own: "submitted data", "scanned a QR code"
}

// bare tells whether the event is so far a verb, with at most an object that belongs to the verb alone.
func (f *frame) bare() bool {
	own := func(o object) bool {
		return o.key == "credentials" || o.key == "attachment" || o.key == "qr" || o.key == "link"
	}
	return f.cat == "event" && f.amount == nil && len(f.campaigns)+len(f.courses)+len(f.templates) == 0 && (len(f.channels) == 0 || f.says("scan")) &&
		(f.span == nil || f.leading) && (f.order == nil || f.ledOrder) && !f.pronoun && !slices.ContainsFunc(f.objects, func(o object) bool { return !own(o) })
}

// furtherVerbs reads the rest of a list of verbs, with the object that they share.
func (p *parser) furtherVerbs(f *frame) bool {
	if !f.bare() || f.anded || f.form != formPast && f.form != formBase {
		return false // "and" binds before "or"
	}
	back, found := p.pos, len(p.findings)
	listed, ok := p.verbConnector(f)
	g := &frame{from: p.pos, concord: f.concord, ledOrder: f.ledOrder, order: f.order}
	if ok {
		p.gather(g)
	}
	if !ok || g.cat != "event" || g.form != f.form || !listed && len(g.also) == 0 || g.overdue || g.open || g.has("assigned") || g.negated || p.andVerb() || !p.share(f, g) {
		p.pos, p.findings = back, p.findings[:found]
		return false
	}
	g.also = append([]verbWords{{f.keys, f.objects}}, g.also...)
	g.from, g.every, g.with, g.last, g.first = f.from, f.every || g.every, f.with, f.last || g.last, f.first || g.first
	if f.span != nil {
		g.span, g.spanUnit, g.leading = f.span, f.spanUnit, true
	}
	*f = *g
	if i := boolInt(p.punct(",")); p.unit(i).has("butnotboth") {
		p.pos += i + 1
		f.xor = true
	}
	return true
}

// andVerb tells whether "and" joins another verb in the same clause.
func (p *parser) andVerb() bool {
	i := 0
	for p.unit(i).has("punct", ",") {
		i++
	}
	if !p.unit(i).has("and") {
		return false
	}
	u := p.unit(i + 1)
	for i++; u.has("aux") || u.has("neg") || u.has("never") || u.has("filler") || u.has("pronoun"); u = p.unit(i) {
		i++
	}
	return u.has("event")
}

// verbConnector skips to the next verb of a list; listed tells whether an "or" says that the list ends with it.
func (p *parser) verbConnector(f *frame) (listed, ok bool) {
	if u := p.unit(0); u.has("prep") && len(u.values()) == 0 {
		p.pos++
	}
	commas := 0
	for {
		u := p.unit(0)
		switch {
		case u.has("or"), u.has("nor") && f.concord:
			listed = true
		case p.punct(","):
			commas++
		default:
			if !listed && commas == 0 {
				return false, false
			}
			for u := p.unit(0); (u.has("aux") || u.has("pronoun") || u.has("det")) && !u.has("event") && len(u.values()) == 0; u = p.unit(0) {
				p.pos++
			}
			return listed, p.unit(0).has("event")
		}
		p.pos++
	}
}

// share tells whether a verb can have the object of a later one.
func (p *parser) share(f, g *frame) bool {
	if g.span != nil && f.span != nil {
		return false
	}
	training, key, ok := g.sense()
	if !ok {
		return false
	}
	sim, train := p.typesOf(verbWords{g.keys, nil}, g, training)
	if len(sim)+len(train) == 0 || training == (len(trainingTypes[key]) == 0) {
		return false
	}
	sim, train = p.typesOf(verbWords{f.keys, f.objects}, g, training)
	return len(sim)+len(train) > 0
}

// sense tells whether the event is one of training, and which of its verb's keys is meant.
func (f *frame) sense() (training bool, key string, ok bool) {
	training = f.has("training") || len(f.courses) > 0
	key, ok = f.meaning(training)
	return training || key == "complete" || key == "start" || key == "enroll", key, ok
}

// typesOf gives the types of a verb that shares the object of g; none where it cannot have it.
func (p *parser) typesOf(v verbWords, g *frame, training bool) (sim []criteria.SimulationType, train []criteria.TrainingType) {
	f := &frame{keys: v.keys, cat: "event", courses: g.courses, campaigns: g.campaigns, templates: g.templates, channels: g.channels}
	f.objects = slices.Concat(v.objects, g.objects)
	trained, key, ok := f.sense()
	switch {
	case !ok || trained != training:
		return nil, nil
	case training:
		return nil, trainingTypes[key]
	}
	f.objects = v.objects
	if !p.objectsFit(f, key) {
		return nil, nil
	}
	return simulationTypes[key], nil
}

// addVerbs adds the types of the verbs before the last, and what the event is not about.
func (p *parser) addVerbs(f *frame, c *condition) {
	if c.others = f.others; len(c.others) > 0 && (f.order != nil || f.last || f.first) {
		p.unitReport(unresolved, CodeUnsupportedSequence, f.from, p.pos, "Others than those named can be counted, and not put in order.")
	}
	if len(f.also) > 0 {
		c.verbs = []condition{{sim: c.sim, train: c.train}}
	}
	for _, v := range f.also {
		sim, train := p.typesOf(v, f, c.kind == trainingCondition)
		c.verbs = append(c.verbs, condition{sim: sim, train: train})
		c.sim, c.train = slices.Concat(sim, c.sim), slices.Concat(train, c.train)
	}
}
