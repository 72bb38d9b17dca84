package gqlhttp

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"muster/internal/errs"
	"muster/internal/server/gqlop"
)

// answer writes one response.
func answer(w http.ResponseWriter, r *http.Request, status int, response *graphql.Response) {
	body, ok := gqlop.Encode(r.Context(), response)
	if !ok {
		status = http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", responseType(r)+"; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(body) // an error here is the client's going away
}

func (no *refusal) answer(w http.ResponseWriter, r *http.Request) {
	answer(w, r, no.status, gqlop.Problem(no.err))
}

// execute runs an operation of a kind that method allows and writes its response.
func execute(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, params *graphql.RawParams) {
	ctx, op, refused := gqlop.Prepare(r.Context(), exec, params)
	if refused != nil {
		answer(w, r, statusOf(r, refused), refused)
		return
	}
	switch kind := op.Operation.Operation; {
	case defers(op.Doc):
		answer(w, r, statusOf(r, deferElsewhere), deferElsewhere)
	case kind == ast.Subscription:
		answer(w, r, statusOf(r, subscriptionsElsewhere), subscriptionsElsewhere)
	case r.Method == http.MethodGet && kind != ast.Query:
		w.Header().Set("Allow", http.MethodPost)
		answer(w, r, http.StatusMethodNotAllowed,
			gqlop.Problem(errs.New(errs.CodeInvalid, "GET runs queries only: send a %s with POST", kind)))
	default:
		executeOnce(ctx, w, r, exec, op)
	}
}

var subscriptionsElsewhere = gqlop.Problem(errs.New(errs.CodeInvalid,
	"a subscription needs a websocket, or a POST that accepts %s", typeEvents))

var deferElsewhere = gqlop.Problem(errs.New(errs.CodeInvalid,
	"@defer makes several responses of one: it needs a websocket, or a POST that accepts %s", typeEvents))

func executeOnce(
	ctx context.Context, w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, op *graphql.OperationContext,
) {
	answered := false
	failed := gqlop.Each(ctx, exec, op, func(response *graphql.Response) bool {
		answered = true
		answer(w, r, statusOf(r, response), response)
		return false
	})
	switch {
	case answered:
	case failed != nil:
		answer(w, r, http.StatusInternalServerError, failed)
	default: // the context ended first: most likely nobody is listening
		answer(w, r, http.StatusServiceUnavailable,
			gqlop.Problem(errs.New(errs.CodeUnavailable, "the operation was stopped")))
	}
}

// statusOf is the status for the response to a well-formed request. Only application/graphql-response+json tells an
// operation that did not run by its status; a fault of ours is one in any type.
func statusOf(r *http.Request, response *graphql.Response) int {
	code := gqlop.CodeOf(response)
	switch {
	case len(response.Data) > 0:
		return http.StatusOK
	case code == errs.CodeInternal:
		return http.StatusInternalServerError
	case responseType(r) == typeJSON:
		return http.StatusOK
	case code == errs.CodeUnauthenticated:
		return http.StatusUnauthorized
	case code == errs.CodeForbidden:
		return http.StatusForbidden
	case code == errs.CodeUnavailable:
		return http.StatusServiceUnavailable
	default:
		return http.StatusBadRequest
	}
}
