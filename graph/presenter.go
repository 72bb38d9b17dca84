package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"muster/internal/errs"
)

type requestIDKey struct{}

// WithRequestID names the request that ctx serves; errors that show nothing else show this id.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID gives the id of the request that ctx serves, "" where there is none.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// presenter gives errors the form that clients see. It is the one place where errs.Code becomes extensions.code.
func presenter(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		shown := graphql.DefaultErrorPresenter(ctx, err)
		var coded *errs.Error
		switch {
		case errors.As(err, &coded) && coded.Code != errs.CodeInternal:
			setCode(shown, coded.Code)
			shown.Message = coded.Message
		case codeOf(shown) == errcode.ParseFailed && strings.Contains(shown.Message, "token limit"):
			setCode(shown, errs.CodeTooLarge)
		case codeOf(shown) == complexityExceeded:
			setCode(shown, errs.CodeTooLarge)
			shown.Message += "; ask for smaller pages or fewer fields"
		case codeOf(shown) != "": // a parsing or validation error of the library, which speaks of the client's words only
		case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
			setCode(shown, errs.CodeUnavailable)
			shown.Message = "the request ended before its answer was ready"
		default:
			log.ErrorContext(ctx, "internal error in the API", "request_id", RequestID(ctx), "path", shown.Path.String(), "error", err)
			setCode(shown, errs.CodeInternal)
			shown.Message = "internal error"
			shown.Extensions["requestId"] = RequestID(ctx)
		}
		return shown
	}
}

// complexityExceeded is what gqlgen's complexity limit calls its error.
const complexityExceeded = "COMPLEXITY_LIMIT_EXCEEDED"

func codeOf(err *gqlerror.Error) string {
	code, _ := err.Extensions["code"].(string)
	return code
}

func setCode(err *gqlerror.Error, code errs.Code) {
	if err.Extensions == nil {
		err.Extensions = map[string]any{}
	}
	err.Extensions["code"] = string(code)
}

// recovered makes a panic an internal error.
func recovered(_ context.Context, cause any) error {
	return fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
}
