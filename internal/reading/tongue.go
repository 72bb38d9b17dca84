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
