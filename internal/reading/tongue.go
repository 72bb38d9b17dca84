package reading

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// detect gives the language that most words of the text belong to; decided is false where none leads.
func (lex *lexicon) detect(tokens []token) (lang tongue, decided bool) {
	var votes [tongueCount]int
	for i := range tokens {
		if tokens[i].kind != wordToken {
			continue
		}
		var langs tongues
		for _, form := range tokens[i].forms {
			langs |= lex.vocab[form]
		}
		weight := map[tongues]int{1: 6, 2: 6, 4: 6, 3: 2, 5: 2, 6: 3}[langs]
		for l := range tongueCount {
			if langs.has(l) {
				votes[l] += weight
			}
		}
		switch lower := strings.ToLower(norm.NFC.String(tokens[i].text)); {
		case strings.ContainsAny(lower, "ãõçêâôà") || lower == "há" || lower == "é" || strings.HasSuffix(lower, "ário") || strings.HasSuffix(lower, "ários"):
			votes[portuguese] += 4
		case strings.ContainsAny(lower, "ñ¿¡") || strings.HasSuffix(lower, "ón") || strings.HasSuffix(lower, "ción"):
			votes[spanish] += 4
		}
	}
	for l := range votes {
		if votes[l] > votes[lang] {
			lang = tongue(l)
		}
	}
	for l := range votes {
		if tongue(l) != lang && votes[l] == votes[lang] {
			return lang, false
		}
	}
	return lang, true
}

// pin marks the words that mean different things in different languages ("no", "o", "dos", "apenas") with the text's
// language, if that has the word.
func (lex *lexicon) pin(tokens []token, lang tongue) {
	for i := range tokens {
		t := &tokens[i]
		langs := lex.vocab[t.fold]
		if lang == english && (t.fold == "y" || t.fold == "e") {
			continue // in English only parts of abbreviations
		}
		if t.kind == wordToken && langs.has(lang) && langs != 1<<lang {
			t.only = 1 << lang
		}
	}
}

// placesAfterNo settles "no" before a place: "not" in Spanish, "in the" in Portuguese. Names of places say nothing of the
// text's language, so only the other words are asked; where they do not tell, the reader says what it took.
func (p *parser) placesAfterNo() {
	for i := range p.units {
		u := &p.units[i]
		if u.to != u.from+1 || p.tokens[u.from].fold != "no" || i == 0 || i+1 >= len(p.units) {
			continue
		}
		before, next := &p.units[i-1], &p.units[i+1]
		if len(next.values(inDepartment, inLocation, inCountry)) == 0 || before.has("but") || before.has("punct") || before.has("and") || before.has("or") {
			continue
		}
		switch pt, es := p.wordsOf(portuguese), p.wordsOf(spanish)+p.wordsOf(english); {
		case pt > es:
			u.senses = []sense{{cat: "prep", key: "in", lang: portuguese, langs: 1 << portuguese}}
		case u.has("neg") && pt == es:
			p.unitReport(review, CodeScopeNegation, i, i+1, "Read as \"not\".")
		}
	}
}

// wordsOf counts the words outside names that only one language has.
func (p *parser) wordsOf(lang tongue) int {
	count := 0
	for i := range p.units {
		if u := &p.units[i]; len(u.values()) == 0 {
			for _, t := range p.tokens[u.from:u.to] {
				var langs tongues
				for _, form := range t.forms {
					langs |= p.r.lex.vocab[form]
				}
				count += boolInt(langs == 1<<lang)
			}
		}
	}
	return count
}
