package reading

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"muster/internal/criteria"
)

// glossaryPhrase reads the words that are a whole condition: new hires, repeat offenders, contractors, remote.
func (p *parser) glossaryPhrase(pre *prefix) (*term, kind, verbForm) {
	u, start := p.unit(0), p.pos
	t, k := p.glossaryTerm(u)
	if t == nil {
		return nil, noun, formNone
	}
	if t.cond == nil || t.cond.kind != dateCondition || !u.has("cond", "newAdjective") {
		p.pos++
	} else if p.pos++; !p.unit(0).has("people") && !p.unit(0).has("type") {
		p.pos = start
		return nil, noun, formNone
	}
	if c, _ := t.single(); c != nil {
		c.from, c.to = start, p.pos
		if span := p.unit(0).span(); span != nil && c.windowed() {
			c.span, c.spanUnit = span, p.pos
			p.pos++
		}
	}
	if u.has("mode") {
		p.fieldBehind(inAttribute + "workMode")
	}
	if u.has("condverb") || u.has("cond", "repeatOffender", "repeatClicker") {
		p.objectBehind()
	}
	return t, p.headed(pre, k), formNone
}

// objectBehind consumes the simulations that a repeat offender keeps falling for.
func (p *parser) objectBehind() {
	i := 0
	for p.unit(i).has("prep") || p.unit(i).has("det") {
		i++
	}
	if u := p.unit(i); u.has("object", "simulation") || u.has("object", "link") {
		p.pos += i + 1
	}
}

func (p *parser) glossaryTerm(u *unit) (*term, kind) {
	g := p.r.glossary
	s := u.sense("cond")
	behavior := noun
	if s == nil {
		s, behavior = u.sense("condverb"), verb
	}
	if s != nil {
		switch s.key {
		case "newHire", "newAdjective":
			return leafOf(&condition{kind: dateCondition, date: criteria.HiredOn, defaults: []criteria.Window{criteria.Last(g.NewHireDays, criteria.Day)}}), noun
		case "repeatOffender", "repeatClicker":
			c := &condition{
				kind: simulationCondition, sim: criteria.FailureTypes, hasObject: true, defaults: []criteria.Window{criteria.Last(g.RepeatDays, criteria.Day)},
				amount: &amount{min: float64(g.RepeatCount), hasMin: true},
			}
			if s.key == "repeatClicker" {
				c.sim = simulationTypes["click"]
			}
			return leafOf(c), behavior
		case "inactive":
			c := &condition{kind: dateCondition, date: criteria.LastLoginAt, defaults: []criteria.Window{criteria.Last(g.InactiveDays, criteria.Day)}}
			return negate(leafOf(c)), adjective
		case "untrained":
			return negate(leafOf(&condition{kind: trainingCondition, train: trainingTypes["complete"], hasObject: true})), adjective
		case "trained":
			return leafOf(&condition{kind: trainingCondition, train: trainingTypes["complete"]}), adjective
		case "neverTested":
			return negate(leafOf(&condition{kind: simulationCondition, sim: simulationTypes["receive"], hasObject: true})), adjective
		}
	}
	fixed := func(f criteria.ProfileField, value string) *term {
		return leafOf(&condition{field: field(f), fixed: criteria.Profile{Field: f, Match: criteria.MatchIs, Values: []string{value}}})
	}
	if s := u.sense("type"); s != nil {
		return fixed(criteria.FieldEmployeeType, s.key), noun
	}
	if s := u.sense("demonym"); s != nil && len(u.values(inCountry)) == 0 {
		p.unitReport(review, CodeFieldAmbiguous, p.pos, p.pos+1, "Read as those in the country; nationality is not recorded.", s.key)
		return fixed(criteria.FieldCountry, s.key), adjective
	}
	if s := u.sense("tongue"); s != nil {
		return fixed(criteria.FieldLanguage, s.key), noun
	}
	if s := u.sense("mode"); s != nil {
		name := "workMode"
		return leafOf(&condition{field: inAttribute + field(name), fixed: criteria.Attribute{Name: name, Values: []any{s.key}}}), adjective
	}
	if s := u.sense("status"); s != nil {
		return fixed(criteria.FieldStatus, s.key), adjective
	}
	return nil, noun
}

// profileVerb reads hire and login dates, managers and languages: "hired in 2025", "reports to …", "speaks Spanish".
func (p *parser) profileVerb(pre *prefix) (*term, kind, verbForm) {
	u := p.unit(0)
	switch {
	case u.has("span") && p.tenureFollows():
		return p.dated(pre, criteria.HiredOn, "span")
	case u.has("hire"):
		return p.dated(pre, criteria.HiredOn, "hire")
	case u.has("event", "start") && !p.trainingAhead():
		p.startedWhat()
		return p.dated(pre, criteria.HiredOn, "event")
	case u.has("field", "hiredOn"), u.has("tenure"):
		return p.dated(pre, criteria.HiredOn, "field")
	case u.has("created"):
		return p.dated(pre, criteria.CreatedAt, "created")
	case u.has("login"), u.has("noun", "login"), u.has("field", "lastLogin"), u.has("last") && p.unit(1).has("login"):
		return p.dated(pre, criteria.LastLoginAt, "login")
	case u.has("emailAddress") && p.tokens[u.from].text[0] == '@':
		return p.domain(pre)
	case u.has("emailAddress"), len(u.values(inManager)) > 0:
		if t, k := p.managerFirst(pre); t != nil || !u.has("emailAddress") {
			return t, k, formNone
		}
		return p.addresses(pre)
	case u.has("named") && p.unit(-1).has("people"), u.has("field", "name") && !pre.negated && !p.quotedNext():
		return p.called(pre)
	case u.has("manages"), u.has("field", "manager") && !p.partNext():
		return p.managed(pre)
	case u.has("speak") || u.has("field", "language"):
		return p.spoken(pre)
	}
	return nil, noun, formNone
}

// partNext tells whether the field at hand is compared with a part of its value: "whose manager starts with …".
func (p *parser) partNext() bool {
	back := p.pos
	p.pos++
	match, _ := p.comparison()
	p.pos = back
	return match == criteria.MatchStartsWith || match == criteria.MatchEndsWith
}

// quotedNext tells whether the first thing after the field at hand that says something is a quoted text.
func (p *parser) quotedNext() bool {
	back := p.pos
	p.pos++
	p.comparison()
	quoted := p.unit(0).has("quoted")
	p.pos = back
	return quoted
}

// startedWhat reports that "started" was read of the job where the description also speaks of training.
func (p *parser) startedWhat() {
	for i := range p.units {
		if u := &p.units[i]; (u.has("object", "training") || len(u.values(inCourse)) > 0) && i != p.pos && p.unit(1).has("span") {
			p.unitReport(review, CodeFieldAmbiguous, p.pos, p.pos+1, "Read as started to work here, not as started a course.")
			return
		}
	}
}

// trainingAhead tells whether a course or training follows the verb at hand.
func (p *parser) trainingAhead() bool {
	for i := 1; ; i++ {
		u := p.unit(i)
		switch {
		case u == nil:
			return false
		case u.has("object", "training"), u.has("object", "assigned"), len(u.values(inCourse)) > 0, u.has("pronoun"):
			return true
		case u.has("det"), u.has("prep"), u.has("amount"), u.has("no"), u.has("filler"), u.has("different"):
		default:
			return false
		}
	}
}

// dated reads a condition on a date of the profile with its window.
func (p *parser) dated(pre *prefix, date criteria.DateField, cat string) (*term, kind, verbForm) {
	start := p.pos
	c := &condition{kind: dateCondition, date: date, from: start, last: cat == "login" && p.unit(0).has("field", "lastLogin")}
	if pre.lead != nil {
		c.span, c.spanUnit, c.leading = pre.lead, pre.leadUnit, true
	}
	form := formNone
	if s := p.unit(0).sense(cat); s != nil {
		form = s.form
	}
	for i := p.pos; i < len(p.units); i++ {
		u := &p.units[i]
		switch {
		case u.has("span") && c.span == nil:
			c.span, c.spanUnit = u.span(), i
			p.pos = i + 1
		case p.andClause(i):
			i = len(p.units)
		case u.has("neg") && c.span == nil && i > start && p.spanAfter(i+1):
			pre.negated, pre.worded = !pre.negated, true
			p.negators = append(p.negators, i)
		case u.has("amount") && date == criteria.LastLoginAt && p.atLeastOnce(u):
			p.pos = i + 1
		case i == start, u.has("login"), u.has("last"), u.has("platform"), cat == "span" && (u.has("tenure") || u.has("hire")):
			p.pos = i + 1
		case u.has("det"), u.has("prep"), u.has("aux"), u.has("is"), u.has("filler"), u.has("object", "company"), u.has("no"):
		default:
			i = len(p.units)
		}
	}
	if from := p.pos; p.unit(0).has("order") && !p.unit(0).has("span") {
		if p.orderPart(&frame{}, p.unit(0).sense("order").key) {
			p.unordered(from, p.pos)
		}
	}
	if date == criteria.LastLoginAt && c.span == nil && pre.plainNot && !pre.never && !p.yet(pre.from, p.pos+1) {
		c.defaults = []criteria.Window{criteria.Last(p.r.glossary.InactiveDays, criteria.Day)}
	}
	if c.span == nil && cat == "field" && (pre.have || pre.prep == "with") && p.clauseEnds(0) {
		return leafOf(c), verb, form // have a hire date
	}
	if date == criteria.LastLoginAt || date == criteria.CreatedAt && cat == "created" && pre.negated || c.span != nil {
		c.to = p.pos
		return leafOf(c), p.headed(pre, verb), form
	}
	p.pos = start
	return nil, noun, formNone
}

// andClause tells whether "and" stands at unit i, before another clause; in Portuguese without its accents it looks like "is".
func (p *parser) andClause(i int) bool {
	if !p.units[i].has("and") || i+1 >= len(p.units) {
		return p.units[i].has("and")
	}
	next := &p.units[i+1]
	return next.has("rel") || next.has("whose") || next.has("neg") || next.has("never") || next.has("punct", "(") || next.has("event")
}

// spanAfter tells whether a window stands at unit i, after small words.
func (p *parser) spanAfter(i int) bool {
	for ; i < len(p.units); i++ {
		if u := &p.units[i]; u.has("span") {
			return true
		} else if !u.has("aux") && !u.has("is") && !u.has("prep") && !u.has("det") && !u.has("filler") && !u.has("login") && !u.has("hire") {
			return false
		}
	}
	return false
}

// clauseEnds tells whether nothing more of a clause stands at the offset.
func (p *parser) clauseEnds(offset int) bool {
	u := p.unit(offset)
	return u == nil || u.has("punct") || u.has("and") || u.has("or") || u.has("but")
}

// atLeastOnce tells whether an amount says no more than that something happened.
func (p *parser) atLeastOnce(u *unit) bool {
	a := u.amount()
	return a.times && a.count() == criteria.Count{Min: 1}
}

// yet tells whether one of the units says "yet": not until now.
func (p *parser) yet(from, to int) bool {
	for i := from; i < to && i < len(p.units); i++ {
		for _, t := range p.tokens[p.units[i].from:p.units[i].to] {
			switch t.fold {
			case "yet", "todavia", "aun", "ainda", "ever":
				return true
			}
		}
	}
	return false
}

// tenureFollows tells whether a length of time at hand is one of service: "more than two years at the company".
func (p *parser) tenureFollows() bool {
	s := p.unit(0).span()
	if s.kind != spanAgo {
		return false
	}
	if word := p.tokens[p.unit(0).from].fold; strings.HasPrefix(word, "llev") && p.clauseEnds(1) {
		return true // llevan menos de un año
	}
	i := 1
	for p.unit(i).has("prep") && !p.unit(i).has("hire") && !p.unit(i).has("tenure") {
		i++
	}
	if s.agoCmp != "" && (p.atWork(p.unit(-1)) || p.atWork(p.unit(i))) {
		return true
	}
	return p.unit(i).has("tenure") || p.unit(i).has("hire")
}

// atWork tells whether a unit stands for being with the organization: "in the company", "employed".
func (p *parser) atWork(u *unit) bool {
	if u == nil {
		return false
	}
	for _, t := range p.tokens[u.from:u.to] {
		switch t.fold {
		case "company", "organization", "organisation", "firm", "employed", "empresa", "compania", "companhia", "organizacion", "organizacao":
			return true
		}
	}
	return false
}

// managed reads "reports to ana@acme.test", "whose manager is Ana García", "without a manager".
func (p *parser) managed(pre *prefix) (*term, kind, verbForm) {
	start := p.pos
	p.pos++
	var emails []string
	for u := p.unit(0); u != nil; u = p.unit(0) {
		switch {
		case u.has("emailAddress"):
			emails = append(emails, u.sense("emailAddress").key)
		case u.has("quoted") && strings.Contains(u.sense("quoted").key, "@"):
			emails = append(emails, u.sense("quoted").key)
		case len(u.values(inManager)) > 0:
			for _, g := range u.values(inManager) {
				emails = append(emails, g.text)
			}
			if n := len(u.values(inManager)); n > 1 {
				p.unitReport(review, CodeFieldAmbiguous, p.pos, p.pos+1, "Several managers have this name: all of them are meant.", emails...)
			}
		case len(emails) > 0 && (u.has("or") || u.has("nor") || u.has("and") || p.punct(",")) && (p.unit(1).has("emailAddress") || p.unit(1).has("quoted") || len(p.unit(1).values(inManager)) > 0):
		case len(emails) == 0 && u.has("neg"):
			pre.negated, pre.worded = !pre.negated, true
			p.negators = append(p.negators, p.pos)
		case len(emails) == 0 && !p.andClause(p.pos) && (u.has("aux") || u.has("is") || u.has("prep") || u.has("det") || u.has("manages") || u.has("field", "manager") || u.has("field", "email") || p.punct("=", ":")):
		default:
			return p.managedDone(pre, emails, start)
		}
		p.pos++
	}
	return p.managedDone(pre, emails, start)
}

// called reads "named Ana García", "whose name contains Ana". A name is a capital or quoted word that means nothing else.
func (p *parser) called(pre *prefix) (*term, kind, verbForm) {
	start := p.pos
	p.pos++
	match, _ := p.comparison()
	var name []string
	for u := p.unit(0); u != nil; u = p.unit(0) {
		t := p.tokens[u.from]
		if u.has("quoted") {
			name = append(name, u.sense("quoted").key)
		} else if first, _ := utf8.DecodeRuneInString(t.text); unicode.IsUpper(first) && (len(u.senses) == 0 || t.corrected != "" || len(u.values(inManager)) > 0) {
			for i := u.from; i < u.to; i++ {
				name = append(name, p.tokens[i].text)
				p.tokens[i].corrected = ""
			}
		} else {
			break
		}
		p.pos++
	}
	if len(name) == 0 {
		p.pos = start
		return nil, noun, formNone
	}
	if match == "" {
		match = criteria.MatchWords
	}
	c := &condition{field: "name", fixed: criteria.Profile{Field: criteria.FieldName, Match: match, Values: []string{strings.Join(name, " ")}}}
	k := place
	if pre.rel {
		k = verb
	}
	return leafOf(c), k, formNone
}

// domain reads "an @acme.test address".
func (p *parser) domain(pre *prefix) (*term, kind, verbForm) {
	c := &condition{field: "email", fixed: criteria.Profile{Field: criteria.FieldEmail, Match: criteria.MatchEndsWith, Values: []string{p.tokens[p.unit(0).from].fold}}}
	for p.pos++; p.unit(0).has("field", "email"); {
		p.pos++
	}
	return leafOf(c), p.headed(pre, adjective), formNone
}

// managerFirst reads "ana@acme.test's direct reports", "Ana García's team".
func (p *parser) managerFirst(pre *prefix) (*term, kind) {
	i := 1
	for p.unit(i).has("punct", "'", "’") || p.unit(i).has("aux") && p.tokens[p.unit(i).from].fold == "s" {
		i++
	}
	u := p.unit(i)
	if !u.has("manages") && !u.has("field", "department") {
		return nil, noun
	}
	var emails []string
	for _, g := range p.unit(0).values(inManager) {
		emails = append(emails, g.text)
	}
	if s := p.unit(0).sense("emailAddress"); s != nil {
		emails = append(emails, s.key)
	}
	p.checkManagers(emails, p.pos, p.pos+1)
	p.pos += i + 1
	return leafOf(valueCondition(inManager, managers(emails))), p.headed(pre, noun)
}

func managers(emails []string) []grounded {
	var list []grounded
	for _, e := range emails {
		list = append(list, grounded{field: inManager, text: e})
	}
	return list
}

func (p *parser) managedDone(pre *prefix, emails []string, start int) (*term, kind, verbForm) {
	if len(emails) == 0 {
		p.pos = start
		if p.unit(0).has("field", "manager") && !pre.negated && pre.have && p.clauseEnds(1) {
			p.pos++
			return negate(leafOf(&condition{fixed: criteria.Profile{Field: criteria.FieldManager, Missing: true}})), verb, formNone
		}
		if p.unit(0).has("field", "manager") && pre.negated && (pre.prep == "with" || p.possessed(pre.from)) {
			p.pos++
			pre.negated = false
			return leafOf(&condition{field: inManager, fixed: criteria.Profile{Field: criteria.FieldManager, Missing: true}}), place, formNone
		}
		return nil, noun, formNone
	}
	p.checkManagers(emails, start, p.pos)
	c := &condition{field: inManager, fixed: criteria.Profile{Field: criteria.FieldManager, Match: criteria.MatchIs, Values: emails}}
	k := verb
	if p.units[start].sense("manages") != nil && p.units[start].sense("manages").form == formNone && !pre.pred && !pre.rel {
		k = noun
	}
	return leafOf(c), k, formNone
}

// languageTag finds BCP 47 tags such as pt-BR.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// spoken reads "speaks Spanish", "Spanish speakers", "whose language is Portuguese".
func (p *parser) spoken(pre *prefix) (*term, kind, verbForm) {
	start := p.pos
	p.pos++
	var list []string
	coded := false
	for u := p.unit(0); u != nil; u = p.unit(0) {
		found := u.values(inLanguage)
		switch {
		case len(found) > 0:
			list = append(list, found[0].text)
		case p.code(inLanguage, u) != "" && p.codeExpected(coded):
			list, coded = append(list, p.code(inLanguage, u)), true
		case coded && (u.has("or") || u.has("and") || p.punct(",")) && p.code(inLanguage, p.unit(1)) != "":
		case u.has("quoted") && languageTag.MatchString(u.sense("quoted").key):
			list = append(list, u.sense("quoted").key)
		case u.has("quoted") && rareLanguages()[criteria.Fold(u.sense("quoted").key)] != "":
			list = append(list, rareLanguages()[criteria.Fold(u.sense("quoted").key)])
		case len(list) > 0 && (u.has("or") || u.has("nor") || u.has("and") || p.punct(",")) && (len(p.unit(1).values(inLanguage)) > 0 || p.unit(1).has("quoted")):
		case len(list) == 0 && u.has("neg"):
			pre.negated, pre.worded = !pre.negated, true
			p.negators = append(p.negators, p.pos)
		case len(list) == 0 && (u.has("aux") || u.has("is") || u.has("prep") || u.has("det") || u.has("speak") || u.has("field", "language") || p.punct("=", ":")):
		default:
			return p.spokenDone(pre, list, start)
		}
		p.pos++
	}
	return p.spokenDone(pre, list, start)
}

func (p *parser) spokenDone(pre *prefix, list []string, start int) (*term, kind, verbForm) {
	if len(list) == 0 {
		p.pos = start
		return nil, noun, formNone
	}
	for p.unit(0).has("speak") || p.unit(0).has("field", "language") {
		p.pos++
	}
	c := &condition{field: inLanguage, fixed: criteria.Profile{Field: criteria.FieldLanguage, Match: criteria.MatchIs, Values: list}}
	return leafOf(c), p.headed(pre, verb), formNone
}
