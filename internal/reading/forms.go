package reading

import (
	"slices"
	"strings"
)

// endings are the plural endings of nouns with the singular's, for folded English, Spanish and Portuguese words.
var endings = []struct{ plural, singular string }{
	{"ies", "y"},
	{"oes", "ao"},
	{"aes", "ao"},
	{"aos", "ao"},
	{"ais", "al"},
	{"eis", "el"},
	{"ois", "ol"},
	{"is", "il"},
	{"ns", "m"},
	{"ces", "z"},
	{"es", ""},
	{"s", ""},
}

// genders are endings of Spanish and Portuguese adjectives and participles with the masculine's.
var genders = []struct{ feminine, masculine string }{{"a", "o"}, {"ora", "or"}, {"esa", "es"}, {"esa", "e"}}

// forms gives the folded word and the words that it may be the plural or the feminine of, itself first.
func forms(fold string) []string {
	all := []string{fold}
	add := func(w string) {
		if len(w) < 2 {
			return
		}
		if slices.Contains(all, w) {
			return
		}
		all = append(all, w)
	}
	if len(fold) < 3 {
		return all
	}
	for _, e := range endings {
		if e.plural == "es" && isVowel(fold[max(len(fold)-3, 0)]) {
			continue // "clicadoes" is no plural of "clicado"
		}
		if strings.HasSuffix(fold, e.plural) && len(fold) > len(e.plural)+2 {
			add(strings.TrimSuffix(fold, e.plural) + e.singular)
		}
	}
	for _, w := range all {
		for _, g := range genders {
			if len(w) > 4 && strings.HasSuffix(w, g.feminine) {
				add(strings.TrimSuffix(w, g.feminine) + g.masculine)
			}
		}
	}
	return all
}
