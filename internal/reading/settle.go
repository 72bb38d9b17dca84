package reading

import (
	"fmt"
	"strings"

	"muster/internal/criteria"
)

// simulationTypes are the simulation events of the verbs that mean just that.
var simulationTypes = map[string][]criteria.SimulationType{
	"press": {criteria.Clicked}, "view": {criteria.Opened}, "trip": criteria.FailureTypes,
	"click": {criteria.Clicked}, "open": {criteria.Opened}, "submit": {criteria.Submitted}, "give": {criteria.Submitted},
	"attach": {criteria.AttachmentOpened}, "download": {criteria.AttachmentOpened}, "scan": {criteria.QRScanned}, "reply": {criteria.Replied},
	"report": {criteria.Reported}, "receive": {criteria.Sent}, "bounce": {criteria.Bounced}, "fail": criteria.FailureTypes,
}

// trainingTypes are the training events of the verbs that mean just that.
var trainingTypes = map[string][]criteria.TrainingType{
	"take": {criteria.Completed}, "book": {criteria.Enrolled},
	"complete": {criteria.Completed}, "start": {criteria.Started}, "enroll": {criteria.Enrolled}, "receive": {criteria.Enrolled},
	"fail": {criteria.Failed}, "courseFail": {criteria.Failed},
}

// allowedObjects are the things that each simulation verb can have.
var allowedObjects = map[string][]string{
	"press": {"simulation", "link"}, "view": {"simulation"}, "trip": {"simulation", "link"},
	"click": {"simulation", "link", "qr"}, "open": {"simulation"}, "submit": {"simulation", "credentials", "link"}, "give": {"simulation", "credentials", "link"},
	"attach": {"simulation", "attachment"}, "download": {"simulation", "attachment"}, "scan": {"simulation", "qr"}, "reply": {"simulation"},
	"report": {"simulation", "link", "attachment", "qr"}, "receive": {"simulation", "qr"}, "bounce": {"simulation"},
	"fail": {"simulation", "link", "attachment", "qr"},
}

// settleFrame makes the condition of a gathered event, nil where the words do not make one.
func (p *parser) settleFrame(f *frame, pre *prefix) *term {
	if f.amount != nil && f.amount.single && (pre.negated || f.negated) {
		f.amount = nil // "without a single one"
	}
	training := f.has("training") || f.has("assigned") || len(f.courses) > 0
	if f.overdue || f.open || f.has("assigned") || f.all && training {
		return p.enrolment(f, pre)
	}
	key, ok := f.meaning(training)
	if !ok {
		return nil
	}
	if key == "complete" && pre.negated && f.pronoun && len(f.courses) == 0 && p.assigned {
		return negate(leafOf(&condition{kind: enrolmentCondition, state: criteria.Unfinished, from: f.from, to: p.pos, span: f.span, hasObject: true}))
	}
	p.assigned = key == "enroll" && len(f.courses) == 0
	c := &condition{
		from: f.from, to: p.pos, amount: f.amount, span: f.span, spanUnit: f.spanUnit, leading: f.leading,
		channels: f.channels, last: f.last, first: f.first, order: f.order,
		hasObject: len(f.objects) > 0 || f.amount != nil || len(f.channels) > 0 || len(f.courses)+len(f.campaigns)+len(f.templates) > 0 || f.pronoun,
	}
	if training {
		c.kind, c.train = trainingCondition, trainingTypes[key]
		if c.train == nil || len(f.campaigns)+len(f.templates)+len(f.channels) > 0 {
			return nil
		}
	} else {
		switch {
		case key == "complete" && f.cat != "" || key == "start" || key == "enroll":
			c.kind, c.train = trainingCondition, trainingTypes[key]
			if f.has("simulation") || len(f.campaigns)+len(f.channels) > 0 {
				return nil
			}
		default:
			c.kind, c.sim = simulationCondition, simulationTypes[key]
			if len(c.channels) == 0 && p.channel != "" {
				c.channels = []criteria.Channel{p.channel}
			}
			if !p.objectsFit(f, key) {
				return nil
			}
		}
	}
	p.addVerbs(f, c)
	p.nameParts(f, c, pre)
	p.countWords(f)
	t := leafOf(c)
	if f.xor {
		each := *c
		each.every = true
		c.every = false
		t = join(allOf, t, negate(leafOf(&each)))
	}
	return t
}

// meaning gives which of the verb's keys its objects allow.
func (f *frame) meaning(training bool) (string, bool) {
	if f.cat == "" {
		switch {
		case training:
			return "complete", true
		case f.has("attachment"), f.has("link"), f.has("credentials"):
			return "", false
		case f.has("simulation"), f.got && len(f.campaigns)+len(f.templates) > 0:
			return "receive", true
		}
		return "", false
	}
	for _, key := range f.keys {
		switch key {
		case "give":
			if f.has("credentials") || f.has("anything") && len(f.keys) > 1 {
				return key, true
			}
			if len(f.keys) == 1 {
				return "", false
			}
			continue
		case "open":
			if f.has("attachment") {
				return "attach", true
			}
			if f.has("link") {
				return "click", true
			}
		case "download":
			if !f.has("attachment") {
				continue
			}
		case "press", "view", "trip":
			if !f.has("simulation") && !f.has("link") && len(f.campaigns)+len(f.templates)+len(f.channels) == 0 {
				continue
			}
		case "take", "book":
			if !training && !f.pronoun {
				continue
			}
			return strings.Replace(strings.Replace(key, "take", "complete", 1), "book", "enroll", 1), true
		case "complete":
			if f.has("simulation") {
				continue
			}
		case "click":
			if f.has("attachment") {
				return "attach", true
			}
		}
		return key, true
	}
	return "", false
}

// objectsFit tells whether the verb can have all of the objects.
func (p *parser) objectsFit(f *frame, key string) bool {
	for _, o := range f.objects {
		fits := o.key == "anything"
		for _, allowed := range allowedObjects[key] {
			fits = fits || allowed == o.key
		}
		if !fits {
			return false
		}
	}
	return true
}

// nameParts takes over the names and tells whether each of them is meant.
func (p *parser) nameParts(f *frame, c *condition, pre *prefix) {
	c.campaigns, c.courses = idsIn(f.campaigns), idsIn(f.courses)
	for _, t := range f.templates {
		c.templates = append(c.templates, t.text)
	}
	c.every = f.conj == conjunction && !f.xor
	if c.every && pre.negated {
		c.every = false
		p.unitReport(review, CodeScopeNegation, f.from, p.pos, "Read as none of them.")
	}
	switch {
	case len(c.campaigns)+len(c.courses)+len(c.templates) > 0:
		p.namedCondition, p.topic = c, nil
		if f.nameFirst && f.cat == "event" {
			p.topic = c
		}
	case p.topic != nil && p.topic.kind == simulationCondition && c.kind == simulationCondition && !c.hasObject && pre.coordinated && !pre.rel:
		c.campaigns, c.hasObject = p.topic.campaigns, true
		p.unitReport(review, CodeDefaultApplied, f.from, p.pos, "Read of the campaign named before it.")
	case f.pronoun && p.namedCondition != nil && p.namedCondition.kind == c.kind:
		c.campaigns, c.courses, c.templates = p.namedCondition.campaigns, p.namedCondition.courses, p.namedCondition.templates
	default:
		p.bindCourse(f, c)
	}
}

func idsIn(list []grounded) []int64 {
	var ids []int64
	for _, g := range list {
		ids = append(ids, g.id)
	}
	return ids
}

// countWords reports the amounts whose number is ours.
func (p *parser) countWords(f *frame) {
	if f.amount == nil {
		return
	}
	p.amountWords(f.amount, f.amountAt)
	if f.span != nil && f.span.within && f.amount.min > 1 {
		p.unitReport(review, CodeWindowScope, f.spanUnit, f.spanUnit+1, "Read as a time up to now.")
	}
}

func (p *parser) amountWords(a *amount, at int) {
	switch {
	case a.vague || a.about:
		p.unitReport(unresolved, CodeVagueQuantity, at, at+1, "Say a number, such as \"at least 3\".")
	case a.chosen:
		p.unitReport(noted, CodeDefaultApplied, at, at+1, fmt.Sprintf(p.say("Read as at least %d."), int(a.min)))
	}
}

// enrolment makes the condition of an overdue or unfinished enrolment.
func (p *parser) enrolment(f *frame, pre *prefix) *term {
	c := &condition{kind: enrolmentCondition, state: criteria.Unfinished, from: f.from, to: p.pos, amount: f.amount, span: f.span, courses: idsIn(f.courses), hasObject: true}
	if len(f.campaigns) > 0 || f.has("credentials") {
		return nil
	}
	p.countWords(f)
	if f.overdue {
		c.state = criteria.Overdue
		if f.span != nil && f.span.kind == spanAgo {
			p.unitReport(unresolved, CodeUnsupportedSequence, f.spanUnit, f.spanUnit+1, "How long something has been overdue cannot be asked for; only whether it is overdue now.")
			c.span = nil
		}
		if f.has("simulation") {
			return nil
		}
		return leafOf(c)
	}
	if f.open && (f.cat == "" || f.cat == "noun" || f.with) {
		return leafOf(c)
	}
	if f.says("complete") || f.says("take") {
		if pre.negated || f.negated {
			return negate(leafOf(c))
		}
		enrolled := &condition{kind: trainingCondition, train: []criteria.TrainingType{criteria.Enrolled}, courses: c.courses}
		return join(allOf, leafOf(enrolled), negate(leafOf(c)))
	}
	if f.says("start") && !pre.negated {
		return leafOf(&condition{kind: trainingCondition, train: trainingTypes["start"], courses: c.courses, span: f.span, amount: f.amount})
	}
	if f.cat == "" {
		p.assigned = len(c.courses) == 0
		return leafOf(&condition{kind: trainingCondition, train: trainingTypes["enroll"], courses: c.courses, span: f.span, amount: f.amount, hasObject: true})
	}
	return nil
}
