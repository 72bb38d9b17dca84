package reading

import "strings"

// disambiguate takes out meanings that the neighbours rule out.
func disambiguate(units []unit, tokens []token) {
	for i := range units {
		u := &units[i]
		if u.has("aux") && u.has("event", "take") && i+1 < len(units) && auxiliary(units[i+1:]) {
			u.drop("event")
		}
		if u.has("pronoun") && u.to > u.from+1 && i+1 < len(units) && nameable(&units[i+1]) {
			u.senses = []sense{{cat: "prep", key: "in"}} // en el departamento, and not en él
		}
		if u.has("and") && u.has("is") && strings.EqualFold(tokens[u.from].text, "é") {
			u.drop("and")
		}
		if u.has("amount") && tokens[u.from].fold == "over" && u.to == u.from+2 && tokens[u.from+1].kind == wordToken && i+1 < len(units) && units[i+1].has("channel") {
			u.senses = []sense{{cat: "prep", key: "via"}} // over a text message
		}
		if u.has("event", "reply") && i+1 < len(units) && (units[i+1].has("emailAddress") || len(units[i+1].values(inManager)) > 0) {
			u.senses = []sense{{cat: "manages"}} // responden a Ana García
		}
		if u.has("event", "fail") && ledInto(units[i:], tokens) {
			u.senses = []sense{{cat: "aux"}} // tricked into entering data
		}
		if tokens[u.from].fold == "no" && u.has("no") && i+1 < len(units) && foreign(&units[i+1], "field") {
			u.senses = []sense{{cat: "prep", key: "in"}} // no grupo
		}
		if len(u.values(inGroup)) > 0 && len(u.values()) < len(u.senses) && groupMeant(units, i) {
			u.keepValues(inGroup)
		}
		if u.has("event", "enroll", "book") && placeFollows(units[i+1:]) {
			u.senses = []sense{{cat: "be"}} // assigned to Finance
		}
	}
}

// nameable tells whether a unit is a thing that a preposition and an article stand before.
func nameable(u *unit) bool {
	return u.has("field") || u.has("object") || u.has("quoted") || len(u.values()) > 0
}

// ledInto tells whether the first unit's verb only says how the next came about: "tricked into entering", "engañados para dar".
func ledInto(units []unit, tokens []token) bool {
	last := tokens[units[0].to-1].fold
	for _, u := range units[1:] {
		if s := u.sense("event"); s != nil && !u.has("object") {
			return (last == "into" || last == "para") && (s.form == formGerund || s.form == formBase)
		}
		if !u.has("prep") {
			return false
		}
		last = tokens[u.to-1].fold
	}
	return false
}

// foreign tells whether a unit has a meaning of the category, but none in English.
func foreign(u *unit, cat string) bool {
	s := u.sense(cat)
	return s != nil && !s.langs.has(english)
}

// groupMeant tells whether what may be a group's name is one by the words around it: "members of Phished Users", "the Phished
// Users group". By itself such a name is read as the words that it is made of.
func groupMeant(units []unit, i int) bool {
	if i+1 < len(units) && units[i+1].has("field", "group") {
		return true
	}
	for i--; i >= 0 && (units[i].has("det") || units[i].has("both")); i-- {
	}
	if i > 0 && (units[i].has("and") || units[i].has("or") || units[i].has("punct", ",")) && len(units[i-1].values(inGroup)) > 0 {
		return groupMeant(units, i-1)
	}
	return i >= 0 && (units[i].has("prep", "in") || units[i].has("be") || units[i].has("field", "group") || units[i].has("member"))
}

// keepValues leaves of a unit's meanings only the values of a field.
func (u *unit) keepValues(f field) {
	var kept []sense
	for _, s := range u.senses {
		if g, isValue := s.value.(grounded); isValue && g.field == f {
			kept = append(kept, s)
		}
	}
	u.senses = kept
}

// placeFollows tells whether a department or place follows, after small words.
func placeFollows(rest []unit) bool {
	for i := range rest {
		u := &rest[i]
		if len(u.values(inDepartment, inLocation, inCountry)) > 0 && len(u.values(inCourse)) == 0 {
			return true
		}
		if !u.has("prep") && !u.has("det") {
			return false
		}
	}
	return false
}

// auxiliary tells whether what follows makes a "do" an auxiliary: a negation or another verb.
func auxiliary(rest []unit) bool {
	for i := range rest {
		u := &rest[i]
		switch {
		case u.has("neg"), u.has("never"), u.has("event"), u.has("login"), u.has("hire"):
			return !u.has("object") || u.has("neg")
		case u.has("filler"), u.has("pronoun") && !u.has("det"):
		default:
			return false
		}
	}
	return false
}

// drop takes out the meanings of a category.
func (u *unit) drop(cat string) {
	var kept []sense
	for _, s := range u.senses {
		if s.cat != cat {
			kept = append(kept, s)
		}
	}
	u.senses = kept
}
