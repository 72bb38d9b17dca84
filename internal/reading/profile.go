package reading

import (
	"fmt"
	"strings"

	"muster/internal/criteria"
)

// bareFields are the fields whose values a description can name without the field, the likeliest first.
var bareFields = []field{inDepartment, inTitle, inLocation, inCountry, inGroup, inAttribute}

// valuePhrase reads values of a profile field: "in Finance or Legal", "the Inside Sales team", "account executives".
func (p *parser) valuePhrase(pre *prefix) (*term, kind, verbForm) {
	u := p.unit(0)
	if u.has("quoted") && len(u.values()) == 0 {
		p.unitReport(unresolved, CodeUnknownValue, p.pos, p.pos+1, "The organization has nothing of this name.")
		p.pos++
		return nil, place, formNone
	}
	if len(u.values(inLanguage)) > 0 && (p.unit(1).has("speak") || p.languageListed()) {
		return p.speakers(pre)
	}
	f, found := p.chooseField(pre, u)
	if found == nil || pre.prep == "whose" {
		return nil, noun, formNone
	}
	list, bare := p.valueList(f, found), pre.prep == "" || pre.prep == "whose"
	t := leafOf(valueCondition(f, list))
	k := adjective
	for p.unit(0).has("field", fieldNouns[f]...) && (!p.unit(0).has("people") || true) && len(fieldNouns[f]) > 0 {
		p.pos++
	}
	p.fieldBehind(f)
	if f == inTitle && bare {
		k = noun
	}
	if p.unit(0).has("people") && !p.unit(0).has("pronoun") {
		return t, p.headed(pre, k), formNone
	}
	return t, p.headed(pre, k), formNone
}

// fieldBehind consumes the field's name where it follows the value: "with manager in their title", "a hybrid work mode".
func (p *parser) fieldBehind(f field) {
	i := 0
	for p.unit(i).has("prep") || p.unit(i).has("det") {
		i++
	}
	name, attribute := strings.CutPrefix(string(f), string(inAttribute))
	switch {
	case attribute && i == 0 && p.unit(0).has("attributeName", name):
		p.pos++
	case i > 1 && !attribute && p.unit(i).has("field", string(f)) && len(p.unit(i+1).values(f)) == 0:
		p.pos += i + 1
	}
}

// fieldNouns are the words for a field that can stand behind its value: "the Sales team", "the London office".
var fieldNouns = map[field][]string{
	inDepartment: {"department"}, inLocation: {"location"}, inCountry: {"country"}, inGroup: {"group"}, inTitle: {"title"},
}

// chooseField picks the field of a value that several fields may have.
func (p *parser) chooseField(pre *prefix, u *unit) (field, []grounded) {
	var fields []field
	byField := map[field][]grounded{}
	for _, f := range bareFields {
		for _, g := range u.values(f) {
			if f == inTitle && g.part && !g.tail && pre.prep != "as" && !p.titleFollows() {
				continue
			}
			if f == inDepartment && !g.alias && p.pluralOf(u, g) && len(u.values(inTitle)) > 0 {
				continue
			}
			if byField[g.field] == nil {
				fields = append(fields, g.field)
			}
			byField[g.field] = append(byField[g.field], g)
		}
	}
	if len(fields) == 0 || p.smallWord(u) {
		return "", nil
	}
	pick := fields[0]
	for _, f := range fields {
		if len(fieldNouns[f]) > 0 && p.unit(1).has("field", fieldNouns[f]...) || pre.prep == "as" && f == inTitle {
			return f, byField[f]
		}
	}
	if len(fields) > 1 {
		var names []string
		for _, f := range fields {
			names = append(names, string(f))
		}
		p.unitReport(review, CodeFieldAmbiguous, p.pos, p.pos+1, "This is a value of several fields; the first one was taken.", names...)
	}
	return pick, byField[pick]
}

// titleFollows tells whether the word "title" follows the value: "Chief in their title".
func (p *parser) titleFollows() bool {
	i := 1
	for p.unit(i).has("prep") || p.unit(i).has("det") {
		i++
	}
	return i > 1 && p.unit(i).has("field", "title")
}

// pluralOf tells whether the text is only a plural of the value's name.
func (p *parser) pluralOf(u *unit, g grounded) bool {
	last := p.tokens[u.to-1]
	name := words(g.text)
	return len(name) > 0 && last.fold != "" && !hasSuffixFold(name, last.fold)
}

func hasSuffixFold(name, word string) bool {
	return len(name) >= len(word) && name[len(name)-len(word):] == word
}

// valueList consumes the value at hand and the further values of its field that a list adds.
func (p *parser) valueList(f field, first []grounded) []grounded {
	list, start := first, p.pos
	p.noteAlias(p.pos, f)
	p.pos++
	conjoined := false
	for {
		i, op := 0, juxtaposed
		for ; ; i++ {
			u := p.unit(i)
			switch {
			case u.has("or"), u.has("punct", "/"):
				op = disjunction
			case u.has("and") && !u.has("and", "together"):
				op = max(op, conjunction)
			case u.has("punct", ","):
				op = max(op, comma)
			case op != juxtaposed && (u.has("det") || u.has("prep", "in") || u.has("both")) && (len(u.values(f)) == 0 || p.smallWord(u)):
			case i == 0 && len(fieldNouns[f]) > 0 && u.has("field", fieldNouns[f]...):
			default:
				goto done
			}
		}
	done:
		next := p.unit(i)
		found := next.values(f)
		if op == juxtaposed || len(found) == 0 || p.smallWord(next) && !next.has("pronoun") {
			break
		}
		if f == inTitle && found[0].part && !found[0].tail {
			break
		}
		if op == disjunction && len(list) == len(first) && p.setOff(f, i) || op == conjunction && f == inGroup {
			break // one can be in several groups
		}
		conjoined = conjoined || op == conjunction
		list = append(list, found...)
		p.pos += i
		p.noteAlias(p.pos, f)
		p.pos++
	}
	if conjoined {
		p.unitReport(noted, CodeScopeAndOr, start, p.pos, "Nobody has two of these at once: read as either.")
	}
	return list
}

// setOff tells whether the last value of two, at the offset, stands apart from the first by a comma or a preposition, and "and"
// says more of it alone: "in Legal, or in IT and remote".
func (p *parser) setOff(f field, offset int) bool {
	apart := false
	for i := range offset {
		apart = apart || p.unit(i).has("punct", ",") || p.unit(i).has("prep")
	}
	return apart && p.unit(offset+1).has("and") && len(p.unit(offset+2).values(f)) == 0
}

// noteAlias records that a value was named by another name than its own.
func (p *parser) noteAlias(at int, f field) {
	for _, g := range p.units[at].values(f) {
		if !g.alias {
			return
		}
	}
	if g := p.units[at].values(f); len(g) > 0 {
		p.unitReport(review, CodeFuzzyMatch, at, at+1, fmt.Sprintf(p.say("Taken for %s."), g[0].text), g[0].text)
	}
}

// valueCondition makes the condition that a field has one of the values.
func valueCondition(f field, list []grounded) *condition {
	c := &condition{field: f}
	var texts []string
	for _, g := range list {
		texts = append(texts, g.text)
	}
	switch f {
	case inDepartment:
		var ids []criteria.DepartmentID
		for _, g := range list {
			ids = append(ids, criteria.DepartmentID(g.id))
		}
		c.fixed = criteria.Department{IDs: ids}
	case inGroup:
		var ids []criteria.GroupID
		for _, g := range list {
			ids = append(ids, criteria.GroupID(g.id))
		}
		c.fixed, c.field = criteria.InGroup{IDs: ids}, ""
	case inTitle:
		c.fixed = criteria.Profile{Field: criteria.FieldTitle, Match: criteria.MatchWords, Values: texts}
	case inLocation, inCountry, inLanguage, inManager:
		c.fixed = criteria.Profile{Field: criteria.ProfileField(f), Match: criteria.MatchIs, Values: texts}
	default:
		var values []any
		for _, g := range list {
			values = append(values, g.value)
		}
		c.fixed = criteria.Attribute{Name: string(f[len(inAttribute):]), Values: values}
	}
	return c
}

// languageListed tells whether a list of languages that starts here ends with "speakers".
func (p *parser) languageListed() bool {
	for i := 1; ; i++ {
		u := p.unit(i)
		switch {
		case u.has("speak"):
			return true
		case u.has("or"), u.has("and"), u.has("punct", ","), len(u.values(inLanguage)) > 0:
		default:
			return false
		}
	}
}

// speakers reads "Spanish or Portuguese speakers".
func (p *parser) speakers(pre *prefix) (*term, kind, verbForm) {
	list := p.valueList(inLanguage, p.unit(0).values(inLanguage))
	for p.unit(0).has("speak") {
		p.pos++
	}
	return leafOf(valueCondition(inLanguage, list)), p.headed(pre, noun), formNone
}
