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

// lastWords lets a subscription end with an error: after its last event comes one response with the error and nothing
// else, and then the end.
func lastWords(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	var f farewell
	responses := next(context.WithValue(ctx, farewellKey{}, &f))
	return func(ctx context.Context) *graphql.Response {
		response := responses(ctx)
		if response != nil {
			return response
		}
		if reason := f.take(); reason != nil {
			return refuse(ctx, reason)
		}
		return nil
	}
}

// sayWhy makes err the last response of the subscription that ctx belongs to. Call it before the channel is closed.
func sayWhy(ctx context.Context, err error) {
	f := ctx.Value(farewellKey{}).(*farewell)
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
