package criteria

import (
	"slices"
	"strings"
)

// Keys gives the values in the form in which the field's _key column holds them, each once: folded text, words of
// title and name, upper case of codes and fixed words, lower case of languages.
func (f Profile) Keys() []string {
	keys := make([]string, 0, len(f.Values))
	for _, value := range f.Values {
		if key := f.folded(value); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

func (f Profile) folded(value string) string {
	switch {
	case f.Field == FieldCountry || f.Field == FieldEmployeeType || f.Field == FieldStatus:
		return strings.ToUpper(Fold(value))
	case f.Field == FieldEmail || f.Field == FieldManager:
		return EmailKey(value)
	case !f.byWords():
		return Fold(value)
	case f.Matching() == MatchStartsWith:
		return strings.TrimSuffix(FoldWords(value), " ")
	case f.Matching() == MatchEndsWith:
		return strings.TrimPrefix(FoldWords(value), " ")
	default:
		return FoldWords(value)
	}
}
