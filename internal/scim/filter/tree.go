package filter

// Op is a comparison, in lower case.
type Op string

const (
	Equal          Op = "eq"
	NotEqual       Op = "ne"
	Contains       Op = "co"
	StartsWith     Op = "sw"
	EndsWith       Op = "ew"
	Greater        Op = "gt"
	GreaterOrEqual Op = "ge"
	Less           Op = "lt"
	LessOrEqual    Op = "le"
	Present        Op = "pr" // has a value; Test.Value is nil
)

// Node is a part of a filter: And, Or, Not, Test, Values.
type Node interface{ node() }

// And holds where all its parts hold; Or where one of them does.
type (
	And []Node
	Or  []Node
	Not struct{ Of Node }
)

// Test compares an attribute. Value is a string, a float64, a bool, or nil for null.
type Test struct {
	Attribute string // as written, with its schema and its sub-attribute
	Op        Op
	Value     any
}

// Values holds where one value of a multi-valued attribute meets Of, whose tests are about its sub-attributes.
type Values struct {
	Attribute string
	Of        Node
}

func (And) node()    {}
func (Or) node()     {}
func (Not) node()    {}
func (Test) node()   {}
func (Values) node() {}

// Path is where a PATCH operation works.
type Path struct {
	Attribute string // as written, with its schema and, where there is no filter, its sub-attribute
	Of        Node   // which values of the attribute; nil: all
	Sub       string // the sub-attribute behind a filter; "": none
}
