package graph

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// operationTimeout is how long a query or a mutation may take, a little less than the server waits for its answer. What
// is running then is given up with errs.CodeUnavailable; a mutation is rolled back.
const operationTimeout = 50 * time.Second

// deadline ends operations that take too long. Subscriptions have none.
type deadline struct{ after time.Duration }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationInterceptor
} = deadline{}

func (deadline) ExtensionName() string                   { return "Deadline" }
func (deadline) Validate(graphql.ExecutableSchema) error { return nil }

func (d deadline) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if graphql.GetOperationContext(ctx).Operation.Operation == ast.Subscription {
		return next(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, d.after)
	responses := next(ctx)
	return func(ctx context.Context) *graphql.Response {
		response := responses(ctx)
		if response == nil { // the transports ask until then
			cancel()
		}
		return response
	}
}
