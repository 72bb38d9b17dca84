package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/auth"
)

const viewer = `{"query": "{ viewer { name role } }"}`

func TestAToken(t *testing.T) {
	n := start(t, false)
	response, body := n.do(http.MethodPost, "/graphql", n.token, viewer)
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.JSONEq(t, `{"data": {"viewer": {"name": "test", "role": "ADMIN"}}}`, body)
	_, body = n.do(http.MethodGet, "/graphql?query="+url.QueryEscape("{ viewer { role } }"), n.token, "")
	require.JSONEq(t, `{"data": {"viewer": {"role": "ADMIN"}}}`, body)

	for _, token := range []string{"", "wrong", n.token + "x", strings.Repeat("x", 5000)} {
		response, body = n.do(http.MethodPost, "/graphql", token, viewer)
		require.Equal(t, http.StatusUnauthorized, response.StatusCode)
		require.Equal(t, "Bearer", response.Header.Get("WWW-Authenticate"))
		require.Equal(t, "UNAUTHENTICATED", code(t, body))
	}
	response, _ = n.do(http.MethodPost, "/graphql", "", viewer, "Authorization", "Basic "+n.token)
	require.Equal(t, http.StatusUnauthorized, response.StatusCode)
	response, _ = n.do(http.MethodPost, "/graphql", "", viewer, "Authorization", "bearer  "+n.token)
	require.Equal(t, http.StatusOK, response.StatusCode)

	require.NoError(t, n.stop())
	require.NotContains(t, n.log.String(), n.token)
	require.Contains(t, n.log.String(), "path=/graphql status=401")
}

func TestAKeysRole(t *testing.T) {
	n := start(t, false)
	token, _ := n.key(auth.Viewer)
	_, body := n.do(http.MethodPost, "/graphql", token, `{"query": "mutation { createGroup(input: {name: \"x\"}) { group { id } } }"}`)
	require.Equal(t, "FORBIDDEN", code(t, body))
}

func TestTheDatabaseIsAway(t *testing.T) {
	n := start(t, false)
	_, err := n.db.Writer().ExecContext(t.Context(), `ALTER TABLE api_keys RENAME TO elsewhere`)
	require.NoError(t, err)
	response, body := n.do(http.MethodPost, "/graphql", n.token, viewer)
	require.Equal(t, http.StatusServiceUnavailable, response.StatusCode)
	require.Equal(t, "UNAVAILABLE", code(t, body))
	require.NotContains(t, body, "api_keys")
	require.Contains(t, n.log.String(), "no such table")
}

func TestHealth(t *testing.T) {
	n := start(t, false)
	response, body := n.do(http.MethodGet, "/healthz", "", "")
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.JSONEq(t, `{"status": "ok"}`, body)
	response, body = n.do(http.MethodGet, "/readyz", "", "")
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.JSONEq(t, `{"status": "ok", "database": "ok", "broker": "ok"}`, body)

	n.broker.Close()
	response, body = n.do(http.MethodGet, "/readyz", "", "")
	require.Equal(t, http.StatusServiceUnavailable, response.StatusCode)
	require.JSONEq(t, `{"status": "not ready", "database": "ok", "broker": "away"}`, body)
}

func TestEveryAnswerHasItsHeaders(t *testing.T) {
	n := start(t, false)
	response, body := n.do(http.MethodGet, "/nowhere", "", "", "X-Request-Id", "given-1")
	require.Equal(t, http.StatusNotFound, response.StatusCode)
	require.Equal(t, "NOT_FOUND", code(t, body))
	require.Equal(t, "given-1", response.Header.Get("X-Request-Id"))
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"} {
		require.Equal(t, want, response.Header.Get(name))
	}
	response, _ = n.do(http.MethodGet, "/healthz", "", "", "X-Request-Id", "bad id")
	require.Regexp(t, `^[a-z0-9]{26}$`, response.Header.Get("X-Request-Id"))
	response, _ = n.do(http.MethodPost, "/graphql", n.token, `{"query": "`+strings.Repeat(" ", 9<<20)+`"}`)
	require.Equal(t, http.StatusRequestEntityTooLarge, response.StatusCode)
}

func TestCriteriaSchema(t *testing.T) {
	n := start(t, false)
	response, body := n.do(http.MethodGet, "/criteria.schema.json", "", "")
	require.Equal(t, "application/schema+json", response.Header.Get("Content-Type"))
	require.Contains(t, body, `"$schema"`)
}

func TestProductionHasNoExplorer(t *testing.T) {
	n := start(t, false)
	response, _ := n.do(http.MethodGet, "/explorer/", "", "")
	require.Equal(t, http.StatusNotFound, response.StatusCode)
	response, body := n.do(http.MethodGet, "/", "", "")
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.Contains(t, body, "/graphql")
	_, body = n.do(http.MethodPost, "/graphql", n.token, `{"query": "{ __schema { queryType { name } } }"}`)
	require.NotContains(t, body, `"Query"`)
}

func TestTheExplorer(t *testing.T) {
	n := start(t, true)
	response, _ := n.do(http.MethodGet, "/", "", "")
	require.Equal(t, "/explorer/", response.Header.Get("Location"))
	response, body := n.do(http.MethodGet, "/explorer/", "", "")
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.Contains(t, response.Header.Get("Content-Security-Policy"), "script-src 'self'")
	require.NotContains(t, body, "http", "everything comes from here")
	for _, file := range []string{"explorer.js", "explorer.css", "LICENSES.txt"} {
		response, _ = n.do(http.MethodGet, "/explorer/"+file, "", "")
		require.Equal(t, http.StatusOK, response.StatusCode, file)
	}
	_, body = n.do(http.MethodPost, "/graphql", n.token, `{"query": "{ __schema { queryType { name } } }"}`)
	require.Contains(t, body, `"Query"`)
}

func TestMetrics(t *testing.T) {
	n := start(t, false)
	n.do(http.MethodPost, "/graphql", n.token, `{"query": "query Secret { viewer { name } }"}`)
	n.do(http.MethodPost, "/graphql", n.token, `{"query": "{ nonsense }"}`)
	n.do("BREW", "/somewhere", "", "")
	_, body := n.do(http.MethodGet, "/metrics", "", "")
	for _, line := range []string{
		`muster_http_request_seconds_count{method="POST",route="/graphql",status="200"} 2`,
		`muster_http_request_seconds_count{method="other",route="/",status="404"} 1`,
		`muster_graphql_operation_seconds_count{field="viewer",type="query"} 1`,
		`muster_graphql_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1`,
		"go_goroutines",
	} {
		require.Contains(t, body, line)
	}
	require.NotContains(t, body, "Secret")
}
