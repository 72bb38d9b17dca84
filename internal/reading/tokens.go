package reading

import (
	"regexp"
	"strings"
	"unicode"

	"muster/internal/criteria"
)

type tokenKind uint8

const (
	wordToken tokenKind = iota
	numberToken
	dateToken // all digits with separators, such as 2026-01-15 or 03/04/2026
	emailToken
	quotedToken
	punctToken
)

// token is one word, number or sign of the text. start and end are its place in the original, in code points.
type token struct {
	kind       tokenKind
	text       string   // as written; for quotedToken what is between the quotes
	fold       string   // folded, without apostrophes
	forms      []string // fold and what it may be an inflection of
	start, end int
	corrected  string  // the word that a typo was taken for
	only       tongues // for a short word of several languages: the text's language
}

var (
	emailPattern      = regexp.MustCompile(`^[\pL\pN_.+%-]*@[\pL\pN-]+(\.[\pL\pN-]+)+`)
	datePattern       = regexp.MustCompile(`^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))($|[^\d/-])`)
	brokenDatePattern = regexp.MustCompile(`^\d+[-/]\d+[-/]\d+`) // no day has this form, but a day was meant
	numberPattern     = regexp.MustCompile(`^(\d{1,3}(,\d{3})+|\d+(\.\d+|,\d{1,2})?)`)
	wordPattern       = regexp.MustCompile(`^\pL[\pL\pM\pN_]*(['’´][\pL\pM]+)*`)
	signPattern       = regexp.MustCompile(`^(>=|<=|=>|=<|!=|<>|==|&&|\|\||->|//+|[^\s])`)
)

var quotePairs = map[rune]string{'"': `"`, '“': "”\"", '«': "»", '„': "“”\"", '\'': "'", '‘': "’", '`': "`´'"}

// tokenize cuts the text into tokens; every rune that is not white space is in one, except hyphens within words.
func tokenize(text string) []token {
	var tokens []token
	at := 0 // code points before rest
	for rest := text; rest != ""; {
		r := []rune(rest[:min(len(rest), 4)])[0]
		if unicode.IsSpace(r) || r == 0xFFFD && !strings.HasPrefix(rest, "\uFFFD") {
			if r == '\n' {
				tokens = append(tokens, token{kind: punctToken, text: "\n", fold: "\n", start: at, end: at + 1})
			}
			rest, at = rest[max(1, len(string(r))*boolInt(unicode.IsSpace(r))):], at+1
			continue
		}
		kind, size, inner := cut(rest)
		t := token{kind: kind, text: rest[:size], start: at}
		at += len([]rune(t.text))
		t.end = at
		if kind == quotedToken {
			t.text = inner
		}
		if kind == punctToken && t.text[0] == '/' {
			t.text = "/"
		}
		t.fold = foldWord(t.text, kind)
		if kind == wordToken {
			t.forms = forms(t.fold)
		}
		if !joinsWords(t, tokens, rest[size:]) {
			tokens = append(tokens, t)
		}
		rest = rest[size:]
	}
	attachPronouns(tokens, []rune(text))
	return tokens
}

// attachPronouns makes a pronoun of its own of what a Portuguese verb carries behind a hyphen, and gives the verb the "r" back
// that it loses there: "denunciá-la" is "denunciar ela".
func attachPronouns(tokens []token, text []rune) {
	for i := 1; i < len(tokens); i++ {
		t, verb := &tokens[i], &tokens[i-1]
		if t.kind != wordToken || verb.kind != wordToken || t.start != verb.end+1 || text[verb.end] != '-' || len(verb.fold) < 3 {
			continue
		}
		switch last := verb.fold[len(verb.fold)-1]; t.fold {
		case "lo", "la", "los", "las":
			if !isVowel(last) {
				continue
			}
			verb.fold += "r"
			verb.forms = forms(verb.fold)
		case "o", "a", "os", "as":
			if !isVowel(last) {
				continue
			}
		case "no", "na", "nos", "nas":
			if last != 'm' && last != 'o' {
				continue
			}
		default:
			continue
		}
		t.fold = "ele"
		t.forms = []string{t.fold}
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// cut gives the kind and the size in bytes of the token at the start of rest, and what is between its quotes.
func cut(rest string) (kind tokenKind, size int, inner string) {
	if m := emailPattern.FindString(rest); m != "" {
		return emailToken, len(m), ""
	}
	if m := datePattern.FindStringSubmatch(rest); m != nil {
		return dateToken, len(m[1]), ""
	}
	if m := brokenDatePattern.FindString(rest); m != "" {
		return dateToken, len(m), ""
	}
	if m := numberPattern.FindString(rest); m != "" {
		return numberToken, len(m), ""
	}
	if m := wordPattern.FindString(rest); m != "" {
		return wordToken, len(m), ""
	}
	r := []rune(rest[:min(len(rest), 4)])[0]
	if closers, ok := quotePairs[r]; ok {
		after := rest[len(string(r)):]
		if i := closingQuote(after, closers); i > 0 && !strings.Contains(after[:i], "\n") {
			_, width := decodeRune(after[i:])
			return quotedToken, len(string(r)) + i + width, strings.ReplaceAll(after[:i], `""`, `"`)
		}
	}
	if m := signPattern.FindString(rest); m != "" {
		return punctToken, len(m), ""
	}
	return punctToken, 1, ""
}

// closingQuote gives where the quotation ends, or -1; a doubled " is one of the text.
func closingQuote(text, closers string) int {
	for at := 0; ; {
		i := strings.IndexAny(text[at:], closers)
		if i < 0 {
			return -1
		}
		at += i
		if !strings.HasPrefix(text[at:], `""`) {
			return at
		}
		at += 2
	}
}

func decodeRune(s string) (rune, int) {
	for i, r := range s {
		if i == 0 {
			return r, len(string(r))
		}
	}
	return 0, 0
}

// joinsWords tells whether t is a sign that only ties words together: the hyphen of "high-risk", the dots of "RR. HH.".
func joinsWords(t token, before []token, after string) bool {
	if t.kind != punctToken || len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	touches := last.end == t.start && last.kind == wordToken
	next, _ := decodeRune(after)
	switch t.text {
	case "-", "‑", "–":
		return touches && unicode.IsLetter(next)
	case ".":
		return touches && len(last.fold) <= 2
	}
	return false
}

// foldWord folds a word and takes off its apostrophes and the possessive.
func foldWord(text string, kind tokenKind) string {
	fold := criteria.Fold(text)
	if kind != wordToken {
		return fold
	}
	for _, mark := range []string{"'", "’", "´"} {
		fold = strings.TrimSuffix(fold, mark+"s")
		fold = strings.ReplaceAll(fold, mark, "")
	}
	return fold
}
