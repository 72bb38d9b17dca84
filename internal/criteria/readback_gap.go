package criteria

import (
	"fmt"
	"strings"
)

// ReadbackGap says how many of the employees lack a field, such as "38 % of employees have no hire date"; what is not "department" or a
// field of the profile is a custom attribute.
func ReadbackGap(field string, missing, total int, lang string) string {
	s := speaker{phrasesOf(lang), nil}
	clause := s.clause(lack(field))
	clause = strings.TrimSpace(strings.TrimPrefix(clause, s.relative(clause)))
	share := "< 1"
	if percent := 100 * missing / max(total, 1); percent > 0 {
		share = fmt.Sprint(percent)
	}
	return fmt.Sprintf(s.shareOf, share, clause)
}

// lack is the condition that the field is missing.
func lack(field string) Node {
	switch {
	case field == "department":
		return Department{Missing: true}
	case field == string(HiredOn):
		return Not{DateIn{Field: HiredOn}}
	}
	switch f := ProfileField(field); f {
	case FieldTitle, FieldManager, FieldLocation, FieldCountry, FieldLanguage, FieldEmployeeType:
		return Profile{Field: f, Missing: true}
	default:
		return Attribute{Name: field, Missing: true}
	}
}
