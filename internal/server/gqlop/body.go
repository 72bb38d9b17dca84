package gqlop

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"muster/internal/errs"
)

// body is graphql.Response as the GraphQL specification writes it: a response to an operation that did not run has
// no `data` entry at all, where gqlgen's own would say null.
type body struct {
	Errors     gqlerror.List   `json:"errors,omitempty"`
	Data       json.RawMessage `json:"data,omitempty"`
	Label      string          `json:"label,omitempty"`
	Path       ast.Path        `json:"path,omitempty"`
	HasNext    *bool           `json:"hasNext,omitempty"`
	Extensions map[string]any  `json:"extensions,omitempty"`
}

// Encode is response in JSON. Where that is impossible (an extension's value, say) it is logged, ok is false, and what
// is encoded is a response of code INTERNAL.
func Encode(ctx context.Context, response *graphql.Response) (data json.RawMessage, ok bool) {
	data, err := json.Marshal(body(*response))
	if err == nil {
		return data, true
	}
	slog.ErrorContext(ctx, "graphql: response cannot be encoded", "error", err)
	if data, err = json.Marshal(body(*Problem(err))); err != nil {
		panic(err) // two strings
	}
	return data, false
}

// Problem is the response that carries err alone: its code and message where it is an errs.Error, and nothing but
// errs.CodeInternal for any other.
func Problem(err error) *graphql.Response {
	var coded *errs.Error
	if !errors.As(err, &coded) {
		coded = errs.New(errs.CodeInternal, "internal error")
	}
	return &graphql.Response{Errors: gqlerror.List{{
		Message:    coded.Message,
		Extensions: map[string]any{"code": string(coded.Code)},
	}}}
}

// CodeOf is the code of a response's first error that has one, "" where none has.
func CodeOf(response *graphql.Response) errs.Code {
	for _, err := range response.Errors {
		if code, ok := err.Extensions["code"].(string); ok {
			return errs.Code(code)
		}
	}
	return ""
}
