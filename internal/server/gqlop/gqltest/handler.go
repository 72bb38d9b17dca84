package gqltest

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"muster/internal/errs"
)

// Handler serves the schema over the transports, tried in order. Errors are presented with their code in the
// extensions; a panic is an error of code INTERNAL.
func (s *Schema) Handler(transports ...graphql.Transport) *handler.Server {
	server := handler.New(s)
	for _, transport := range transports {
		server.AddTransport(transport)
	}
	server.SetErrorPresenter(present)
	server.SetRecoverFunc(func(context.Context, any) error {
		return errs.New(errs.CodeInternal, "internal error")
	})
	return server
}

func present(ctx context.Context, err error) *gqlerror.Error {
	presented := graphql.DefaultErrorPresenter(ctx, err)
	var coded *errs.Error
	if errors.As(err, &coded) {
		presented.Message = coded.Message
		presented.Extensions = map[string]any{"code": string(coded.Code)}
	}
	return presented
}
