package gqlop

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"muster/internal/errs"
)

// Prepare parses and validates one operation. Where it cannot run, refused is the response that says why (it has
// errors and no data); otherwise the context carries the operation, for Each.
func Prepare(ctx context.Context, exec graphql.GraphExecutor, params *graphql.RawParams) (
	opCtx context.Context, op *graphql.OperationContext, refused *graphql.Response,
) {
	ctx = graphql.StartOperationTrace(ctx)
	defer func() {
		if cause := recover(); cause != nil {
			refused = recovered(ctx, exec, cause)
		}
	}()
	now := graphql.Now()
	params.ReadTime = graphql.TraceTiming{Start: now, End: now}

	op, list := exec.CreateOperationContext(ctx, params)
	ctx = graphql.WithOperationContext(ctx, op)
	if len(list) > 0 {
		return ctx, op, exec.DispatchError(ctx, list)
	}
	return ctx, op, nil
}

// Each runs a prepared operation and gives every response to emit, in order, until the operation ends or emit
// returns false. It returns when nothing of the operation is left running. A panic ends the operation: failed is
// then the response to send last.
//
// emit must be done with a response's Data when it returns: gqlgen writes the next response into the same bytes.
func Each(
	ctx context.Context, exec graphql.GraphExecutor, op *graphql.OperationContext, emit func(*graphql.Response) bool,
) (failed *graphql.Response) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer func() {
		if cause := recover(); cause != nil {
			failed = recovered(ctx, exec, cause)
		}
	}()
	next, ctx := exec.DispatchOperation(ctx, op)
	for response := next(ctx); response != nil; response = next(ctx) {
		if !emit(response) {
			cancel()
			drain(ctx, next)
			return nil
		}
	}
	return nil
}

func drain(ctx context.Context, next graphql.ResponseHandler) {
	for next(ctx) != nil {
		// What comes after the stop is nobody's; pulling it lets the resolvers behind it end.
		continue
	}
}

// presenter is what *executor.Executor offers for panics and graphql.GraphExecutor does not name.
type presenter interface {
	PresentRecoveredError(ctx context.Context, cause any) error
}

// recovered turns a panic into the response the schema's own RecoverFunc and presenter make of it.
func recovered(ctx context.Context, exec graphql.GraphExecutor, cause any) (response *graphql.Response) {
	response = Problem(errs.New(errs.CodeInternal, "internal error"))
	defer func() {
		if second := recover(); second != nil {
			slog.ErrorContext(ctx, "panic while presenting a panic",
				"panic", cause, "second", second, "stack", string(debug.Stack()))
		}
	}()
	p, ok := exec.(presenter)
	if !ok {
		slog.ErrorContext(ctx, "panic in a GraphQL operation", "panic", cause, "stack", string(debug.Stack()))
		return response
	}
	var presented *gqlerror.Error
	if errors.As(p.PresentRecoveredError(ctx, cause), &presented) && presented != nil {
		response = &graphql.Response{Errors: gqlerror.List{presented}}
	}
	return response
}
