package criteria

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Fold gives the form in which text is compared: lower case, without accents, white space as single blanks.
// "  São  PAULO" and "sao paulo" fold to the same. Stored beside the values (the _key columns), so that SQL and Go compare alike.
func Fold(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] < 0x80
	}
	if !plain {
		strip := transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
		if folded, _, err := transform.String(strip, s); err == nil {
			s = folded
		}
	}
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

// FoldWords gives the words of s, folded and each in the singular, between blanks: " marketing manager ". A value
// matches by words where the field's FoldWords contains that of each of its words.
func FoldWords(s string) string {
	words := strings.FieldsFunc(Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return ""
	}
	for i, w := range words {
		words[i] = Singular(w)
	}
	return " " + strings.Join(words, " ") + " "
}

// Singular gives one form to a folded English, Spanish or Portuguese word and its regular plural: manager and managers;
// store and stores; director and directores; secretary and secretaries; juez and jueces; profissional and profissionais. The form is
// for comparison only and need not be a word ("stor"): "directores" tells by itself not whether an e belongs to the
// singular, so that the e goes from both wherever Spanish, Portuguese or English could have put it there, save in short words, where
// "care" must not become "car". Plurals that say nothing certain about their singular (cookies, homens, redes) keep a form of their own.
func Singular(word string) string {
	for {
		shorter := shortened(word)
		if shorter == word {
			return word
		}
		word = shorter
	}
}

// endings are plural endings and others that the same rule must reach, with what they become; the least length of
// the word keeps short words whole. The first that fits is taken.
var endings = []struct {
	ending, becomes string
	least           int
}{
	{"ies", "y", 5},    // secretaries, secretary
	{"coes", "cao", 6}, // operacoes, operacao
	{"soes", "sao", 6}, // extensoes, extensao
	{"ais", "al", 6},   // profissionais, profissional
	{"eis", "el", 6},   // responsaveis, responsavel
	{"ces", "z", 5},    // jueces, juez; offices like office
	{"ce", "z", 5},
	{"sis", "s", 6}, // analysis like analyses
	{"ss", "ss", 0}, // boss, campus and tennis are no plurals
	{"us", "us", 0},
	{"is", "is", 0},
	{"s", "", 4},
}

func shortened(word string) string {
	for _, e := range endings {
		if len(word) >= e.least && strings.HasSuffix(word, e.ending) {
			return strings.TrimSuffix(word, e.ending) + e.becomes
		}
	}
	n := len(word)
	if n < 4 || word[n-1] != 'e' {
		return word
	}
	if strings.IndexByte("hsxz", word[n-2]) >= 0 || n > 4 && strings.IndexByte("dlnr", word[n-2]) >= 0 {
		return word[:n-1]
	}
	return word
}

// EmailKey gives the form in which an e-mail address identifies: lower case, its accents kept.
func EmailKey(address string) string { return strings.ToLower(strings.TrimSpace(address)) }
