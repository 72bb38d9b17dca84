package reading

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

// tongue is one of the reader's languages; all are always on.
type tongue uint8

const (
	english tongue = iota
	spanish
	portuguese
	tongueCount
)

var languageTags = [tongueCount]string{"en", "es", "pt"}

// tongues is a set of languages.
type tongues uint8

func (t tongues) has(lang tongue) bool { return t>>lang&1 != 0 }

// sense is one meaning of a phrase: its category and key as the lexicon writes them ("event", "click").
type sense struct {
	cat, key string
	lang     tongue
	langs    tongues // every language that has it
	form     verbForm
	value    any // what the reader found: amount, *timeSpan, []grounded
}

// trie finds the phrases that begin at a token.
type trie struct {
	next   map[string]*trie
	senses []sense
}

func (t *trie) insert(phrase string, s sense) {
	node := t
	for word := range strings.FieldsSeq(phrase) {
		if node.next == nil {
			node.next = map[string]*trie{}
		}
		child := node.next[word]
		if child == nil {
			child = &trie{}
			node.next[word] = child
		}
		node = child
	}
	for i, have := range node.senses {
		if have.cat == s.cat && have.key == s.key && have.form == s.form {
			node.senses[i].langs |= 1 << s.lang
			return
		}
	}
	s.langs = 1 << s.lang
	node.senses = append(node.senses, s)
}

// at gives the senses of exactly that phrase.
func (t *trie) at(phrase string) []sense {
	node := t
	for word := range strings.FieldsSeq(phrase) {
		if node = node.next[word]; node == nil {
			return nil
		}
	}
	return node.senses
}

// lexicon is the compiled data of lexicon/*.txt.
type lexicon struct {
	words *trie              // what phrases are made of
	time  map[string]*trie   // category to its phrases: the small vocabularies of windows and amounts
	rare  map[string]bool    // forms of verbs that are not worth a correction
	nouns map[string]bool    // the single words that are no verb's form
	vocab map[string]tongues // every single word with the languages it is in
}

// local are the categories that only the parsers of windows, amounts and comparisons look up.
func local(cat string) bool {
	switch cat {
	case "unit", "month", "ordinal", "number", "times", "timesword", "cmp", "after", "range", "between", "percent", "quantity", "onearticle", "halfword", "singleone", "oneor", "oneand", "incount", "closed":
		return true
	}
	return cat[0] == 't' && cat != "type" && cat != "thenword" && cat != "tenure" && cat != "tongue"
}

var loadLexicon = sync.OnceValue(func() *lexicon {
	lex := &lexicon{words: &trie{}, time: map[string]*trie{}, vocab: map[string]tongues{}, nouns: map[string]bool{}, rare: map[string]bool{}}
	for lang, tag := range languageTags {
		body, err := lexiconFiles.ReadFile("lexicon/" + tag + ".txt")
		if err != nil {
			panic(err)
		}
		for number, line := range strings.Split(string(body), "\n") {
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			head, phrases, found := strings.Cut(line, ": ")
			if !found {
				panic(fmt.Sprintf("lexicon/%s.txt:%d: want \"category key: phrases\"", tag, number+1))
			}
			cat, key, _ := strings.Cut(head, " ")
			for phrase := range strings.SplitSeq(phrases, " | ") {
				lex.add(strings.TrimSpace(phrase), sense{cat: cat, key: key, lang: tongue(lang)})
			}
		}
	}
	lex.dropVerbsLikeSmallWords()
	return lex
})

// dropVerbsLikeSmallWords takes out the forms of verbs that are spelt like a preposition, article or conjunction: pt "de", of and give.
func (lex *lexicon) dropVerbsLikeSmallWords() {
	for _, node := range lex.words.next {
		small := false
		for _, s := range node.senses {
			switch s.cat {
			case "prep", "det", "and", "or", "but", "rel":
				small = true
			}
		}
		if small {
			node.senses = slices.DeleteFunc(node.senses, func(s sense) bool { return s.form != formNone })
		}
	}
}

// add takes in a phrase, in every way that its choices leave: "(a/the) list of" is two phrases, "(/new) list" is "list" and "new list".
func (lex *lexicon) add(phrase string, s sense) {
	if before, rest, found := strings.Cut(phrase, "("); found {
		choices, after, _ := strings.Cut(rest, ")")
		for choice := range strings.SplitSeq(choices, "/") {
			lex.add(before+choice+after, s)
		}
		return
	}
	verb, isVerb := strings.CutPrefix(phrase, "~")
	if !isVerb {
		lex.insert(phrase, s)
		return
	}
	head, rest, _ := strings.Cut(verb, " ")
	for _, f := range conjugate(head, s.lang) {
		s.form = f.form
		if f.rare {
			lex.rare[f.word] = true
		}
		if f.form == formFuture {
			lex.insert(strings.TrimSpace(f.word+" "+rest), sense{cat: "future", lang: s.lang})
			continue
		}
		lex.insert(strings.TrimSpace(f.word+" "+rest), s)
	}
}

func (lex *lexicon) insert(phrase string, s sense) {
	for word := range strings.FieldsSeq(phrase) {
		if s.cat == "unit" && len(word) < 3 {
			continue // 90 d: no word of a language
		}
		lex.vocab[word] |= 1 << s.lang
		switch s.cat {
		case "people", "object", "noun", "agent", "cond", "type", "field", "unit", "risk", "score", "overdue", "unfinished", "mode", "status", "level":
			lex.nouns[word] = true
		}
	}
	if !local(s.cat) {
		lex.words.insert(phrase, s)
		return
	}
	t := lex.time[s.cat]
	if t == nil {
		t = &trie{}
		lex.time[s.cat] = t
	}
	t.insert(phrase, s)
}

// phraseMatch is a phrase found in the text: the tokens [from, to).
type phraseMatch struct {
	to     int
	senses []sense
}

// matches gives every phrase of the trie that begins at tokens[from].
func (t *trie) matches(tokens []token, from int) []phraseMatch {
	var found []phraseMatch
	type place struct {
		node      *trie
		at        int
		inflected bool // the first word stands for another form than it has
	}
	open := []place{{node: t, at: from}}
	for len(open) > 0 {
		p := open[0]
		open = open[1:]
		if p.at > from && len(p.node.senses) > 0 {
			senses := spoken(p.node.senses, tokens[from:p.at])
			if p.inflected {
				senses = withoutFinite(senses)
			}
			if len(senses) > 0 {
				found = append(found, phraseMatch{p.at, senses})
			}
		}
		if p.at >= len(tokens) || p.node.next == nil {
			continue
		}
		for i, form := range tokens[p.at].lookups() {
			if child := p.node.next[form]; child != nil {
				open = append(open, place{child, p.at + 1, p.inflected || p.at == from && i > 0})
			}
		}
	}
	return found
}

// withoutFinite leaves out verbs in forms that have neither plural nor gender: only participles have.
func withoutFinite(senses []sense) []sense {
	return slices.DeleteFunc(slices.Clone(senses), func(s sense) bool { return s.form == formBase || s.form == formGerund })
}

// spoken leaves out the senses of other languages where every token is a word that the text's language has for itself:
// in Spanish "o que" is "or who" and not the Portuguese "what".
func spoken(senses []sense, tokens []token) []sense {
	only := tokens[0].only
	for i := range tokens {
		if tokens[i].only == 0 {
			return senses
		}
	}
	var kept []sense
	for _, s := range senses {
		if s.cat == "value" || s.langs&only != 0 {
			kept = append(kept, s)
		}
	}
	return kept
}

// lookups gives the words under which the token may be found. What is quoted is a value and no word.
func (t *token) lookups() []string {
	switch t.kind {
	case wordToken:
		return t.forms
	case quotedToken:
		return nil
	}
	return []string{t.fold}
}
