package graph_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/graph"
	"muster/internal/storage/storagetest"
)

func TestInternalErrorsShowAnIDAndAreLogged(t *testing.T) {
	db := storagetest.SQLite(t)
	a := newAPI(t, db)
	a.ctx = graph.WithRequestID(a.ctx, "request-7")
	_, err := db.Writer().ExecContext(t.Context(), `DROP TABLE departments`)
	require.NoError(t, err)

	given := a.ask(`{ departments { totalCount } }`, nil)
	require.Equal(t, []string{"INTERNAL"}, given.codes())
	require.Equal(t, "internal error", given.Errors[0].Message)
	require.Equal(t, []any{"departments"}, given.Errors[0].Path)
	require.Equal(t, "request-7", given.Errors[0].Extensions["requestId"])
	require.Contains(t, a.log.String(), "request-7")
	require.Contains(t, a.log.String(), "no such table")
}

func TestPanicsAreInternalErrors(t *testing.T) {
	a := newAPI(t, storagetest.SQLite(t))
	a.resolver.Groups = nil
	given := a.ask(`{ viewer { name } previewCriteria(text: "clickers") { totalCount } }`, nil)
	require.Equal(t, []string{"INTERNAL"}, given.codes())
	require.NotContains(t, given.Errors[0].Message, "nil pointer")
	require.Contains(t, a.log.String(), "nil pointer")
	require.Equal(t, "admin", a.get(`{ viewer { name } }`, nil, "viewer", "name"))
}

func TestErrorsOfTheText(t *testing.T) {
	a := newAPI(t, storagetest.SQLite(t))
	for text, code := range map[string]string{
		`{`: "GRAPHQL_PARSE_FAILED",
		``:  "GRAPHQL_VALIDATION_FAILED",
		`{ ...f } fragment f on Query { __type(name: "Group") { name } }`: "FORBIDDEN",
		`{ nonsense }`:                                        "GRAPHQL_VALIDATION_FAILED",
		`{ __schema { queryType { name } } }`:                 "FORBIDDEN",
		`{ employees(first: 99999999999999) { totalCount } }`: "INVALID",
		`{ employees(first: "a") { totalCount } }`:            "GRAPHQL_VALIDATION_FAILED",
		`mutation { upsertEmployees(input: {employees: [{email: "a@b.c", name: "x", hiredOn: "soon"}]}) { result { accepted } } }`: "INVALID",
	} {
		require.Equal(t, []string{code}, a.ask(text, nil).codes(), text)
	}
	suggestion := a.ask(`{ emploees { totalCount } }`, nil).Errors[0].Message
	require.NotContains(t, suggestion, "employees", "no hints where there is no introspection")
}

func TestOperationsAreBounded(t *testing.T) {
	a := newAPI(t, storagetest.SQLite(t))
	fragments := strings.Builder{} // each fragment doubles the one below it: 2^40 fields in 1 KiB
	for i := range 40 {
		fmt.Fprintf(&fragments, "fragment f%d on Query { a%d: viewer { name } ...f%d ... on Query { ...f%d } } ", i, i, i+1, i+1)
	}
	fragments.WriteString("fragment f40 on Query { viewer { name } }")
	var aliases, spreads, definitions strings.Builder
	for i := range 2100 {
		fmt.Fprintf(&aliases, "a%d: __typename ", i)
	}
	for i := range 600 {
		fmt.Fprintf(&spreads, "...g%d ", i)
		fmt.Fprintf(&definitions, " fragment g%d on Query { viewer { name } }", i)
	}
	for name, text := range map[string]string{
		"tokens":     "{ " + strings.Repeat("viewer { name } ", 3000) + " }",
		"depth":      "{ departments { edges { node { " + strings.Repeat("parent { ", 13) + "id" + strings.Repeat(" }", 13) + " } } } }",
		"repeats":    "{ " + strings.Repeat("viewer { name } ", 1200) + " }",
		"fields":     "{ " + aliases.String() + " }",
		"spreads":    "{ " + spreads.String() + " }" + definitions.String(),
		"inline":     "{ " + strings.Repeat("... on Query { viewer { name } } ", 1000) + " }",
		"nested":     "{ " + strings.Repeat("employees { edges { "+strings.Repeat("node { id } ", 20)+"} } ", 60) + " }",
		"fragments":  "{ ...f0 } " + fragments.String(),
		"complexity": "{ groups(first: 100) { edges { node { members(first: 100) { edges { node { employee { email name } } } } } } } }",
	} {
		given := a.ask(text, nil)
		require.Equal(t, []string{"TOO_LARGE"}, given.codes(), "%s: %v", name, given.Errors)
	}
	require.Empty(t, a.ask(`{ groups(first: 20) { edges { node { members(first: 20) { edges { node { employee { email name department { path } } reasons { condition evidence } } } } } } } }`, nil).Errors)
}

func TestAnOperationThatTakesTooLongIsGivenUp(t *testing.T) {
	a := newAPI(t, storagetest.SQLite(t))
	ctx, cancel := context.WithDeadline(a.ctx, time.Now().Add(-time.Second)) // as if the time were up
	defer cancel()
	a.ctx = ctx
	require.Equal(t, []string{"UNAVAILABLE"}, a.ask(`{ employees { totalCount } }`, nil).codes())
	require.NotContains(t, a.log.String(), "internal error")
}
