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

// Singular gives one form to the singular and the regular plural of a folded English, Spanish or Portuguese word:
// managers, manager; gerentes, gerente; directores, director; secretaries, secretary.
func Singular(word string) string {
	n := len(word)
	switch {
	case n > 4 && strings.HasSuffix(word, "ies"):
		return word[:n-3] + "y"
	case n > 4 && (strings.HasSuffix(word, "ores") || strings.HasSuffix(word, "sses") || strings.HasSuffix(word, "shes") || strings.HasSuffix(word, "ches")):
		return word[:n-2]
	case n > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is"):
		return word[:n-1]
	}
	return word
}
