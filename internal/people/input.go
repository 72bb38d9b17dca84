package people

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"muster/internal/criteria"
	"muster/internal/department"
	"muster/internal/errs"
)

// Field is a field of a row: what is not Given stays as it was, a nil Value clears it.
type Field[T any] struct {
	Given bool
	Value *T
}

// Input is one employee as a client describes it.
type Input struct {
	Email        string
	Name         string
	ExternalID   Field[string]
	Title        Field[string]
	Department   Field[string] // a path, its levels between slashes
	ManagerEmail Field[string]
	Location     Field[string]
	Country      Field[string] // ISO 3166-1 alpha-2
	Language     Field[string] // BCP 47
	EmployeeType Field[string]
	HiredOn      Field[criteria.Date]
	Status       Field[string]
	LastLoginAt  Field[time.Time]
	Attributes   Field[map[string]any]
}

// Limits of one row.
const (
	MaxRows       = 1000
	maxText       = 200 // characters
	maxEmail      = 254 // bytes, as in RFC 5321
	maxAttributes = 50
	earliest      = -25567  // 1900-01-01
	latest        = 2932896 // 9999-12-31
)

// profile is an employee's row, as far as a row of input decides it. Its JSON names are the columns.
type profile struct {
	ID            int64           `json:"id"`
	Email         string          `json:"email"`
	EmailKey      string          `json:"email_key"`
	Name          string          `json:"name"`
	NameKey       string          `json:"name_key"`
	ExternalID    *string         `json:"external_id"`
	ExternalKey   string          `json:"external_id_key"`
	Title         *string         `json:"title"`
	TitleKey      string          `json:"title_key"`
	DepartmentID  *int64          `json:"department_id"`
	ManagerKey    string          `json:"manager_key"`
	Location      *string         `json:"location"`
	LocationKey   string          `json:"location_key"`
	Country       string          `json:"country"`
	Language      string          `json:"language"`
	EmployeeType  string          `json:"employee_type"`
	HiredOn       *int32          `json:"hired_on"`
	Status        string          `json:"status"`
	LastLoginAt   *int64          `json:"last_login_at"`
	Attributes    json.RawMessage `json:"attributes"`
	AttributesKey json.RawMessage `json:"attributes_key"`

	departmentPath string // the path to resolve into DepartmentID; "" where none was given
}

// put writes a row of input over the profile. The profile is unchanged where it gives an error.
func (p *profile) put(in Input) error {
	next := *p
	address, err := emailOf(in.Email)
	if err != nil {
		return err
	}
	next.Email, next.EmailKey = address, criteria.EmailKey(address)
	if next.Name, err = line("name", in.Name); err != nil {
		return err
	}
	if next.Name == "" {
		return errs.New(errs.CodeInvalid, "name is empty")
	}
	next.NameKey = criteria.FoldWords(next.Name)
	for _, set := range []func(*profile, Input) error{putTexts, putCodes, putTimes, putDepartment, putAttributes} {
		if err := set(&next, in); err != nil {
			return err
		}
	}
	*p = next
	return nil
}

func putTexts(p *profile, in Input) error {
	for _, f := range []struct {
		name  string
		given Field[string]
		value **string
		key   *string
		fold  func(string) string
	}{
		{"externalId", in.ExternalID, &p.ExternalID, &p.ExternalKey, criteria.Fold},
		{"title", in.Title, &p.Title, &p.TitleKey, criteria.FoldWords},
		{"location", in.Location, &p.Location, &p.LocationKey, criteria.Fold},
	} {
		if !f.given.Given {
			continue
		}
		*f.value, *f.key = nil, ""
		if f.given.Value == nil {
			continue
		}
		value, err := line(f.name, *f.given.Value)
		if err != nil {
			return err
		}
		if value != "" {
			*f.value, *f.key = &value, f.fold(value)
		}
	}
	return nil
}

func putCodes(p *profile, in Input) error {
	for _, f := range []struct {
		given Field[string]
		into  *string
		read  func(string) (string, error)
	}{
		{in.ManagerEmail, &p.ManagerKey, managerKey},
		{in.Country, &p.Country, country},
		{in.Language, &p.Language, languageTag},
		{in.EmployeeType, &p.EmployeeType, oneOf("employeeType", "FULL_TIME", "PART_TIME", "CONTRACTOR", "INTERN")},
	} {
		if !f.given.Given {
			continue
		}
		*f.into = ""
		if f.given.Value == nil || strings.TrimSpace(*f.given.Value) == "" {
			continue
		}
		value, err := f.read(strings.TrimSpace(*f.given.Value))
		if err != nil {
			return err
		}
		*f.into = value
	}
	if in.Status.Given && in.Status.Value != nil {
		status, err := oneOf("status", "ACTIVE", "DISABLED")(*in.Status.Value)
		if err != nil {
			return err
		}
		p.Status = status
	}
	return nil
}

func putTimes(p *profile, in Input) error {
	if in.HiredOn.Given {
		p.HiredOn = nil
		if day := in.HiredOn.Value; day != nil {
			if *day < earliest || *day > latest {
				return errs.New(errs.CodeInvalid, "hiredOn is not between 1900 and 9999")
			}
			days := int32(*day)
			p.HiredOn = &days
		}
	}
	if in.LastLoginAt.Given {
		p.LastLoginAt = nil
		if at := in.LastLoginAt.Value; at != nil {
			if at.Year() < 1970 || at.Year() > 9999 {
				return errs.New(errs.CodeInvalid, "lastLoginAt is not between 1970 and 9999")
			}
			instant := int64(criteria.InstantOf(*at))
			p.LastLoginAt = &instant
		}
	}
	return nil
}

func putDepartment(p *profile, in Input) error {
	if !in.Department.Given {
		return nil
	}
	p.DepartmentID, p.departmentPath = nil, ""
	if in.Department.Value == nil || strings.TrimSpace(*in.Department.Value) == "" {
		return nil
	}
	path, err := department.Path(*in.Department.Value)
	if err != nil {
		return err
	}
	p.departmentPath = path
	return nil
}

// emailOf reads an address without a display name.
func emailOf(address string) (string, error) {
	address = strings.TrimSpace(address)
	if len(address) > maxEmail {
		return "", errs.New(errs.CodeInvalid, "email has more than %d characters", maxEmail)
	}
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || strings.ContainsAny(address, " \"<>,;") {
		return "", errs.New(errs.CodeInvalid, "%.100q is not an e-mail address", address)
	}
	return address, nil
}

func managerKey(address string) (string, error) {
	address, err := emailOf(address)
	if err != nil {
		return "", errs.New(errs.CodeInvalid, "managerEmail: %.100q is not an e-mail address", address)
	}
	return criteria.EmailKey(address), nil
}

func country(code string) (string, error) {
	region, err := language.ParseRegion(code)
	if err != nil || len(code) != 2 || !region.IsCountry() {
		return "", errs.New(errs.CodeInvalid, "country: %.20q is not an ISO 3166-1 alpha-2 code", code)
	}
	return region.String(), nil
}

func languageTag(tag string) (string, error) {
	parsed, err := language.Parse(tag)
	if err != nil || parsed == language.Und {
		return "", errs.New(errs.CodeInvalid, "language: %.40q is not a BCP 47 tag", tag)
	}
	return strings.ToLower(parsed.String()), nil
}

func oneOf(field string, words ...string) func(string) (string, error) {
	return func(value string) (string, error) {
		for _, word := range words {
			if strings.EqualFold(word, strings.TrimSpace(value)) {
				return word, nil
			}
		}
		return "", errs.New(errs.CodeInvalid, "%s: %.40q is none of %s", field, value, strings.Join(words, ", "))
	}
}

// line reads one line of text: valid, without control characters, blanks trimmed, at most maxText characters.
func line(field, value string) (string, error) {
	if !utf8.ValidString(value) || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "", errs.New(errs.CodeInvalid, "%s has characters that are not text", field)
	}
	value = strings.Join(strings.Fields(value), " ")
	if n := utf8.RuneCountInString(value); n > maxText {
		return "", errs.New(errs.CodeInvalid, "%s has %d characters: at most %d are allowed", field, n, maxText)
	}
	return value, nil
}

func putAttributes(p *profile, in Input) error {
	if !in.Attributes.Given {
		return nil
	}
	given := map[string]any{}
	if in.Attributes.Value != nil {
		given = *in.Attributes.Value
	}
	if len(given) > maxAttributes {
		return errs.New(errs.CodeInvalid, "attributes: %d of them, at most %d are allowed", len(given), maxAttributes)
	}
	kept, keys := map[string]any{}, map[string]any{}
	for name, value := range given {
		name, err := line("the name of an attribute", name)
		if err != nil {
			return err
		}
		if name == "" {
			return errs.New(errs.CodeInvalid, "attributes: an empty name")
		}
		switch v := value.(type) {
		case nil: // null: the attribute is not known
		case string:
			if v, err = line("the attribute "+name, v); err != nil {
				return err
			}
			kept[name], keys[criteria.Fold(name)] = v, criteria.Fold(v)
		case bool, float64:
			kept[name], keys[criteria.Fold(name)] = v, v
		default:
			return errs.New(errs.CodeInvalid, "the attribute %.40q is no string, number or boolean", name)
		}
	}
	var err error
	if p.Attributes, err = json.Marshal(kept); err != nil {
		return fmt.Errorf("attributes: %w", err)
	}
	p.AttributesKey, err = json.Marshal(keys)
	return err
}
