package reading

import (
	"slices"
	"strings"
	"unicode"

	"muster/internal/criteria"
)

// fieldPhrase reads a field by its name with its value: "title contains Manager", "workMode = hybrid", "without a department".
func (p *parser) fieldPhrase(pre *prefix) (*term, kind, verbForm) {
	start := p.pos
	u := p.unit(0)
	switch {
	case u.has("attributeName"):
		return p.attributePhrase(pre, u.sense("attributeName").key, 1)
	case u.has("field", "attribute") && p.unit(1).has("quoted"):
		name, known := p.r.index.fields[criteria.Fold(p.unit(1).sense("quoted").key)]
		if !known {
			return nil, noun, formNone
		}
		return p.attributePhrase(pre, name.Name, 2)
	case u.has("field"):
	case u.has("contains") && p.unit(1).has("quoted"):
		return p.partFirst(pre)
	case u.has("people") && pre.prep == "whose" && p.statusNext():
		u = &unit{senses: []sense{{cat: "field", key: "status"}}} // whose account is disabled
	default:
		return nil, noun, formNone
	}
	key := u.sense("field").key
	p.pos++
	if p.unit(0).has("except") { // any department other than Sales
		return nil, noun, formNone
	}
	match, negated := p.comparison()
	list, texts := p.fieldValues(field(key), match)
	if len(list)+len(texts) == 0 {
		p.pos = start
		return p.missing(pre, key)
	}
	t := p.fieldCondition(field(key), match, list, texts)
	if t == nil {
		p.pos = start
		return nil, noun, formNone
	}
	if negated {
		t = negate(t)
		p.negators = append(p.negators, start)
	}
	if next := p.unit(1); p.unit(0).has("prep", "in") && next.has("pronoun") && (p.tokens[next.from].text == "it" || p.shouted()) {
		p.pos += 2 // "whose title has Manager in it"
	}
	k := verb
	if pre.prep != "" && !pre.rel {
		k = place
	}
	return t, p.headed(pre, k), formNone
}

// partFirst reads "with the word "Manager" in their title".
func (p *parser) partFirst(pre *prefix) (*term, kind, verbForm) {
	i := 2
	for p.unit(i).has("prep") || p.unit(i).has("det") {
		i++
	}
	if !p.unit(i).has("field", "title", "name") {
		return nil, noun, formNone
	}
	f := criteria.ProfileField(p.unit(i).sense("field", "title", "name").key)
	c := &condition{field: field(f), fixed: criteria.Profile{Field: f, Match: criteria.MatchWords, Values: []string{p.unit(1).sense("quoted").key}}}
	p.pos += i + 1
	k := place
	if pre.rel {
		k = verb
	}
	return leafOf(c), k, formNone
}

// statusNext tells whether the status of an account follows its name.
func (p *parser) statusNext() bool {
	back := p.pos
	p.pos++
	p.comparison()
	found := p.unit(0).has("status")
	p.pos = back
	return found
}

// capitals tells whether a unit is written in capitals.
func (p *parser) capitals(u *unit) bool { return p.tokens[u.from].text == upper(p.tokens[u.from].text) }

// shouted tells whether the text is all in capitals, so that they tell nothing.
func (p *parser) shouted() bool { return !slices.ContainsFunc(p.runes, unicode.IsLower) }

// comparison reads "is", "contains", "starts with", "is not" after the name of a field.
func (p *parser) comparison() (match criteria.Match, negated bool) {
	for u := p.unit(0); u != nil; u = p.unit(0) {
		signed := p.unit(-1).has("punct", "=", ":", "==") && !u.has("det")
		switch {
		case p.punct("!=", "<>"):
			negated = !negated
		case u.has("neg"):
			negated = !negated
		case u.has("contains"):
			match = criteria.MatchWords
		case u.has("isexactly"):
			match = criteria.MatchIs
		case u.has("starts"):
			match = criteria.MatchStartsWith
		case u.has("ends"):
			match = criteria.MatchEndsWith
		case signed && !p.punct("=", ":", "=="):
			return match, negated // country = ES
		case u.has("is"), u.has("aux"), u.has("det"), p.punct("=", ":", "=="), u.has("prep") && len(u.values()) == 0, u.has("either"), u.has("both"), u.has("named"):
		default:
			return match, negated
		}
		p.pos++
	}
	return match, negated
}

// asWritten tells whether a quoted text stands for itself as a value of a field, and is no other name of one: "Londres".
func (u *unit) asWritten(f field, match criteria.Match) bool {
	switch f {
	case inDepartment, inGroup, inCountry, inLanguage:
		return u.has("quoted") && len(u.values(f)) == 0
	}
	if !u.has("quoted") || match == criteria.MatchStartsWith || match == criteria.MatchEndsWith {
		return u.has("quoted")
	}
	found := u.values(f)
	return len(found) == 0 || slices.ContainsFunc(found, func(g grounded) bool { return !g.alias })
}

// fieldValues reads the list of values after a field: the organization's own, quoted texts, addresses.
func (p *parser) fieldValues(f field, match criteria.Match) (list []grounded, texts []string) {
	for {
		u := p.unit(0)
		switch {
		case u.asWritten(f, match):
			texts = append(texts, u.sense("quoted").key)
		case p.code(f, u) != "" && (p.codeExpected(false) || p.capitals(u) && !p.shouted()):
			texts = append(texts, p.code(f, u))
		case len(u.values(f)) > 0:
			list = append(list, u.values(f)...)
			p.noteAlias(p.pos, f)
		case u.has("emailAddress") && (f == "email" || f == inManager):
			texts = append(texts, u.sense("emailAddress").key)
		case f == "employeeType" && u.has("type"):
			texts = append(texts, u.sense("type").key)
		case f == "status" && u.has("status"):
			texts = append(texts, u.sense("status").key)
		default:
			return list, texts
		}
		p.pos++
		i := 0
		for p.unit(i).has("or") || p.unit(i).has("nor") || p.unit(i).has("and") || p.unit(i).has("punct", ",") || i > 0 && p.unit(i).has("det") {
			i++
		}
		next := p.unit(i)
		if i == 0 || next == nil || p.smallWord(next) || (len(next.values(f)) == 0 && (p.code(f, next) == "" || !p.capitals(next)) && !next.has("quoted") && !next.has("emailAddress") && (f != "employeeType" || !next.has("type")) && (f != "status" || !next.has("status"))) {
			return list, texts
		}
		p.pos += i
	}
}

// codeExpected tells whether a code can stand here, behind "=" or "is" or, where the list at hand is one of codes, further on in it.
func (p *parser) codeExpected(listed bool) bool {
	u := p.unit(-1)
	return u.has("punct", "=", ":", "==") || p.tokens[u.to-1].fold == "is" || listed && (u.has("or") || u.has("and") || u.has("punct", ","))
}

// code gives the code of a country or language that the organization has and that stands here as such: "ES", "es", "pt-br".
func (p *parser) code(f field, u *unit) string {
	codes := p.r.catalog.Countries
	switch {
	case f == inLanguage:
		codes = p.r.catalog.Languages
	case f != inCountry:
		return ""
	}
	if u == nil || len(u.values(f)) > 0 {
		return ""
	}
	written := string(p.runes[p.tokens[u.from].start:p.tokens[u.to-1].end])
	for _, code := range codes {
		if strings.EqualFold(code, written) {
			return code
		}
	}
	return ""
}

// fieldCondition makes the condition; nil where the field cannot be compared like that.
func (p *parser) fieldCondition(f field, match criteria.Match, list []grounded, texts []string) *term {
	switch f {
	case inDepartment, inGroup:
		if len(texts) > 0 || match == criteria.MatchStartsWith || match == criteria.MatchEndsWith || len(list) == 0 {
			return nil
		}
		return leafOf(valueCondition(f, list))
	case inTitle, "name":
		if match == "" {
			match = criteria.MatchWords
		}
	default:
		if match == "" || match == criteria.MatchWords {
			match = criteria.MatchIs
		}
	}
	for _, g := range list {
		texts = append(texts, g.text)
	}
	return leafOf(&condition{field: f, fixed: criteria.Profile{Field: criteria.ProfileField(f), Match: match, Values: texts}})
}

// missing reads "without a department", "no title".
func (p *parser) missing(pre *prefix, key string) (*term, kind, verbForm) {
	present := !pre.negated && (pre.have || pre.prep == "with") && p.clauseEnds(1)
	if present {
	} else if !pre.negated || len(p.unit(0).values(inTitle)) > 0 && pre.prep != "with" && !p.possessed(pre.from) {
		return nil, noun, formNone // not managers
	}
	var node criteria.Node
	switch f := criteria.ProfileField(key); f {
	case "department":
		node = criteria.Department{Missing: true}
	case criteria.FieldTitle, criteria.FieldLocation, criteria.FieldCountry, criteria.FieldLanguage, criteria.FieldManager, criteria.FieldExternalID, criteria.FieldEmployeeType:
		node = criteria.Profile{Field: f, Missing: true}
	default:
		return nil, noun, formNone
	}
	p.pos++
	for p.unit(0).has("filler") || p.unit(0).has("event", "enroll") || p.unit(0).has("set") {
		p.pos++
	}
	pre.negated = false
	k := place
	if pre.rel || pre.pred {
		k = verb
	}
	t := leafOf(&condition{fixed: node})
	if present {
		t = negate(t)
	}
	return t, k, formNone
}

// possessed tells whether the small words from a unit up to here speak of having: "do not have managers", "no manager".
func (p *parser) possessed(from int) bool {
	for i := from; i < p.pos; i++ {
		if u := &p.units[i]; u.has("no") || u.has("without") {
			return true
		}
		switch p.tokens[p.units[i].from].fold {
		case "have", "has", "had", "having", "tiene", "tienen", "tenga", "tengan", "tem", "tenha", "tenham", "possui", "possuem":
			return true
		}
	}
	return false
}
