package schema

// Kind is an attribute's type.
type Kind string

const (
	String    Kind = "string"
	Boolean   Kind = "boolean"
	DateTime  Kind = "dateTime"
	Reference Kind = "reference"
	Complex   Kind = "complex"
)

// Attribute is the definition of one, in the form in which it is served (RFC 7643, section 7).
type Attribute struct {
	Name            string       `json:"name"`
	Kind            Kind         `json:"type"`
	Subs            []*Attribute `json:"subAttributes,omitempty"`
	MultiValued     bool         `json:"multiValued"`
	Description     string       `json:"description"`
	Required        bool         `json:"required"`
	CanonicalValues []string     `json:"canonicalValues,omitempty"`
	CaseExact       bool         `json:"caseExact"`
	Mutability      string       `json:"mutability"`
	Returned        string       `json:"returned"`
	Uniqueness      string       `json:"uniqueness"`
	ReferenceTypes  []string     `json:"referenceTypes,omitempty"`
}

// Schema is a set of attributes with the URN that names it.
type Schema struct {
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	Description string       `json:"description"`
	Attributes  []*Attribute `json:"attributes"`
}

// Resource is a kind of resource: its own schema and those that extend it.
type Resource struct {
	Name        string
	Endpoint    string
	Description string
	Core        *Schema
	Extensions  []*Schema
}

// text defines an attribute of one string, to be changed by options.
func text(name, description string, options ...func(*Attribute)) *Attribute {
	a := &Attribute{Name: name, Kind: String, Description: description, Mutability: "readWrite", Returned: "default", Uniqueness: "none"}
	for _, option := range options {
		option(a)
	}
	return a
}

func of(kind Kind) func(*Attribute) { return func(a *Attribute) { a.Kind = kind } }

func oneOf(values ...string) func(*Attribute) {
	return func(a *Attribute) { a.CanonicalValues = values }
}

func with(subs ...*Attribute) func(*Attribute) {
	return func(a *Attribute) { a.Kind, a.Subs = Complex, subs }
}

func to(types ...string) func(*Attribute) {
	return func(a *Attribute) { a.Kind, a.ReferenceTypes, a.CaseExact = Reference, types, true }
}

func required(a *Attribute)  { a.Required = true }
func many(a *Attribute)      { a.MultiValued = true }
func exact(a *Attribute)     { a.CaseExact = true }
func readOnly(a *Attribute)  { a.Mutability = "readOnly" }
func immutable(a *Attribute) { a.Mutability = "immutable" }
func unique(a *Attribute)    { a.Uniqueness = "server" }
func always(a *Attribute)    { a.Returned = "always" }

// ReadOnly tells whether clients cannot set the attribute.
func (a *Attribute) ReadOnly() bool { return a.Mutability == "readOnly" }
