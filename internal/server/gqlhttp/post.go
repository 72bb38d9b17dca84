package gqlhttp

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"
)

// POST serves queries and mutations in a JSON body. It takes every POST, so that what it cannot serve gets its reason:
// add it after the transports that are pickier.
type POST struct {
	// MaxBody is the largest body taken, in bytes; a larger one is answered 413 with code TOO_LARGE.
	// DefaultMaxBody where it is 0.
	MaxBody int64
}

var _ graphql.Transport = POST{}

// Supports is true for a POST.
func (POST) Supports(r *http.Request) bool { return r.Method == http.MethodPost }

// Do serves one request.
func (p POST) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	params, refused := readRequest(w, r, p.MaxBody)
	if refused != nil {
		refused.answer(w, r)
		return
	}
	execute(w, r, exec, params)
}
