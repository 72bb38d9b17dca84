package connection

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"

	"muster/internal/errs"
)

// Kind is what a column of an order holds.
type Kind int

const (
	// Number is an int64.
	Number Kind = iota
	// Text is a string.
	Text
)

// Column is one column that a list is ordered by.
type Column struct {
	Name string
	Kind Kind
}

// Order is a total order of a list's rows.
type Order[T any] struct {
	// Name is part of every cursor. It changes whenever Columns change their meaning.
	Name string
	// Columns decide, the first most; together they are unique within the list.
	Columns    []Column
	Descending bool
	// Key gives a row's values of Columns, as int64 or string.
	Key func(T) []any
}

// maxCursor bounds a cursor's text, in bytes. The longest that are written hold a department's whole path.
const maxCursor = 8 << 10

// cursor writes the place of a key in the order: base64url of a JSON list of the order's name and the key.
func (o Order[T]) cursor(key []any) string {
	text, err := json.Marshal(append([]any{o.Name}, key...))
	if err != nil {
		panic(err) // strings and int64 always encode
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// place reads a cursor that may not have been given.
func (o Order[T]) place(cursor *string) ([]any, error) {
	if cursor == nil {
		return nil, nil
	}
	return o.parse(*cursor)
}

// parse reads what cursor wrote.
func (o Order[T]) parse(cursor string) ([]any, error) {
	refused := errs.New(errs.CodeInvalid, "a cursor of this list was expected: use startCursor, endCursor or an edge's cursor as it was given")
	if len(cursor) > maxCursor {
		return nil, refused
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, refused
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var parts []any
	if d.Decode(&parts) != nil || d.More() || len(parts) != 1+len(o.Columns) || parts[0] != o.Name {
		return nil, refused
	}
	key := parts[1:]
	for i, column := range o.Columns {
		value, ok := column.read(key[i])
		if !ok {
			return nil, refused
		}
		key[i] = value
	}
	return key, nil
}

// read takes a value from a cursor, which anyone may have written.
func (c Column) read(value any) (any, bool) {
	if c.Kind == Text {
		text, ok := value.(string)
		return text, ok && !strings.ContainsRune(text, 0) // PostgreSQL has no text with NUL
	}
	number, ok := value.(json.Number)
	if !ok {
		return nil, false
	}
	n, err := number.Int64()
	return n, err == nil
}
