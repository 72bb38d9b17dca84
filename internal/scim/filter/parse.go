package filter

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"muster/internal/scim/fault"
)

const (
	// MaxLength bounds the text of a filter or a path, in bytes.
	MaxLength = 4000
	// MaxTests bounds the comparisons of a filter.
	MaxTests = 50
)

// The grammar, as participle reads it. Words are names of attributes, which may carry their schema's URN, and the language's own words.
var tokens = lexer.MustSimple([]lexer.SimpleRule{
	{Name: "String", Pattern: `"(\\.|[^"\\])*"`},
	{Name: "Number", Pattern: `-?\d+(\.\d+)?([eE][+-]?\d+)?`},
	{Name: "Word", Pattern: `[A-Za-z$][A-Za-z0-9_$:.\-]*`},
	{Name: "Sub", Pattern: `\.[A-Za-z$][A-Za-z0-9_$\-]*`},
	{Name: "Bracket", Pattern: `[\[\]()]`},
	{Name: "Space", Pattern: `[ \t\r\n]+`},
})

type disjunction struct {
	Terms []*conjunction `parser:"@@ ('or' @@)*"`
}

type conjunction struct {
	Terms []*term `parser:"@@ ('and' @@)*"`
}

type term struct {
	Negated *disjunction `parser:"  'not' '(' @@ ')'"`
	Group   *disjunction `parser:"| '(' @@ ')'"`
	Test    *test        `parser:"| @@"`
}

type test struct {
	Attribute string       `parser:"@Word"`
	Of        *disjunction `parser:"('[' @@ ']'"`
	Sub       string       `parser:" @Sub?)?"`
	Present   bool         `parser:"(@'pr'"`
	Op        string       `parser:"| @('eq'|'ne'|'co'|'sw'|'ew'|'gt'|'ge'|'lt'|'le')"`
	Value     *literal     `parser:"  @@)?"`
}

type literal struct {
	Text   *string  `parser:"  @String"`
	Number *float64 `parser:"| @Number"`
	Word   *string  `parser:"| @('true'|'false'|'null')"`
}

type path struct {
	Attribute string       `parser:"@Word"`
	Of        *disjunction `parser:"('[' @@ ']'"`
	Sub       string       `parser:" @Sub?)?"`
}

// Two tokens tell "not (" from an attribute of that name.
var (
	filters = participle.MustBuild[disjunction](options()...)
	paths   = participle.MustBuild[path](options()...)
)

func options() []participle.Option {
	return []participle.Option{
		participle.Lexer(tokens), participle.Elide("Space"), participle.CaseInsensitive("Word"), participle.UseLookahead(2),
	}
}

// Parse reads a filter. Errors are fault.InvalidFilter.
func Parse(text string) (Node, error) {
	if len(text) > MaxLength {
		return nil, fault.New(fault.InvalidFilter, "the filter has more than %d bytes", MaxLength)
	}
	parsed, err := filters.ParseString("", text)
	if err != nil {
		return nil, fault.New(fault.InvalidFilter, "the filter cannot be read: %s", place(err))
	}
	return build(parsed)
}

// ParsePath reads the path of a PATCH operation. Errors are fault.InvalidPath, and fault.InvalidFilter for what stands in brackets.
func ParsePath(text string) (Path, error) {
	if len(text) > MaxLength {
		return Path{}, fault.New(fault.InvalidPath, "the path has more than %d bytes", MaxLength)
	}
	parsed, err := paths.ParseString("", text)
	if err != nil {
		return Path{}, fault.New(fault.InvalidPath, "the path %.100q cannot be read: %s", text, place(err))
	}
	p := Path{Attribute: parsed.Attribute, Sub: strings.TrimPrefix(parsed.Sub, ".")}
	if parsed.Of != nil {
		p.Of, err = build(parsed.Of)
	}
	return p, err
}

// place says where and why a text does not parse, in few characters.
func place(err error) string {
	var at participle.Error
	if !errors.As(err, &at) {
		return "unknown"
	}
	message := at.Message()
	if len(message) > 120 {
		message = message[:120]
	}
	return "at character " + strconv.Itoa(at.Position().Column) + ": " + strings.ToValidUTF8(message, "")
}

// build makes a tree of what was parsed.
func build(d *disjunction) (Node, error) {
	b := builder{}
	node, err := b.or(d)
	if err == nil && b.tests > MaxTests {
		err = fault.New(fault.InvalidFilter, "the filter has more than %d comparisons", MaxTests)
	}
	return node, err
}

type builder struct{ tests int }

func (b *builder) or(d *disjunction) (Node, error) {
	nodes, err := each(d.Terms, func(c *conjunction) (Node, error) {
		nodes, err := each(c.Terms, b.term)
		if len(nodes) == 1 {
			return nodes[0], err
		}
		return And(nodes), err
	})
	if len(nodes) == 1 {
		return nodes[0], err
	}
	return Or(nodes), err
}

func each[T any](terms []T, read func(T) (Node, error)) ([]Node, error) {
	nodes := make([]Node, 0, len(terms))
	for _, t := range terms {
		node, err := read(t)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, node)
	}
	return nodes, nil
}

func (b *builder) term(t *term) (Node, error) {
	switch {
	case t.Negated != nil:
		of, err := b.or(t.Negated)
		return Not{of}, err
	case t.Group != nil:
		return b.or(t.Group)
	default:
		return b.test(t.Test)
	}
}

func (b *builder) test(t *test) (Node, error) {
	b.tests++
	compared := t.Present || t.Op != ""
	if t.Of == nil {
		if !compared {
			return nil, fault.New(fault.InvalidFilter, "%.100q is not compared with anything", t.Attribute)
		}
		return t.compare(t.Attribute)
	}
	of, err := b.or(t.Of)
	if err != nil {
		return nil, err
	}
	switch sub := strings.TrimPrefix(t.Sub, "."); {
	case !compared && sub == "":
		return Values{t.Attribute, of}, nil
	case !compared || sub == "":
		return nil, fault.New(fault.InvalidFilter, "behind %.100q[…] either nothing or a sub-attribute with a comparison is expected", t.Attribute)
	default:
		one, err := t.compare(sub)
		return Values{t.Attribute, And{of, one}}, err
	}
}

func (t *test) compare(attribute string) (Node, error) {
	if t.Present {
		return Test{Attribute: attribute, Op: Present}, nil
	}
	value, err := t.Value.read()
	return Test{Attribute: attribute, Op: Op(strings.ToLower(t.Op)), Value: value}, err
}

func (l *literal) read() (any, error) {
	switch {
	case l.Text != nil:
		var text string
		if err := json.Unmarshal([]byte(*l.Text), &text); err != nil {
			return nil, fault.New(fault.InvalidFilter, "%.100s is not a JSON string", *l.Text)
		}
		return text, nil
	case l.Number != nil:
		return *l.Number, nil
	default:
		switch strings.ToLower(*l.Word) {
		case "true":
			return true, nil
		case "false":
			return false, nil
		default:
			return nil, nil //nolint:nilnil // null
		}
	}
}
