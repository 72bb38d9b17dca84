package scalar

import (
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"muster/internal/criteria"
	"muster/internal/errs"
)

const (
	maxAttributes    = 100
	maxAttributeName = 100 // characters
)

// MarshalAttributes writes the object; nil is the empty one.
func MarshalAttributes(attributes map[string]any) graphql.Marshaler {
	if attributes == nil {
		attributes = map[string]any{}
	}
	return graphql.MarshalMap(attributes)
}

// UnmarshalAttributes reads a flat object of strings, numbers (as float64) and booleans. A date is its ISO string.
func UnmarshalAttributes(v any) (map[string]any, error) {
	object, ok := v.(map[string]any)
	if !ok {
		return nil, errs.New(errs.CodeInvalid, "attributes: an object was expected")
	}
	if len(object) > maxAttributes {
		return nil, errs.New(errs.CodeTooLarge, "attributes: at most %d can be kept", maxAttributes)
	}
	attributes := make(map[string]any, len(object))
	for name, value := range object {
		if _, err := UnmarshalString(name); err != nil || strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > maxAttributeName {
			return nil, errs.New(errs.CodeInvalid, "attributes: a name must have between 1 and %d characters", maxAttributeName)
		}
		kept, err := attributeValue(value)
		if err != nil {
			return nil, errs.New(errs.CodeInvalid, "attribute %q: %s", name, err.Message)
		}
		attributes[name] = kept
	}
	return attributes, nil
}

func attributeValue(value any) (any, *errs.Error) {
	switch value := value.(type) {
	case bool:
		return value, nil
	case string:
		if _, err := UnmarshalString(value); err != nil || utf8.RuneCountInString(value) > criteria.MaxText {
			return nil, errs.New(errs.CodeInvalid, "a text must have at most %d characters, and no NUL", criteria.MaxText)
		}
		return value, nil
	}
	f, err := UnmarshalFloat(value)
	if err != nil {
		return nil, errs.New(errs.CodeInvalid, "a string, number, boolean or ISO date was expected")
	}
	return f, nil
}
