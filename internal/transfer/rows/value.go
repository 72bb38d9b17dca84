package rows

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"muster/internal/criteria"
)

// Scalar reads one kind of value: from a cell that is not empty, and from JSON that is not null.
type Scalar[T any] struct {
	cell func(string) (T, error)
	json func(json.RawMessage) (T, error)
}

// asString reads by the same rule from a cell and from a JSON string.
func asString[T any](expected string, read func(string) (T, error)) Scalar[T] {
	return Scalar[T]{cell: read, json: func(raw json.RawMessage) (value T, err error) {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			return value, invalid("%s was expected", expected)
		}
		return read(text)
	}}
}

// The kinds of values.
var (
	Text    = asString("a string", readText)
	Instant = asString("a time such as 2026-01-31T08:00:00Z (RFC 3339)", readInstant)
	Flag    = Scalar[bool]{cell: readFlag, json: asJSON[bool]("true or false")}
	day     = asString("a date such as 2026-01-31", readDay)
	number  = Scalar[float64]{cell: readNumber, json: asJSON[float64]("a number")}
)

// asJSON reads JSON of that type.
func asJSON[T any](expected string) func(json.RawMessage) (T, error) {
	return func(raw json.RawMessage) (value T, err error) {
		if json.Unmarshal(raw, &value) != nil {
			return value, invalid("%s was expected", expected)
		}
		return value, nil
	}
}

// readText refuses NUL, which PostgreSQL has no text with; what else a text may be is for the services to say.
func readText(s string) (string, error) {
	if strings.ContainsRune(s, 0) {
		return "", invalid("a character that is not text (NUL)")
	}
	return s, nil
}

// word is a text of an enum.
func word[T ~string]() Scalar[T] {
	return asString("a string", func(s string) (T, error) { return T(s), nil })
}

func readInstant(s string) (t time.Time, err error) {
	if t.UnmarshalText([]byte(s)) != nil { // stricter than time.Parse
		return t, invalid("%.40q is not a time such as 2026-01-31T08:00:00Z (RFC 3339)", s)
	}
	return t, nil
}

func readDay(s string) (criteria.Date, error) {
	d, err := criteria.ParseDate(s)
	if err != nil {
		return 0, invalid("%.40q is not a date such as 2026-01-31", s)
	}
	return d, nil
}

func readFlag(s string) (bool, error) {
	switch strings.ToLower(s) {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, invalid("%.40q is neither true nor false", s)
}

// plainNumber is a number as JSON writes it, without an exponent.
var plainNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// maxDigits is how many digits a float64 always keeps.
const maxDigits = 15

func readNumber(s string) (float64, error) {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !plainNumber.MatchString(s) || math.IsInf(n, 0) {
		return 0, invalid("%.40q is not a number such as 12.5", s)
	}
	return n, nil
}

// attribute gives a cell of an attribute the type that it looks like: true and false are booleans, and what JSON would write as a
// number is one, unless it has more digits than a number keeps. Everything else is text.
func attribute(cell string) any {
	switch {
	case cell == "true", cell == "false":
		return cell == "true"
	case plainNumber.MatchString(cell) && len(strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(cell), "0")) <= maxDigits:
		if n, err := strconv.ParseFloat(cell, 64); err == nil {
			return n
		}
	}
	return cell
}

// attributes reads a flat object. Dates are their ISO text.
func attributes(raw json.RawMessage) (map[string]any, error) {
	var object map[string]any
	if json.Unmarshal(raw, &object) != nil {
		return nil, invalid("an object of strings, numbers, booleans and nulls was expected")
	}
	for name, value := range object {
		switch value.(type) {
		case map[string]any, []any:
			return nil, invalid("%.40q is no string, number or boolean", name)
		}
	}
	return object, nil
}
