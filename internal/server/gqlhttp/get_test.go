package gqlhttp

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGet(t *testing.T) {
	tests := map[string]struct {
		query  url.Values
		status int
		code   string
		body   string
	}{
		"a query": {
			query: url.Values{"query": {"{ hello }"}}, status: 200, body: `{"data":{"hello":"hello world"}}`,
		},
		"variables and an operation's name": {
			query: url.Values{
				"query":         {"query A { hello } query B($n: String) { hello(name: $n) }"},
				"operationName": {"B"}, "variables": {`{"n":"Ana"}`}, "extensions": {`{}`},
			},
			status: 200, body: `{"data":{"hello":"hello Ana"}}`,
		},
		"a mutation":           {query: url.Values{"query": {"mutation { touch }"}}, status: 405, code: "INVALID"},
		"a subscription":       {query: url.Values{"query": {"subscription { count(to: 1) }"}}, status: 400, code: "INVALID"},
		"a document not valid": {query: url.Values{"query": {"{ nothing }"}}, status: 400, code: "GRAPHQL_VALIDATION_FAILED"},
		"no query":             {query: url.Values{}, status: 400, code: "INVALID"},
		"variables not JSON":   {query: url.Values{"query": {"{ hello }"}, "variables": {"{"}}, status: 400, code: "INVALID"},
		"variables a list":     {query: url.Values{"query": {"{ hello }"}, "variables": {"[]"}}, status: 400, code: "INVALID"},
		"extensions a string":  {query: url.Values{"query": {"{ hello }"}, "extensions": {`""`}}, status: 400, code: "INVALID"},
	}
	s := serve(t, SSEConfig{}, nil)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := s.get(t, tt.query.Encode())
			require.Equal(t, tt.status, got.StatusCode, got.body)
			require.Equal(t, tt.code, got.code(t), got.body)
			if tt.body != "" {
				require.JSONEq(t, tt.body, got.body)
			}
			if tt.status == http.StatusMethodNotAllowed {
				require.Equal(t, http.MethodPost, got.Header.Get("Allow"))
			}
		})
	}
	t.Run("a URL that is not well encoded", func(t *testing.T) {
		got := s.get(t, "query=%zz")
		require.Equal(t, http.StatusBadRequest, got.StatusCode)
		require.Equal(t, "INVALID", got.code(t))
	})
}

func (s *service) get(t *testing.T, rawQuery string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"?"+rawQuery, nil)
	require.NoError(t, err)
	r.Header.Set("Accept", typeResponse)
	return s.send(t, r)
}
