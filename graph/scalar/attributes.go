package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"muster/internal/errs"
)

// MarshalAttributes writes the object; nil is the empty one.
func MarshalAttributes(attributes map[string]any) graphql.Marshaler {
	if attributes == nil {
		attributes = map[string]any{}
	}
	return graphql.MarshalMap(attributes)
}

// UnmarshalAttributes reads a flat object of strings, booleans, numbers (as float64) and nulls. A date is its ISO string.
func UnmarshalAttributes(v any) (map[string]any, error) {
	object, ok := v.(map[string]any)
	if !ok {
		return nil, errs.New(errs.CodeInvalid, "attributes: an object was expected")
	}
	attributes := make(map[string]any, len(object))
	for name, value := range object {
		switch value := value.(type) {
		case bool, string, nil:
			attributes[name] = value
		default:
			f, err := UnmarshalFloat(value)
			if err != nil {
				return nil, errs.New(errs.CodeInvalid, "attribute %.40q: a string, number, boolean or ISO date was expected", name)
			}
			attributes[name] = f
		}
	}
	return attributes, nil
}
