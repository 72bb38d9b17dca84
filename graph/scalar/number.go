package scalar

import (
	"encoding/json"
	"math"

	"github.com/99designs/gqlgen/graphql"

	"muster/internal/errs"
)

// MarshalInt writes a number.
func MarshalInt(n int) graphql.Marshaler { return graphql.MarshalInt(n) }

// UnmarshalInt reads a whole number of 32 bits, which is what GraphQL's Int is.
func UnmarshalInt(v any) (int, error) {
	n, err := graphql.UnmarshalInt(v)
	if err != nil || n < math.MinInt32 || n > math.MaxInt32 {
		return 0, errs.New(errs.CodeInvalid, "a whole number between %d and %d was expected", math.MinInt32, math.MaxInt32)
	}
	return n, nil
}

// MarshalLong writes a number of the tables.
func MarshalLong(n int64) graphql.Marshaler { return graphql.MarshalInt64(n) }

// UnmarshalLong reads what UnmarshalInt does.
func UnmarshalLong(v any) (int64, error) {
	n, err := UnmarshalInt(v)
	return int64(n), err
}

// MarshalFloat writes a number.
func MarshalFloat(f float64) graphql.Marshaler { return graphql.MarshalFloat(f) }

// UnmarshalFloat reads a finite number.
func UnmarshalFloat(v any) (float64, error) {
	f, ok := float(v)
	if !ok || math.IsInf(f, 0) || math.IsNaN(f) {
		return 0, errs.New(errs.CodeInvalid, "a number was expected, and not one that is out of range")
	}
	return f, nil
}

// float takes a number of a variable (json.Number) or of a literal (int64, float64).
func float(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	case int:
		return float64(v), true
	case json.Number:
		f, err := v.Float64()
		return f, err == nil
	}
	return 0, false
}
