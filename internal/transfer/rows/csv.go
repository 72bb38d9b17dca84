package rows

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"muster/internal/errs"
	"muster/internal/transfer/sheet"
)

// attributePrefix begins the columns of custom attributes, in any case.
const attributePrefix = "attributes."

// table reads CSV by the names in its header.
type table[R any] struct {
	kind    Kind[R]
	source  *Meter
	csv     *csv.Reader
	line    int // where the row before began
	columns []column[R]
	custom  bool // whether there are columns of attributes
}

// column is what becomes of one column.
type column[R any] struct {
	read      func(*R, string) error // nil: passed over, or an attribute
	attribute string                 // its name; "" where the column is none
}

// CSV reads the header at once, and the rows as they are asked for. Errors: INVALID, TOO_LARGE, and those of the source.
func (k Kind[R]) CSV(from io.Reader) (Reader[R], error) {
	t := &table[R]{kind: k, source: &Meter{From: from}}
	names, err := t.header()
	if err != nil {
		return nil, err
	}
	if t.columns, err = k.bind(names); err != nil {
		return nil, err
	}
	t.custom = slices.ContainsFunc(t.columns, func(c column[R]) bool { return c.attribute != "" })
	return t, nil
}

// header opens the file.
func (t *table[R]) header() ([]string, error) {
	t.source.Allow(MaxRow)
	buffer := bufio.NewReader(t.source)
	start, err := buffer.Peek(len(byteOrderMark))
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return nil, err
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return nil, invalid("the file is UTF-16: save it as UTF-8")
	case bytes.Equal(start, byteOrderMark):
		_, _ = buffer.Discard(len(byteOrderMark)) // it is in the buffer
	}
	t.csv = csv.NewReader(buffer)
	t.csv.FieldsPerRecord, t.csv.ReuseRecord = -1, true
	names, err := t.csv.Read()
	var parse *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return nil, invalid("the file is empty: its first line names the columns")
	case errors.As(err, &parse):
		return nil, invalid("the header cannot be read: %s", parse.Err)
	case errors.Is(err, ErrTooLong):
		return nil, errs.New(errs.CodeTooLarge, "the header is longer than %d bytes", MaxRow)
	case err != nil:
		return nil, err
	case len(names) > MaxColumns:
		return nil, errs.New(errs.CodeTooLarge, "the header names %d columns: at most %d are allowed", len(names), MaxColumns)
	}
	t.line, _ = t.csv.FieldPos(len(names) - 1)
	return names, nil
}

// bind finds the field of each column.
func (k Kind[R]) bind(names []string) ([]column[R], error) {
	columns, seen := make([]column[R], len(names)), map[string]bool{}
	var unknown []string
	for i, name := range names {
		name = strings.TrimSpace(name)
		if !utf8.ValidString(name) {
			return nil, invalid("the header is not UTF-8")
		}
		to, found := k.column(name)
		if !found && k.PassOver {
			continue
		}
		if !found {
			unknown = append(unknown, name)
			continue
		}
		if seen[to.key] {
			return nil, invalid("the header names the column %s twice", clipped(name))
		}
		columns[i], seen[to.key] = to.column, true
	}
	if len(unknown) > 0 {
		return nil, invalid("unknown columns: %s; known are %s", quoted(unknown), k.known())
	}
	for _, f := range k.Fields {
		if f.required && !seen[f.name] {
			return nil, invalid("the column %s is missing", f.name)
		}
	}
	return columns, nil
}

type bound[R any] struct {
	column[R]
	key string // tells columns for the same thing
}

func (k Kind[R]) column(name string) (to bound[R], found bool) {
	lower := strings.ToLower(name)
	if attribute, is := strings.CutPrefix(lower, attributePrefix); is && k.SetAttributes != nil && attribute != "" {
		attribute = strings.TrimSpace(name[len(attributePrefix):])
		return bound[R]{column[R]{attribute: attribute}, attributePrefix + attribute}, attribute != ""
	}
	if own, known := k.Headings[lower]; known {
		if own == "" {
			return bound[R]{key: lower}, true
		}
		lower = strings.ToLower(own)
	}
	for _, f := range k.Fields {
		if strings.ToLower(f.name) == lower && (k.SetAttributes == nil || f.name+"." != attributePrefix) {
			return bound[R]{column[R]{read: f.cell}, f.name}, true
		}
	}
	return to, false
}

// known lists the columns for a message.
func (k Kind[R]) known() string {
	var names []string
	for _, f := range k.Fields {
		if f.name+"." == attributePrefix {
			names = append(names, "those that begin with "+attributePrefix)
			continue
		}
		names = append(names, f.name)
	}
	return strings.Join(names, ", ")
}

// Next implements Reader.
func (t *table[R]) Next() (Row[R], error) {
	t.source.Allow(MaxRow)
	before := t.csv.InputOffset()
	cells, err := t.csv.Read()
	row := Row[R]{Size: int(t.csv.InputOffset() - before)}
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse):
		row.Line, t.line = parse.StartLine, parse.Line
		row.Bad = misquoted(parse)
		return row, nil
	case errors.Is(err, ErrTooLong):
		return row, errTooLong(t.line)
	case err != nil:
		return row, err
	}
	row.Line, _ = t.csv.FieldPos(0)
	t.line = row.Line
	if err := t.decode(cells, &row.Value); err != nil {
		row.Bad = bad(err)
		if last, _ := t.csv.FieldPos(len(cells) - 1); last > row.Line {
			row.Bad.Message += fmt.Sprintf(" (quotes make one row of the lines %d to %d)", row.Line, last)
		}
	}
	return row, nil
}

// misquoted names all the lines that a bad quote made one row of: none of them was read.
func misquoted(err *csv.ParseError) *errs.Error {
	if err.Line > err.StartLine {
		return invalid("a quote is missing or too many: the lines %d to %d cannot be read", err.StartLine, err.Line)
	}
	return invalid("a quote is missing or too many, at byte %d of the line", err.Column)
}

func (t *table[R]) decode(cells []string, into *R) error {
	if len(cells) != len(t.columns) {
		return invalid("the row has %d cells, and the header %d", len(cells), len(t.columns))
	}
	var custom map[string]any
	if t.custom {
		custom = map[string]any{}
	}
	for i, c := range t.columns {
		cell := strings.TrimSpace(sheet.Read(cells[i]))
		if !utf8.ValidString(cell) {
			return invalid("column %d is not UTF-8", i+1)
		}
		switch {
		case c.attribute != "" && cell != "":
			custom[c.attribute] = attribute(cell)
		case c.read != nil:
			if err := c.read(into, cell); err != nil {
				return err
			}
		}
	}
	if t.custom {
		t.kind.SetAttributes(into, custom)
	}
	return nil
}

// clipped quotes a name for a message, as far as it is short.
func clipped(name string) string { return fmt.Sprintf("%.60q", name) }
