package gqlhttp

import (
	"net/http"
	"net/url"

	"github.com/99designs/gqlgen/graphql"

	"muster/internal/errs"
	"muster/internal/server/gqlop"
)

// GET serves queries in the URL: query, operationName, and variables and extensions as JSON. A mutation is answered
// 405. The URL's length is the HTTP server's to limit (MaxHeaderBytes). Add it after the websocket transport, whose
// requests are GETs too.
type GET struct{}

var _ graphql.Transport = GET{}

// Supports is true for a GET.
func (GET) Supports(r *http.Request) bool { return r.Method == http.MethodGet }

// Do serves one request.
func (GET) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	params, err := paramsInURL(r.URL.RawQuery)
	if err != nil {
		(&refusal{http.StatusBadRequest, err}).answer(w, r)
		return
	}
	params.Headers = r.Header
	execute(w, r, exec, params)
}

func paramsInURL(rawQuery string) (*graphql.RawParams, error) {
	values, err := url.ParseQuery(rawQuery)
	if err != nil {
		return nil, errs.New(errs.CodeInvalid, "the URL's parameters are not well encoded")
	}
	if !values.Has("query") {
		return nil, errs.New(errs.CodeInvalid, "the request has no query")
	}
	variables, err := gqlop.DecodeObject([]byte(values.Get("variables")))
	if err != nil {
		return nil, err
	}
	extensions, err := gqlop.DecodeObject([]byte(values.Get("extensions")))
	if err != nil {
		return nil, err
	}
	return &graphql.RawParams{
		Query:         values.Get("query"),
		OperationName: values.Get("operationName"),
		Variables:     variables,
		Extensions:    extensions,
	}, nil
}
