package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/graph"
	"muster/internal/activity"
	"muster/internal/auth"
	"muster/internal/department"
	"muster/internal/glossary"
	"muster/internal/group"
	"muster/internal/jobs"
	"muster/internal/membership"
	"muster/internal/notify/memory"
	"muster/internal/people"
	"muster/internal/reminder"
	"muster/internal/reminder/mail"
	"muster/internal/server/gqlhttp"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
	"muster/internal/vocabulary"
)

// now is the instant at which every test of this package runs.
var now = time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)

// api is the API on a database of its own, called as one identity of one organization.
type api struct {
	t        testing.TB
	db       *storage.DB
	engine   *membership.Engine
	resolver *graph.Resolver
	handler  http.Handler
	log      *bytes.Buffer
	ctx      context.Context
	identity auth.Identity
}

func newAPI(t testing.TB, db *storage.DB) *api {
	t.Helper()
	a := &api{t: t, db: db, log: &bytes.Buffer{}}
	log := slog.New(slog.NewTextHandler(a.log, nil))
	clock := func() time.Time { return now }
	broker := memory.New(log)
	t.Cleanup(broker.Close)
	queue, err := jobs.NewQueue(db, log)
	require.NoError(t, err)
	engine := membership.New(db, broker, clock, log)
	a.engine = engine
	outbox, err := mail.New(mail.Settings{DataDir: t.TempDir()})
	require.NoError(t, err)
	words := &vocabulary.Keeper{}
	a.resolver = &graph.Resolver{
		DB: db, Engine: engine, Glossaries: glossary.New(db, clock), Broker: broker, Now: clock, Log: log, Groups: group.New(db, engine, queue, clock),
		Departments: department.New(db, engine, group.New(db, engine, queue, clock), clock),
		People:      people.New(db, engine, words, clock), Activity: activity.New(db, engine, words, clock),
		Reminders: reminder.New(db, queue, outbox, 24*time.Hour, clock, log),
	}
	h := graph.Handler(a.resolver, false)
	h.AddTransport(gqlhttp.POST{})
	a.handler = h
	return a.as(auth.Identity{OrganizationID: storagetest.Organization(t, db, "Acme", "UTC"), Role: auth.Admin, Name: "admin"})
}

// as is the same API called by somebody else.
func (a *api) as(identity auth.Identity) *api {
	other := *a
	other.identity, other.ctx = identity, auth.With(a.t.Context(), identity)
	return &other
}

// other is the same API called by somebody of another organization.
func (a *api) other() *api {
	return a.as(auth.Identity{OrganizationID: storagetest.Organization(a.t, a.db, "Other", "UTC"), Role: auth.Admin, Name: "other"})
}

type answer struct {
	Data   map[string]any
	Errors []struct {
		Message    string
		Path       []any
		Extensions map[string]any
	}
}

// codes are the codes of the answer's errors.
func (a answer) codes() []string {
	codes := []string{}
	for _, err := range a.Errors {
		code, _ := err.Extensions["code"].(string)
		codes = append(codes, code)
	}
	return codes
}

type vars map[string]any

// ask runs an operation.
func (a *api) ask(text string, variables vars) answer {
	a.t.Helper()
	body, err := json.Marshal(map[string]any{"query": text, "variables": variables})
	require.NoError(a.t, err)
	request := httptest.NewRequestWithContext(a.ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	a.handler.ServeHTTP(recorder, request)
	require.Equal(a.t, http.StatusOK, recorder.Code, recorder.Body.String())
	var given answer
	require.NoError(a.t, json.Unmarshal(recorder.Body.Bytes(), &given))
	return given
}

// get runs an operation that must succeed and gives the value at the path of names and indexes.
func (a *api) get(text string, variables vars, path ...any) any {
	a.t.Helper()
	given := a.ask(text, variables)
	require.Empty(a.t, given.Errors)
	return at(a.t, given.Data, path...)
}

func at(t testing.TB, value any, path ...any) any {
	t.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, ok := value.(map[string]any)
			require.True(t, ok, "%v in %v", step, value)
			value = object[step]
		case int:
			list, ok := value.([]any)
			require.True(t, ok && step < len(list), "%v in %v", step, value)
			value = list[step]
		}
	}
	return value
}

// nodes gives one field of each node of a connection.
func nodes(t testing.TB, connection any, path ...any) []any {
	t.Helper()
	edges, ok := at(t, connection, "edges").([]any)
	require.True(t, ok)
	all := []any{}
	for _, edge := range edges {
		all = append(all, at(t, edge, append([]any{"node"}, path...)...))
	}
	return all
}
