package reading

import "strings"

// verbForm tells the forms of a verb apart as far as it matters for the reach of a negation.
type verbForm uint8

const (
	formNone   verbForm = iota
	formBase            // click, clicar; also the present
	formPast            // clicked, clicó, clicou; also the English participle
	formGerund          // clicking
	formFuture          // clicará: never a fact
)

type inflected struct {
	word string
	form verbForm
	rare bool // subjunctive, imperfect or with a pronoun
}

// conjugate gives the third-person and non-finite forms of a folded infinitive.
func conjugate(verb string, lang tongue) []inflected {
	switch lang {
	case spanish:
		return conjugateSpanish(verb)
	case portuguese:
		return conjugatePortuguese(verb)
	}
	return conjugateEnglish(verb)
}

var englishIrregular = map[string]string{ // base: past forms
	"be": "was were been", "become": "became become", "begin": "began begun", "bite": "bit bitten", "bring": "brought", "come": "came come",
	"do": "did done", "fall": "fell fallen", "get": "got gotten", "give": "gave given", "go": "went gone", "have": "had", "hit": "hit",
	"keep": "kept", "leave": "left", "lose": "lost", "make": "made", "miss": "missed", "put": "put", "read": "read", "see": "saw seen",
	"send": "sent", "sit": "sat", "speak": "spoke spoken", "spill": "spilled spilt", "take": "took taken", "write": "wrote written",
	"show": "showed shown", "slip": "slipped", "sign": "signed", "run": "ran run", "blow": "blew blown", "raise": "raised",
	"reply": "replied", "notify": "notified", "supply": "supplied", "open": "opened", "enter": "entered", "hand": "handed",
	"expose": "exposed", "deliver": "delivered", "visit": "visited", "commit": "committed", "betray": "betrayed", "con": "conned",
	"compromise": "compromised", "answer": "answered", "forget": "forgot forgotten",
}

func conjugateEnglish(verb string) []inflected {
	stem := verb
	third, gerund, past := verb+"s", verb+"ing", verb+"ed"
	last := verb[len(verb)-1]
	switch {
	case strings.HasSuffix(verb, "ie"):
		past, gerund = verb+"d", verb[:len(verb)-2]+"ying"
	case last == 'e':
		past, gerund = verb+"d", verb[:len(verb)-1]+"ing"
	case last == 'y' && !strings.ContainsRune("aeiou", rune(verb[len(verb)-2])):
		third, past = verb[:len(verb)-1]+"ies", verb[:len(verb)-1]+"ied"
	case doublesLast(verb):
		past, gerund = verb+string(last)+"ed", verb+string(last)+"ing"
	}
	if last == 's' || last == 'x' || last == 'z' || last == 'o' || strings.HasSuffix(verb, "ch") || strings.HasSuffix(verb, "sh") {
		third = verb + "es"
	}
	all := []inflected{{word: stem, form: formBase}, {word: third, form: formBase}, {word: gerund, form: formGerund}}
	pasts := past
	if irregular, ok := englishIrregular[verb]; ok {
		pasts = irregular
	}
	for p := range strings.FieldsSeq(pasts) {
		all = append(all, inflected{word: p, form: formPast})
	}
	return all
}

// doublesLast tells whether the last consonant is doubled: submit, submitted; but open, opened.
func doublesLast(verb string) bool {
	n := len(verb)
	if n < 3 || strings.HasSuffix(verb, "w") || strings.HasSuffix(verb, "x") {
		return false
	}
	vowel := func(i int) bool { return strings.IndexByte("aeiou", verb[i]) >= 0 }
	if vowel(n-1) || verb[n-1] == 'y' || !vowel(n-2) || vowel(n-3) {
		return false
	}
	switch verb {
	case "open", "answer", "enter", "deliver", "visit", "register", "alter", "cover", "target", "consider", "discover", "happen", "offer", "suffer", "render", "surrender", "accomplish", "edit", "market":
		return false
	}
	return true
}
