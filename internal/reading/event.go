package reading

import (
	"slices"
	"strings"

	"muster/internal/criteria"
)

// frame gathers the words of one event: verb, object, names, how often, when, and the other event it is ordered by.
type frame struct {
	from      int
	keys      []string // what the verb may mean
	cat       string   // event, noun or agent
	form      verbForm
	verbUnit  int
	nameFirst bool // its campaigns or courses stand before the verb
	objects   []object
	campaigns []grounded
	courses   []grounded
	templates []grounded
	channels  []criteria.Channel
	conj      operator // between the names
	every     bool
	amount    *amount
	amountAt  int
	span      *timeSpan
	spanUnit  int
	leading   bool
	last      bool
	first     bool
	overdue   bool
	open      bool // unfinished
	pronoun   bool
	order     *ordering
	xor       bool
	all       bool // "all their training"
	negated   bool // by "no" or "none" inside
	got       bool // "got Payroll Update"
	with      bool // "with courses …"
	also      []verbWords
	others    []int64 // campaigns or courses that are not meant
	ledOrder  bool    // the order stands before the verb
	anded     bool    // joined by "and" to what stands before it in the same clause
	concord   bool    // the phrase is negated already: "no recibieron ninguna" negates once
}

type object struct {
	key  string
	unit int
}

func (f *frame) has(key string) bool {
	for _, o := range f.objects {
		if o.key == key {
			return true
		}
	}
	return false
}

func (f *frame) says(key string) bool {
	return slices.Contains(f.keys, key)
}

// eventPhrase reads a simulation or training event, or a state of an enrolment.
func (p *parser) eventPhrase(pre *prefix) (*term, kind, verbForm) {
	start := p.pos
	f := &frame{from: start, every: pre.every, concord: pre.negated, with: pre.prep == "with" && !pre.negated, pronoun: pre.pronoun}
	if pre.lead != nil {
		f.span, f.spanUnit, f.leading = pre.lead, pre.leadUnit, true
	}
	f.order, f.ledOrder = pre.order, pre.order != nil
	f.anded = pre.anded && !pre.rel
	p.gather(f)
	if p.pos == start {
		return nil, noun, formNone
	}
	if c := p.sharePart(f); c != nil {
		return leafOf(c), verb, f.form
	}
	p.gap(f, pre)
	f.got = pre.have && p.unitWord(start-1) == "got"
	if !f.isEvent() || f.cat == "" && !f.overdue && !f.open && !pre.negated && !f.negated && pre.prep != "with" && !pre.have && (!pre.pred && !p.first || !f.has("assigned")) && (!p.first || f.amount == nil) {
		p.pos = start
		return nil, noun, formNone
	}
	t := p.underway(f, pre)
	if t == nil {
		t = p.settleFrame(f, pre)
	}
	if t == nil {
		p.pos = start
		return nil, noun, formNone
	}
	p.lastFrame = f
	if c, negated := t.single(); c != nil && !negated && !pre.negated && !f.negated && c.event() {
		p.lastEvent = c
	}
	if f.negated {
		pre.negated, pre.worded = !pre.negated, true
	}
	k := verb
	pre.nominal = f.cat == ""
	switch {
	case f.cat == "agent":
		k = p.headed(pre, noun)
	case f.cat != "event" && pre.prep == "with":
		k = place
	case p.unit(0).has("people") && !p.unit(0).has("pronoun"):
		k = p.headed(pre, verb)
	}
	if pre.pred || pre.rel {
		k = verb
	}
	return t, k, f.form
}

// unitWord gives the first word of a unit, "" where there is none.
func (p *parser) unitWord(i int) string {
	for ; i >= 0; i-- {
		if u := &p.units[i]; !u.has("det") {
			return p.tokens[u.from].fold
		}
	}
	return ""
}

// gap gives a thing without a verb the verb of the phrase that it is coordinated with: "clicked an e-mail simulation but
// not an SMS simulation".
func (p *parser) gap(f *frame, pre *prefix) {
	last := p.lastFrame
	if f.cat != "" || f.overdue || f.open || last == nil || last.cat != "event" || !pre.coordinated || f.has("assigned") || pre.prep == "with" || pre.pred {
		return
	}
	training := func(x *frame) bool { return x.has("training") || len(x.courses) > 0 }
	if training(f) == training(last) && (len(f.objects) > 0 || len(f.campaigns)+len(f.courses)+len(f.templates) > 0) {
		f.keys, f.cat, f.form = last.keys, last.cat, last.form
	}
}

// isEvent tells whether enough was gathered for an event.
func (f *frame) isEvent() bool {
	return f.cat != "" || f.overdue || f.open || len(f.objects) > 0 || len(f.courses)+len(f.campaigns)+len(f.templates) > 0
}

// gather consumes every unit that belongs to the event.
func (p *parser) gather(f *frame) {
	for p.unit(0) != nil {
		if p.absorb(f) {
			continue
		}
		if p.list(f) {
			continue
		}
		if u := p.unit(0); (f.last || f.first) && !f.isEvent() && (u.has("pronoun") || u.has("aux") || u.has("people") || u.has("filler")) {
			p.pos++ // the last time | that they
			continue
		}
		if !f.isEvent() || p.furtherVerbs(f) {
			break
		}
		if skip := p.smallWords(p.pos, f); skip > p.pos {
			back := p.pos
			p.pos = skip
			if p.unit(0) != nil && p.absorb(f) {
				continue
			}
			p.pos = back
		}
		break
	}
	p.assignedBehind(f)
	for f.cat != "" && p.unit(0).has("pronoun") && !p.unit(1).has("rel") && !p.unit(1).has("event") {
		f.pronoun = true
		p.pos++
	}
	if next := p.unit(1); f.cat != "" && p.unit(0).has("prep") && (next.has("or") || next.has("and") || next.has("nor")) && len(p.unit(0).values()) == 0 {
		p.pos++ // "clicked in or reported a simulation"
	}
	if next := p.unit(1); f.cat != "" && p.unit(0).has("det") && len(p.unit(0).values()) == 0 && (next == nil || next.has("punct")) {
		p.pos++ // "have not flagged any"
	}
}

// assignedBehind reads "the courses | that they were assigned", "formación | asignada".
func (p *parser) assignedBehind(f *frame) {
	if !f.has("training") || f.cat == "" && !f.overdue && !f.open {
		return
	}
	i, related := 0, false
	for ; ; i++ {
		u := p.unit(i)
		switch {
		case u.has("and"):
			return
		case u.has("event", "enroll") && (related || u.sense("event", "enroll").form == formPast || i == 0):
			for p.pos += i + 1; p.unit(0).has("pronoun") || p.unit(0).has("prep", "to") && p.unit(1).has("pronoun"); {
				p.pos++
			}
			f.objects = append(f.objects, object{"assigned", p.pos - 1})
			return
		case u.has("rel") && p.tokens[u.from].fold != "who" && p.tokens[u.from].fold != "quem" && p.tokens[u.from].fold != "quienes":
			related = true
		case u.has("pronoun"), u.has("aux"), u.has("filler"), u.has("people") && p.tokens[u.from].fold == "they", u.has("prep", "in") && related, u.has("det") && related:
		default:
			return
		}
	}
}

// smallWords gives the place after the small words that can stand inside an event's phrase.
func (p *parser) smallWords(at int, f *frame) int {
	for at < len(p.units) {
		u := &p.units[at]
		if len(u.values()) > 0 && !p.smallWord(u) || u.has("and") || (!u.has("det") && !u.has("prep") && !u.has("aux") && !u.has("filler") && !u.has("pronoun") && !u.has("different") && !u.has("both") && (!u.has("named") || len(f.objects) == 0)) {
			break
		}
		if u.has("pronoun") && !u.has("det") {
			f.pronoun = true
		}
		if u.has("both") {
			f.every = true
		}
		at++
	}
	return at
}

// absorb consumes the unit at hand if it belongs to the event.
func (p *parser) absorb(f *frame) bool {
	u := p.unit(0)
	switch {
	case p.afterwards(f, u), p.othersPart(f):
	case u.has("punct", ":") && len(f.objects) > 0 && len(f.campaigns)+len(f.courses) == 0 && len(p.unit(1).values(inCampaign, inCourse)) > 0:
	case u.has("order") && f.isEvent() && f.order == nil && !u.has("span"):
		return p.orderPart(f, u.sense("order").key)
	case u.has("prep", "in") && f.cat != "" && f.order == nil && f.span != nil && f.spanUnit == p.pos-1 && p.verbNext():
		return p.orderPart(f, "after") // within 60 days of completing
	case p.spanPart(f, u):
	case u.has("amount") && f.amount == nil && p.numbered(u):
		return false // a name that goes on: "Phishing Basics 2"
	case u.has("amount") && f.amount == nil && f.cat == "" && u.amount().times && p.unit(1).has("agent"):
		times := exactly(u.amount().min) // one-time clickers
		f.amount, f.amountAt = &times, p.pos
	case u.has("amount") && f.amount == nil && !u.amount().percent:
		f.amount, f.amountAt = u.amount(), p.pos
	case u.has("postcount") && f.amount != nil && f.amount.bare:
		after := compared(u.sense("postcount").key, f.amount.min)
		f.amount = &after
	case p.named(f, u):
	case (u.has("neither") || u.has("nor") || u.has("no")) && f.cat != "" && p.nameNext():
		f.negated = f.negated || !f.concord
		p.negators = append(p.negators, p.pos)
	case (u.has("neg") || u.has("never") || u.has("without") || u.has("no") && p.verbBefore(f)) && f.cat == "" && (f.has("training") || len(f.courses)+len(f.campaigns) > 0) && !f.negated && (p.verbAt(f, 1) || p.verbBefore(f)):
		if f.open = f.with && f.has("training") && p.unit(1).has("event", "complete", "take"); !f.open {
			f.negated = !f.concord
			p.negators = append(p.negators, p.pos)
		}
	case f.cat == "event" && !f.negated && len(f.objects)+len(f.campaigns)+len(f.courses) == 0 && (u.has("nonethem") || u.has("neither") && p.clauseEnds(1)):
		f.negated, f.pronoun = !f.concord, true
		p.negators = append(p.negators, p.pos)
	case u.has("no") && f.amount == nil && !f.negated && p.noneOf(f):
		f.negated = !f.concord
		p.negators = append(p.negators, p.pos)
	case (f.overdue || f.open) && u.has("noun", "enroll"), (f.overdue || f.open) && f.has("training") && u.has("event", "enroll") && p.spanNext():
	case f.cat == "" && (u.has("event") || u.has("noun") || u.has("agent")) && !preferObject(u):
		f.take(u, p.pos)
		f.pronoun = f.pronoun || enclitic(p.tokens[u.from].fold)
	case u.has("overdue") && !f.overdue && (f.cat == "" || f.says("complete") || f.says("take") || f.cat == "noun" && f.says("enroll")):
		f.overdue = true
	case u.has("overdueweak") && !f.overdue && f.cat == "" && (f.has("training") || len(f.courses) > 0 || p.trainingAhead()):
		f.overdue = true
	case u.has("unfinished") && f.cat == "" && len(f.courses) > 0 && !f.with && !f.negated && p.saysNot():
		f.keys, f.cat, f.form, f.verbUnit, f.nameFirst = []string{"complete"}, "event", formPast, p.pos, true
		f.negated = !f.concord
		p.negators = append(p.negators, p.pos)
	case u.has("unfinished") && !f.open && (f.cat == "" || f.cat == "noun" && f.says("enroll")):
		f.open = true
	case u.has("last") && f.cat == "" && len(f.objects) == 0:
		f.last = true
	case u.has("first") && f.cat == "" && len(f.objects) == 0:
		f.first = true
	case f.cat != "" && f.has("simulation") && u.has("event", "receive") && !f.says("receive") && p.channelNext():
	case u.has("all") && (f.says("complete") || f.says("take")) && p.trainingAhead():
		f.all = true
	case u.has("ofsims") && f.cat != "":
		f.objects = append(f.objects, object{"simulation", p.pos})
	case p.channelPart(f, u):
	case u.has("object"):
		if next := p.unit(1); u.has("object", "credentials") && f.cat == "" && (len(u.values()) > 0 || u.has("field")) && !next.has("event", "submit") {
			return false
		}
		f.objects = append(f.objects, object{u.sense("object").key, p.pos})
	default:
		return false
	}
	p.pos++
	return true
}

// numbered tells whether a bare number stands right behind a name, as a part of it.
func (p *parser) numbered(u *unit) bool {
	a := u.amount()
	next := p.unit(1)
	return a.bare && !a.times && len(p.unit(-1).values(inCampaign, inCourse)) > 0 && !next.has("object") && !next.has("postcount") && !next.has("ofsims")
}

// spanNext tells whether a window follows: "courses assigned | in the last 90 days".
func (p *parser) spanNext() bool { return p.unit(1).has("span") }

// verbAt tells whether a verb that can have the names gathered so far stands at the offset.
func (p *parser) verbAt(f *frame, offset int) bool {
	for p.unit(offset).has("aux") || p.unit(offset).has("filler") {
		offset++
	}
	u := p.unit(offset)
	if len(f.campaigns) > 0 {
		return u.has("event") && u.sense("event").form == formPast
	}
	return u.has("event", "complete", "take", "start") && !u.has("object")
}

// saysNot tells whether the unit at hand begins with "no": "no completado".
func (p *parser) saysNot() bool { return p.unitWord(p.pos) == "no" || p.unitWord(p.pos) == "nao" }

// verbBefore tells whether a name with nothing but "not" behind it has the verb of the event before.
func (p *parser) verbBefore(f *frame) bool {
	return len(f.courses)+len(f.campaigns) > 0 && p.lastFrame != nil && p.lastFrame.cat == "event" && p.clauseEnds(1)
}

// noneOf tells whether "no" at this place says how many: "completed no course", "received nothing".
func (p *parser) noneOf(f *frame) bool {
	return f.cat != "" && (len(f.objects) == 0 || f.bare())
}

func (f *frame) take(u *unit, at int) {
	for _, cat := range []string{"event", "agent", "noun"} {
		for _, s := range u.senses {
			if s.cat == cat && s.key != "login" && !f.says(s.key) {
				f.keys = append(f.keys, s.key)
				if f.cat == "" {
					f.cat, f.form = cat, s.form
				}
			}
		}
	}
	f.verbUnit, f.nameFirst = at, len(f.campaigns)+len(f.courses) > 0
}

// enclitic tells whether a Spanish verb carries its pronoun: reportarla.
func enclitic(word string) bool {
	for _, ending := range []string{"rlo", "rla", "rlos", "rlas", "ndolo", "ndola", "ndolos", "ndolas"} {
		if strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// preferObject tells whether a word that is both a verb and a thing is the thing here: "two tests", "training".
func preferObject(u *unit) bool {
	if !u.has("object") || u.has("object", "credentials") {
		return false
	}
	if u.has("object", "training") {
		return true
	}
	s := u.sense("event")
	return s == nil || s.form == formBase || s.form == formGerund || s.form == formNone
}

// spanPart takes a window, unless the event has one.
func (p *parser) spanPart(f *frame, u *unit) bool {
	span := u.span()
	if f.span != nil && f.span.kind == spanAllTime && f.spanUnit == p.pos-1 {
		f.span = nil // at any point | in the last 90 days
	}
	if span == nil || f.span != nil {
		return false
	}
	if span.following && f.cat != "" && f.order == nil && p.lastEvent != nil && !p.verbNext() {
		f.order = &ordering{relation: "after", anchor: p.lastEvent, within: span.window.From.Ago}
		return true
	}
	if !f.isEvent() && !p.verbFollows(p.pos+1) {
		return false
	}
	f.span, f.spanUnit, f.leading = span, p.pos, f.cat == "" && len(f.objects) == 0
	return true
}

// verbFollows tells whether, after small words, an event's verb stands at unit i.
func (p *parser) verbFollows(i int) bool {
	for ; i < len(p.units); i++ {
		u := &p.units[i]
		switch {
		case u.has("event"), u.has("agent"), u.has("noun"), u.has("hire") && !u.has("filler"), u.has("login"), u.has("created"), u.has("condverb"):
			return true
		case u.has("punct", ",") && p.units[i-1].has("span"):
		case u.has("aux"), u.has("neg"), u.has("never"), u.has("filler"), u.has("no"), u.has("without"), u.has("both"), u.has("pronoun"):
		default:
			return false
		}
	}
	return false
}
