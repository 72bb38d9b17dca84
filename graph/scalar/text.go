package scalar

import (
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"muster/internal/errs"
)

// MarshalString writes text.
func MarshalString(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalString reads text. Whether a database can hold it is for whoever stores it to say: one bad row must not
// turn away the good ones beside it.
func UnmarshalString(v any) (string, error) {
	s, err := graphql.UnmarshalString(v)
	if err != nil || !utf8.ValidString(s) {
		return "", errs.New(errs.CodeInvalid, "a string was expected")
	}
	return s, nil
}
