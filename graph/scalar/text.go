package scalar

import (
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"muster/internal/errs"
)

// MarshalString writes text.
func MarshalString(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalString reads text that every database can hold.
func UnmarshalString(v any) (string, error) {
	s, err := graphql.UnmarshalString(v)
	if err != nil {
		return "", errs.New(errs.CodeInvalid, "a string was expected")
	}
	if strings.ContainsRune(s, 0) || !utf8.ValidString(s) {
		return "", errs.New(errs.CodeInvalid, "text with a NUL character or broken UTF-8 cannot be taken")
	}
	return s, nil
}
