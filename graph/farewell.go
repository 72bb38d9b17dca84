package graph

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// farewell is why a subscription ended, told by its source to the client. A closed channel alone cannot say it.
type farewell struct {
	mu     sync.Mutex
	reason error
}

type farewellKey struct{}

// farewells lets a subscription end with an error: after its last event comes one response with the error and nothing
// else, and then the end.
type farewells struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationInterceptor
	graphql.ResponseInterceptor
} = farewells{}

func (farewells) ExtensionName() string                   { return "Farewells" }
func (farewells) Validate(graphql.ExecutableSchema) error { return nil }

func (farewells) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	return next(context.WithValue(ctx, farewellKey{}, &farewell{}))
}

func (farewells) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	f, running := ctx.Value(farewellKey{}).(*farewell)
	if response != nil || !running {
		return response
	}
	reason := f.take()
	if reason == nil {
		return nil
	}
	graphql.AddError(ctx, reason)
	return &graphql.Response{Errors: graphql.GetErrors(ctx)}
}

// sayWhy makes err the last response of the subscription that ctx belongs to. Call it before the channel is closed.
func sayWhy(ctx context.Context, err error) {
	f, ok := ctx.Value(farewellKey{}).(*farewell)
	if !ok {
		panic("graph: a subscription outside of an operation")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reason = err
}

func (f *farewell) take() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	reason := f.reason
	f.reason = nil
	return reason
}
