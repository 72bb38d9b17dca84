package rows

import (
	"encoding/json"

	"muster/internal/errs"
)

// Kind is what an upload's rows are: the fields that they may have.
type Kind[R any] struct {
	Fields []Field[R]
	// Headings are other names of columns, in lower case: those of our own exports. "" is for a column that is passed over.
	Headings map[string]string
	// SetAttributes takes the columns that begin with attributes.; nil where rows have none.
	SetAttributes func(*R, map[string]any)
	// PassOver leaves columns aside that no field has, where somebody else's program decides which there are.
	PassOver bool
}

// Field is one field of a row.
type Field[R any] struct {
	name     string
	required bool
	cell     func(*R, string) error // an empty cell is no value
	json     func(*R, json.RawMessage) error
}

// Given makes a field of a kind of value; set is handed nil where the row has the field without a value.
func Given[R, T any](name string, s Scalar[T], set func(*R, *T)) Field[R] {
	put := func(row *R, value T, err error) error {
		if err != nil {
			return errs.New(errs.CodeOf(err), "%s: %s", name, bad(err).Message)
		}
		set(row, &value)
		return nil
	}
	return Field[R]{
		name: name,
		cell: func(row *R, cell string) error {
			if cell == "" {
				set(row, nil)
				return nil
			}
			value, err := s.cell(cell)
			return put(row, value, err)
		},
		json: func(row *R, raw json.RawMessage) error {
			if string(raw) == "null" {
				set(row, nil)
				return nil
			}
			value, err := s.json(raw)
			return put(row, value, err)
		},
	}
}

// Needed makes a field that every row has to have a value of.
func Needed[R, T any](name string, s Scalar[T], set func(*R, T)) Field[R] {
	f := Given(name, s, func(row *R, value *T) {
		if value != nil {
			set(row, *value)
		}
	})
	readCell, readJSON := f.cell, f.json
	f.required = true
	f.cell = func(row *R, cell string) error {
		if cell == "" {
			return invalid("%s is missing", name)
		}
		return readCell(row, cell)
	}
	f.json = func(row *R, raw json.RawMessage) error {
		if string(raw) == "null" {
			return invalid("%s is missing", name)
		}
		return readJSON(row, raw)
	}
	return f
}
