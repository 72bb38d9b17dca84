package gqlhttp

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPost(t *testing.T) {
	const (
		plain = "application/json"
		spec  = "application/graphql-response+json"
	)
	long := `{"query":"{ hello }","extensions":{"pad":"` + strings.Repeat("p", maxBody) + `"}}`
	tests := map[string]struct {
		body        string
		contentType string
		json        int // the status in application/json
		response    int // the status in application/graphql-response+json
		code        string
	}{
		"a query":                      {`{"query":"{ hello }"}`, plain, 200, 200, ""},
		"a mutation":                   {`{"query":"mutation { touch }"}`, plain, 200, 200, ""},
		"a charset":                    {`{"query":"{ hello }"}`, "application/json; charset=UTF-8", 200, 200, ""},
		"an error of a field":          {`{"query":"{ fails }"}`, plain, 200, 200, "STATE"},
		"a document that is not valid": {`{"query":"{ nothing }"}`, plain, 200, 400, "GRAPHQL_VALIDATION_FAILED"},
		"a document that is no GraphQL": {
			`{"query":"{"}`, plain, 200, 400, "GRAPHQL_PARSE_FAILED",
		},
		"an empty document":      {`{"query":""}`, plain, 200, 400, "GRAPHQL_VALIDATION_FAILED"},
		"an operation not there": {`{"query":"query A { hello }","operationName":"B"}`, plain, 200, 400, "GRAPHQL_VALIDATION_FAILED"},
		"a variable of a wrong type": {
			`{"query":"query($n: String) { hello(name: $n) }","variables":{"n":[1,2]}}`, plain, 200, 400, "GRAPHQL_VALIDATION_FAILED",
		},
		"a subscription":      {`{"query":"subscription { count(to: 1) }"}`, plain, 200, 400, "INVALID"},
		"a deferred part":     {`{"query":"{ hello ... @defer { fails } }"}`, plain, 200, 400, "INVALID"},
		"a deferred fragment": {`{"query":"{ ...F @defer } fragment F on Query { hello }"}`, plain, 200, 400, "INVALID"},
		"a part deferred inside a fragment": {
			`{"query":"{ ...F } fragment F on Query { ... on Query { ... @defer { hello } } }"}`, plain, 200, 400, "INVALID",
		},
		"a panic":                 {`{"query":"{ panics }"}`, plain, 500, 500, "INTERNAL"},
		"no JSON for it":          {`{"query":"{ unencodable }"}`, plain, 500, 500, "INTERNAL"},
		"no JSON":                 {`query`, plain, 400, 400, "INVALID"},
		"half a JSON":             {`{"query":"{ hello }"`, plain, 400, 400, "INVALID"},
		"more than one JSON":      {`{"query":"{ hello }"}{}`, plain, 400, 400, "INVALID"},
		"an empty body":           {``, plain, 400, 400, "INVALID"},
		"a batch":                 {`[{"query":"{ hello }"}]`, plain, 400, 400, "INVALID"},
		"no query":                {`{"variables":{}}`, plain, 400, 400, "INVALID"},
		"null":                    {`null`, plain, 400, 400, "INVALID"},
		"a query of a wrong type": {`{"query":1}`, plain, 400, 400, "INVALID"},
		"variables that are a list": {
			`{"query":"{ hello }","variables":[]}`, plain, 400, 400, "INVALID",
		},
		"a body over the limit":  {long, plain, 413, 413, "TOO_LARGE"},
		"no Content-Type":        {`{"query":"{ hello }"}`, "", 415, 415, "INVALID"},
		"a form":                 {`query={hello}`, "application/x-www-form-urlencoded", 415, 415, "INVALID"},
		"text, as a page may":    {`{"query":"{ hello }"}`, "text/plain", 415, 415, "INVALID"},
		"another charset":        {`{"query":"{ hello }"}`, "application/json; charset=utf-16", 415, 415, "INVALID"},
		"a broken Content-Type":  {`{"query":"{ hello }"}`, "application/json; =", 415, 415, "INVALID"},
		"multipart, for uploads": {`{"query":"{ hello }"}`, "multipart/form-data; boundary=x", 415, 415, "INVALID"},
	}
	s := serve(t, SSEConfig{}, nil)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for accept, status := range map[string]int{plain: tt.json, spec: tt.response} {
				got := s.post(t, tt.body, "Content-Type", tt.contentType, "Accept", accept)
				require.Equal(t, status, got.StatusCode, got.body)
				require.Equal(t, accept+"; charset=utf-8", got.Header.Get("Content-Type"))
				require.Equal(t, tt.code, got.code(t), got.body)
			}
		})
	}
}

func TestBodyIsTheResponse(t *testing.T) {
	s := serve(t, SSEConfig{}, nil)
	for body, want := range map[string]string{
		`{"query":"query($n: String) { hello(name: $n) }","variables":{"n":"Ana"}}`: `{"data":{"hello":"hello Ana"}}`,
		`{"query":"{ fails }"}`: `{"errors":[{"message":"not now","extensions":{"code":"STATE"}}],"data":{"fails":null}}`,
		`{"query":"subscription { count(to: 1) }"}`: `{"errors":[{"message":` +
			`"a subscription needs a websocket, or a POST that accepts text/event-stream","extensions":{"code":"INVALID"}}]}`,
	} {
		require.JSONEq(t, want, s.post(t, body).body)
	}
}

func TestResponseType(t *testing.T) {
	for accept, want := range map[string]string{
		"":                                  typeJSON,
		"*/*":                               typeJSON,
		"application/*":                     typeJSON,
		"text/html":                         typeJSON,
		"text/html,*/*":                     typeJSON,
		"application/json":                  typeJSON,
		"application/graphql-response+json": typeResponse,
		"application/graphql-response+json; charset=utf-8":            typeResponse,
		"application/graphql-response+json, application/json":         typeResponse,
		"application/json, application/graphql-response+json":         typeJSON,
		"application/json;q=0.9, application/graphql-response+json":   typeResponse,
		"application/graphql-response+json;q=0.5, */*;q=0.8":          typeJSON,
		"application/graphql-response+json;q=0":                       typeJSON,
		"application/graphql-response+json;q=x, application/json;q=1": typeJSON,
		", ,application/graphql-response+json":                        typeResponse,
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil)
		require.NoError(t, err)
		r.Header.Set("Accept", accept)
		require.Equal(t, want, responseType(r), accept)
	}
}
