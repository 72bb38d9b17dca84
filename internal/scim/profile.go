package scim

import (
	"strings"

	"golang.org/x/text/language"

	"muster/ent"
	entemployee "muster/ent/employee"
	"muster/internal/criteria"
	"muster/internal/department"
	"muster/internal/ids"
	"muster/internal/people"
	"muster/internal/scim/schema"
)

// person is everything that a User is made of.
type person struct {
	employee   *ent.Employee
	user       *ent.SCIMUser   // nil: no identity provider has written them yet
	department *ent.Department // nil: none
	manager    *ent.Employee   // nil: none, or somebody who is not known
}

// field is a part of a document that Muster knows of people, as one text.
type field struct {
	get func(d schema.Document) string
	set func(d schema.Document, text string) // "" clears it
	// same tells whether a document's text is what the employee has.
	same func(p person, text string) bool
	// show writes what the employee has; "" for nothing.
	show func(p person) string
	// put writes the text into the employee's input; nil clears it.
	put func(in *people.Input, text *string)
}

var fields = []field{
	{
		get: at("title"), set: into("title"),
		same: equalTo(func(e *ent.Employee) string { return pointed(e.Title) }),
		show: func(p person) string { return pointed(p.employee.Title) },
		put:  func(in *people.Input, text *string) { in.Title = given(text) },
	},
	{
		get: languageOf, set: into("preferredLanguage"),
		same: func(p person, text string) bool { return languageTag(text) == p.employee.Language },
		show: func(p person) string { return p.employee.Language },
		put: func(in *people.Input, text *string) {
			in.Language = given(text)
			if text != nil {
				*in.Language.Value = plainTag(*text)
			}
		},
	},
	{
		get: placed("country"), set: place("country"),
		same: func(p person, text string) bool { return countryOf(text) == p.employee.Country },
		show: func(p person) string { return p.employee.Country },
		put: func(in *people.Input, text *string) {
			in.Country = people.Field[string]{Given: true}
			if text != nil && countryOf(*text) != "" { // a country that nobody knows comes back, and is nobody's
				code := countryOf(*text)
				in.Country.Value = &code
			}
		},
	},
	{
		get: placed("locality"), set: place("locality"),
		same: equalTo(func(e *ent.Employee) string { return pointed(e.Location) }),
		show: func(p person) string { return pointed(p.employee.Location) },
		put:  func(in *people.Input, text *string) { in.Location = given(text) },
	},
	{
		get: at("userType"), set: into("userType"),
		same: func(p person, text string) bool {
			code := employeeType(text)
			return code == p.employee.EmployeeType && (code != "" || plain(text) == attribute(p.employee, "userType"))
		},
		show: func(p person) string {
			if p.employee.EmployeeType != "" {
				return p.employee.EmployeeType
			}
			return attribute(p.employee, "userType")
		},
		put: func(in *people.Input, text *string) {
			in.EmployeeType = people.Field[string]{Given: true}
			var other *string
			if text != nil {
				if code := employeeType(*text); code != "" {
					in.EmployeeType.Value = &code
				} else {
					other = text
				}
			}
			setAttribute(in, "userType", other)
		},
	},
	{
		get: at(schema.EnterpriseID + ":department"), set: into(schema.EnterpriseID + ":department"),
		same: func(p person, text string) bool {
			if p.department == nil {
				return strings.TrimSpace(text) == ""
			}
			return department.Key(cleanPath(text)) == p.department.PathKey || criteria.Fold(text) == p.department.NameKey
		},
		show: func(p person) string {
			if p.department == nil {
				return ""
			}
			return p.department.Path
		},
		put: func(in *people.Input, text *string) { in.Department = given(text) },
	},
	managed,
	custom("employeeNumber"), custom("costCenter"), custom("division"), custom("organization"),
}

// managed is the manager: by the id of a User, or by the address of somebody who is not known.
var managed = field{
	get: at(schema.EnterpriseID + ":manager.value"), set: into(schema.EnterpriseID + ":manager.value"),
	same: func(p person, text string) bool {
		if p.manager != nil && text == ids.Format(ids.Employee, p.manager.ID) {
			return true
		}
		return criteria.EmailKey(text) == p.employee.ManagerKey
	},
	show: func(p person) string {
		if p.manager != nil {
			return ids.Format(ids.Employee, p.manager.ID)
		}
		return p.employee.ManagerKey
	},
	put: func(in *people.Input, text *string) { in.ManagerEmail = given(text) },
}

// custom is a part that becomes a custom attribute of the same name.
func custom(name string) field {
	path := schema.EnterpriseID + ":" + name
	return field{
		get: at(path), set: into(path),
		same: func(p person, text string) bool { return plain(text) == attribute(p.employee, name) },
		show: func(p person) string { return attribute(p.employee, name) },
		put:  func(in *people.Input, text *string) { setAttribute(in, name, text) },
	}
}

// document gives what is known of the person: what the identity provider sent, and where the employee says otherwise, that.
func (p person) document() schema.Document {
	d := schema.Document{}
	if p.user != nil {
		d = schema.Document(p.user.Document).Clone()
	} else {
		d["userName"] = p.employee.Email
		d["emails"] = []any{map[string]any{"value": p.employee.Email, "type": "work", "primary": true}}
	}
	if criteria.EmailKey(addressOf(d)) != p.employee.EmailKey {
		d["emails"] = []any{map[string]any{"value": p.employee.Email, "type": "work", "primary": true}}
	}
	if plain(nameOf(d)) != p.employee.Name {
		d["displayName"], d["name"] = p.employee.Name, map[string]any{"formatted": p.employee.Name}
	}
	d["active"] = p.employee.Status == entemployee.StatusACTIVE
	for _, f := range fields {
		if !f.same(p, f.get(d)) {
			f.set(d, f.show(p))
		}
	}
	return d
}

// input gives what a document says of an employee. What it does not say is cleared where the document before said it, and stays otherwise:
// the identity provider takes back only what it gave.
func input(after, before schema.Document, attributes map[string]any) people.Input {
	in := people.Input{Email: addressOf(after), Name: nameOf(after)}
	in.Attributes = people.Field[map[string]any]{Given: true, Value: &attributes}
	if text := at("externalId")(after); text != "" || at("externalId")(before) != "" {
		in.ExternalID = given(some(text))
	}
	if active, says := after["active"].(bool); says {
		status := string(entemployee.StatusDISABLED)
		if active {
			status = string(entemployee.StatusACTIVE)
		}
		in.Status = given(&status)
	}
	for _, f := range fields {
		if text := f.get(after); text != "" || f.get(before) != "" {
			f.put(&in, some(text))
		}
	}
	return in
}

func given(text *string) people.Field[string] {
	if text == nil {
		return people.Field[string]{Given: true}
	}
	value := *text
	return people.Field[string]{Given: true, Value: &value}
}

func some(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func pointed(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// plain is text as employees have it: its blanks single.
func plain(text string) string { return strings.Join(strings.Fields(text), " ") }

func equalTo(have func(e *ent.Employee) string) func(p person, text string) bool {
	return func(p person, text string) bool { return plain(text) == have(p.employee) }
}

// cleanPath is a department's path as it would be kept, or the text where it would not be.
func cleanPath(text string) string {
	if path, err := department.Path(text); err == nil {
		return path
	}
	return text
}

func attribute(e *ent.Employee, name string) string {
	text, _ := e.Attributes[name].(string)
	return text
}

func setAttribute(in *people.Input, name string, text *string) {
	if text == nil {
		delete(*in.Attributes.Value, name)
		return
	}
	(*in.Attributes.Value)[name] = *text
}

// employeeType reads a kind of employment however it is written: "Full-time", "part time", "Contractor"; "" for any other.
func employeeType(text string) string {
	code := strings.ToUpper(strings.NewReplacer("-", "_", " ", "_").Replace(criteria.Fold(text)))
	switch code {
	case "FULL_TIME", "PART_TIME", "CONTRACTOR", "INTERN":
		return code
	case "FULLTIME":
		return "FULL_TIME"
	case "PARTTIME":
		return "PART_TIME"
	default:
		return ""
	}
}

// plainTag takes the first of the languages that somebody prefers, "es-MX,es;q=0.8", and writes it as BCP 47 has it.
func plainTag(text string) string {
	if end := strings.IndexAny(text, ",;"); end >= 0 {
		text = text[:end]
	}
	return strings.ReplaceAll(strings.TrimSpace(text), "_", "-")
}

func languageTag(text string) string {
	tag, err := language.Parse(plainTag(text))
	if err != nil || tag == language.Und {
		return ""
	}
	return strings.ToLower(tag.String())
}

// languageOf gives the language that is preferred, or that of the locale.
func languageOf(d schema.Document) string {
	if text := at("preferredLanguage")(d); text != "" {
		return text
	}
	return at("locale")(d)
}
