package reading

import (
	"fmt"
	"unicode/utf8"

	"muster/internal/criteria"
)

// MaxRunes bounds a description, in Unicode code points.
const MaxRunes = 1000

// Reader reads descriptions for one organization. It is safe for concurrent use.
type Reader struct {
	lex      *lexicon
	index    *index
	glossary Glossary
	catalog  Catalog
}

// Reading is what a description was understood to say.
type Reading struct {
	Status      Status
	Tree        *criteria.Tree // nil where REFUSED
	Unresolved  []Issue
	Assumptions []Issue
	Language    string // "en", "es" or "pt": the one most of the words are in
	Engine      string
	Message     string // where REFUSED: what to write instead
}

// NewReader indexes the organization's values once.
func NewReader(catalog Catalog, glossary Glossary) *Reader {
	return &Reader{lex: loadLexicon(), index: newIndex(catalog, glossary.Aliases), glossary: glossary, catalog: catalog}
}

// Read reads a description at an instant, which matters only for what is no longer possible (a date without its
// year, a future date). It never fails: what cannot be read is REFUSED with a message.
func (r *Reader) Read(text string, clock criteria.Clock) Reading {
	if utf8.RuneCountInString(text) > MaxRunes {
		p := &parser{r: r}
		reading := Reading{Engine: "grammar", Language: "en"}
		p.report(refusal, CodeTooLong, 0, 0, "A description has at most 1,000 characters.")
		p.settle(&reading)
		return reading
	}
	return r.read(text, clock)
}

func (r *Reader) read(text string, clock criteria.Clock) Reading {
	p := &parser{r: r, clock: clock, runes: []rune(text)}
	reading := Reading{Engine: "grammar"}
	p.lang = p.cut(text)
	reading.Language = languageTags[p.lang]
	t := p.read()
	p.corrections()
	p.check(t)
	p.settle(&reading)
	if reading.Status == Refused {
		return reading
	}
	var root criteria.Node = criteria.AllOf{}
	if t != nil {
		root = t.node(false)
	}
	tree := criteria.Canonical(criteria.Tree{Root: root})
	if err := tree.Validate(); err != nil {
		if len(tree.Conditions()) > criteria.MaxConditions {
			p.report(refusal, CodeTooLong, 0, len(p.tokens), "A description has at most 40 conditions.")
		} else {
			p.report(refusal, CodeContradiction, 0, len(p.tokens), err.Error())
		}
		reading.Unresolved, reading.Assumptions = nil, nil
		p.settle(&reading)
		return reading
	}
	reading.Tree = &tree
	return reading
}

// cut makes the tokens and units of the text, typos corrected, and gives the language that most of it is in.
func (p *parser) cut(text string) tongue {
	p.tokens = tokenize(text)
	lang, decided := p.r.lex.detect(p.tokens)
	if decided {
		p.r.lex.pin(p.tokens, lang)
	}
	p.units = p.r.units(p.tokens)
	if p.r.correct(p.tokens, p.units, lang) {
		p.units = p.r.units(p.tokens)
	}
	p.placesAfterNo()
	return lang
}

// corrections reports each word that was taken for another one.
func (p *parser) corrections() {
	for i, t := range p.tokens {
		if t.corrected != "" {
			p.report(review, CodeFuzzyMatch, i, i+1, fmt.Sprintf(p.say("Taken for %s."), t.corrected), t.corrected)
		}
	}
}
