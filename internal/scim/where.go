package scim

import (
	"strings"
	"time"
	"unicode/utf8"

	"muster/internal/scim/fault"
	"muster/internal/scim/filter"
	"muster/internal/scim/schema"
	"muster/internal/storage"
)

// column is how an attribute is filtered and sorted by. Where the attribute has no value, its SQL gives NULL.
type column struct {
	sql  string
	kind columnKind
	read func(value string) any // the value as it is compared; nil: as it is
	// equal is a condition that finds rows by an index where the value is given; its placeholders take arguments.
	equal func(organization int64, value any) (condition string, arguments []any)
	// unordered columns are compared by eq, ne and pr alone.
	unordered bool
}

type columnKind int

const (
	textual columnKind = iota
	instant            // milliseconds since the epoch, from RFC 3339
	boolean
)

// columns are the attributes of a resource that filters can be about, by their canonical path.
type columns map[string]column

// where writes a filter as a condition.
type where struct {
	kind         *schema.Resource
	columns      columns
	organization int64
	dialect      storage.Dialect
	arguments    []any
}

// write gives the condition of a filter; it is never NULL. What would need more than columns is refused.
func (w *where) write(n filter.Node) (string, error) {
	switch n := n.(type) {
	case filter.And:
		return w.join(n, " AND ")
	case filter.Or:
		return w.join(n, " OR ")
	case filter.Not:
		inner, err := w.write(n.Of)
		return "NOT (" + inner + ")", err
	case filter.Test:
		return w.test(n)
	case filter.Values:
		test, err := flatten(n)
		if err != nil {
			return "", err
		}
		return w.test(test)
	default:
		panic("scim: a kind of filter that there is not")
	}
}

func (w *where) join(nodes []filter.Node, by string) (string, error) {
	parts := make([]string, len(nodes))
	for i, n := range nodes {
		part, err := w.write(n)
		if err != nil {
			return "", err
		}
		parts[i] = "(" + part + ")"
	}
	return strings.Join(parts, by), nil
}

// flatten makes one test of a value filter: of emails[value eq "x"], and of emails[type eq "work" and value eq "x"], the address of work
// being the one that filters are about.
func flatten(n filter.Values) (filter.Test, error) {
	parts, is := n.Of.(filter.And)
	if !is {
		parts = filter.And{n.Of}
	}
	var found *filter.Test
	for _, part := range parts {
		test, is := part.(filter.Test)
		switch {
		case is && strings.EqualFold(test.Attribute, "type") && test.Op == filter.Equal && strings.EqualFold(textOf(test.Value), "work"):
		case is && found == nil && strings.EqualFold(test.Attribute, "value"):
			found = &test
		default:
			return filter.Test{}, fault.New(fault.InvalidFilter, "%.100q is filtered by its value alone", n.Attribute)
		}
	}
	if found == nil {
		return filter.Test{}, fault.New(fault.InvalidFilter, "%.100q is filtered by its value", n.Attribute)
	}
	found.Attribute = n.Attribute + ".value"
	return *found, nil
}

func textOf(value any) string {
	text, _ := value.(string)
	return text
}

// find gives the column of an attribute's path.
func (w *where) find(path string) (column, bool) {
	ref, ok := w.kind.Find(path)
	if !ok {
		return column{}, false
	}
	name := ref.Name()
	if ref.Sub != nil && ref.Sub.Name == "value" { // emails and emails.value are one
		name = strings.TrimSuffix(name, ".value")
	}
	c, ok := w.columns[name]
	return c, ok
}

func (w *where) test(t filter.Test) (string, error) {
	c, ok := w.find(t.Attribute)
	if !ok {
		return "", fault.New(fault.InvalidFilter, "%.100q is not filtered by", t.Attribute)
	}
	op, present := t.Op, c.sql+" IS NOT NULL"
	switch {
	case op == filter.Present, op == filter.NotEqual && t.Value == nil:
		return present, nil
	case op == filter.Equal && t.Value == nil:
		return c.sql + " IS NULL", nil
	}
	value, err := c.value(t)
	if err != nil {
		return "", err
	}
	if c.equal != nil && (op == filter.Equal || op == filter.NotEqual) {
		condition, arguments := c.equal(w.organization, value)
		w.arguments = append(w.arguments, arguments...)
		if op == filter.NotEqual {
			condition = "NOT (" + condition + ")"
		}
		return condition, nil
	}
	if op == filter.NotEqual {
		w.arguments = append(w.arguments, value)
		return "(" + c.sql + " IS NULL OR " + c.sql + " <> ?)", nil
	}
	compared, err := w.compare(c, op, value)
	if err != nil {
		return "", fault.New(fault.InvalidFilter, "%.100q is not compared by %s", t.Attribute, op)
	}
	return "(" + present + " AND " + compared + ")", nil
}

// value reads what an attribute is compared with.
func (c column) value(t filter.Test) (any, error) {
	text, is := t.Value.(string)
	switch c.kind {
	case boolean:
		if yes, is := t.Value.(bool); is {
			return yes, nil
		}
		if is && (strings.EqualFold(text, "true") || strings.EqualFold(text, "false")) {
			return strings.EqualFold(text, "true"), nil
		}
		return nil, fault.New(fault.InvalidFilter, "%.100q is compared with true or false", t.Attribute)
	case instant:
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return nil, fault.New(fault.InvalidFilter, "%.100q is compared with an instant such as 2026-05-13T04:42:34Z", t.Attribute)
		}
		return at.UnixMilli(), nil
	default:
		if !is || strings.ContainsRune(text, 0) || !utf8.ValidString(text) {
			return nil, fault.New(fault.InvalidFilter, "%.100q is compared with text", t.Attribute)
		}
		if c.read != nil {
			return c.read(text), nil
		}
		return text, nil
	}
}

// errOperator is replaced by an error that names the attribute.
var errOperator = fault.New(fault.InvalidFilter, "")

func (w *where) compare(c column, op filter.Op, value any) (string, error) {
	if op != filter.Equal && (c.unordered || c.kind == boolean) {
		return "", errOperator
	}
	if sign, is := signs[op]; is {
		w.arguments = append(w.arguments, value)
		return c.sql + sign + "?", nil
	}
	text, is := value.(string)
	if !is {
		return "", errOperator
	}
	switch op {
	case filter.StartsWith:
		w.arguments = append(w.arguments, utf8.RuneCountInString(text), text)
		return "substr(" + c.sql + ", 1, ?) = ?", nil
	case filter.EndsWith:
		n := utf8.RuneCountInString(text)
		if n == 0 {
			return "1 = 1", nil
		}
		w.arguments = append(w.arguments, n, text)
		if w.dialect == storage.Postgres {
			return "right(" + c.sql + ", ?) = ?", nil
		}
		return "substr(" + c.sql + ", -?) = ?", nil
	default: // co
		w.arguments = append(w.arguments, text)
		if w.dialect == storage.Postgres {
			return "strpos(" + c.sql + ", ?) > 0", nil
		}
		return "instr(" + c.sql + ", ?) > 0", nil
	}
}

var signs = map[filter.Op]string{
	filter.Equal: " = ", filter.Greater: " > ", filter.GreaterOrEqual: " >= ", filter.Less: " < ", filter.LessOrEqual: " <= ",
}

// lower is the case in which text is compared, which both databases' lower() gives: letters beyond ASCII stay as they are.
func lower(text string) any {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

// order writes by what rows are sorted: an attribute and, so that pages do not overlap, the id.
func (w *where) order(q query, id string) (string, error) {
	direction := ""
	if q.descending {
		direction = " DESC"
	}
	if q.sortBy == "" {
		return id + direction, nil
	}
	c, ok := w.find(q.sortBy)
	if !ok || c.unordered && c.sql != id {
		return "", fault.New(fault.InvalidPath, "%.100q is not sorted by", q.sortBy)
	}
	return c.sql + " IS NULL, " + c.sql + direction + ", " + id, nil
}
