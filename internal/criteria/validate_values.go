package criteria

import (
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// matches says how each profile field can be compared. Codes and fixed words only as a whole; title and name by whole words.
var matches = map[ProfileField][]Match{
	FieldEmail:        {MatchIs, MatchStartsWith, MatchEndsWith},
	FieldName:         {MatchIs, MatchWords, MatchStartsWith, MatchEndsWith},
	FieldExternalID:   {MatchIs, MatchStartsWith, MatchEndsWith},
	FieldTitle:        {MatchIs, MatchWords, MatchStartsWith, MatchEndsWith},
	FieldManager:      {MatchIs, MatchStartsWith, MatchEndsWith},
	FieldLocation:     {MatchIs, MatchStartsWith, MatchEndsWith},
	FieldCountry:      {MatchIs},
	FieldLanguage:     {MatchIs},
	FieldEmployeeType: {MatchIs},
	FieldStatus:       {MatchIs},
}

// Matching gives the condition's match with the default filled in: WORDS for title and name, IS for the others.
func (f Profile) Matching() Match {
	switch {
	case f.Match != "":
		return f.Match
	case f.byWords():
		return MatchWords
	default:
		return MatchIs
	}
}

// byWords tells whether the field is compared by FoldWords; the others are by Fold.
func (f Profile) byWords() bool { return f.Field == FieldTitle || f.Field == FieldName }

func (f Profile) validate(p place) error {
	of, found := matches[f.Field]
	switch {
	case !found:
		return p.field("field").invalid("%.40q is not a profile field", string(f.Field))
	case f.Missing == (len(f.Values) > 0):
		return p.invalid("give either values or missing")
	case f.Missing && f.Match != "":
		return p.invalid("give match with values only")
	case f.Missing && (f.Field == FieldEmail || f.Field == FieldName || f.Field == FieldStatus):
		return p.field("missing").invalid("every employee has this field")
	}
	if err := oneOf(f.Matching(), of, p.field("match")); err != nil {
		return err
	}
	p = p.field("values")
	if err := texts(f.Values, p); err != nil {
		return err
	}
	for i, value := range f.Values {
		if err := f.value(value, p.item(i)); err != nil {
			return err
		}
	}
	return nil
}

var (
	countryForm  = regexp.MustCompile(`^[A-Za-z]{2}$`)
	languageForm = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$`)
	emailForm    = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)
)

// value checks the form of one value of the field.
func (f Profile) value(value string, p place) error {
	switch f.Field {
	case FieldEmail, FieldManager:
		if f.Matching() == MatchIs && !emailForm.MatchString(value) {
			return p.invalid("%.40q is not an e-mail address", value)
		}
		if strings.ContainsFunc(value, unicode.IsSpace) {
			return p.invalid("an e-mail address has no blanks")
		}
	case FieldCountry:
		if !countryForm.MatchString(value) {
			return p.invalid("%.40q is not a country code of two letters, such as ES", value)
		}
	case FieldLanguage:
		if !languageForm.MatchString(value) {
			return p.invalid("%.40q is not a language tag, such as es or es-MX", value)
		}
	case FieldEmployeeType:
		return oneOf(value, EmployeeTypes, p)
	case FieldStatus:
		return oneOf(value, Statuses, p)
	case FieldName, FieldTitle:
		if FoldWords(value) == "" {
			return p.invalid("%.40q has no word", value)
		}
	}
	return nil
}

func (a Attribute) validate(p place) error {
	if err := text(a.Name, p.field("name")); err != nil {
		return err
	}
	given := 0
	for _, is := range []bool{len(a.Values) > 0, a.Range != nil, a.Window != nil, a.Missing} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return p.invalid("give exactly one of values, range, window and missing")
	case a.Range != nil:
		return a.Range.validate(p.field("range"))
	case a.Window != nil:
		return a.Window.validate(p.field("window"), false)
	}
	return attributeValues(a.Values, p.field("values"))
}

func attributeValues(values []any, p place) error {
	if len(values) > MaxValues {
		return p.invalid("more than %d values", MaxValues)
	}
	for i, value := range values {
		switch value := value.(type) {
		case string:
			if err := text(value, p.item(i)); err != nil {
				return err
			}
		case float64:
			if math.IsNaN(value) || math.IsInf(value, 0) {
				return p.item(i).invalid("want a finite number")
			}
		case bool:
		default:
			return p.item(i).invalid("want a string, a number or a boolean")
		}
	}
	return nil
}

// texts checks a list of values, which may be empty.
func texts(values []string, p place) error {
	if len(values) > MaxValues {
		return p.invalid("more than %d values", MaxValues)
	}
	for i, value := range values {
		if err := text(value, p.item(i)); err != nil {
			return err
		}
	}
	return nil
}

// text checks one value: something is left of it after folding, and it holds nothing that a database refuses.
func text(s string, p place) error {
	switch {
	case len(s) > MaxText*utf8.UTFMax || utf8.RuneCountInString(s) > MaxText:
		return p.invalid("longer than %d characters", MaxText)
	case !utf8.ValidString(s):
		return p.invalid("not valid UTF-8")
	case strings.ContainsFunc(s, unicode.IsControl):
		return p.invalid("holds a control character")
	case Fold(s) == "":
		return p.invalid("empty")
	}
	return nil
}
