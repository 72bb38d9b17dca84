package scim_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/group"
	"muster/internal/jobs"
	"muster/internal/membership"
	"muster/internal/notify/memory"
	"muster/internal/people"
	"muster/internal/scim"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
	"muster/internal/vocabulary"
)

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// world is an organization and its identity provider.
type world struct {
	t       *testing.T
	db      *storage.DB
	people  *people.Service
	groups  *group.Service
	who     auth.Identity
	handler http.Handler
	at      time.Time
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) { test(t, settle(t, db)) })
}

func settle(t *testing.T, db *storage.DB) *world {
	t.Helper()
	w := &world{t: t, db: db, at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	broker := memory.New(log)
	t.Cleanup(broker.Close)
	now := func() time.Time { return w.at }
	engine := membership.New(db, broker, now, log)
	queue, err := jobs.NewQueue(db, log)
	require.NoError(t, err)
	w.people = people.New(db, engine, &vocabulary.Keeper{}, now)
	w.groups = group.New(db, engine, queue, now)
	w.handler = scim.New(db, w.people, w.groups, now, log).Handler()
	w.who = auth.Identity{OrganizationID: storagetest.Organization(t, db, "Acme", "UTC"), Role: auth.SCIM, Name: "Entra"}
	return w
}

// reply is an answer.
type reply struct {
	t      *testing.T
	status int
	header http.Header
	text   string
	body   map[string]any
}

// send sends a request; headers are names and values in turn.
func (w *world) send(method, path, body string, headers ...string) reply {
	w.t.Helper()
	w.at = w.at.Add(time.Second)
	request := httptest.NewRequestWithContext(auth.With(w.t.Context(), w.who), method, "https://muster.test/scim/v2"+path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, request)
	r := reply{t: w.t, status: recorder.Code, header: recorder.Header(), text: recorder.Body.String()}
	if r.text != "" {
		require.Equal(w.t, "application/scim+json", r.header.Get("Content-Type"), r.text)
		require.NoError(w.t, json.Unmarshal([]byte(r.text), &r.body))
	}
	return r
}

// ok checks the status.
func (r reply) ok(status int) reply {
	r.t.Helper()
	require.Equal(r.t, status, r.status, r.text)
	return r
}

// refused checks an error.
func (r reply) refused(status int, kind string) reply {
	r.t.Helper()
	r.ok(status)
	require.Equal(r.t, []any{"urn:ietf:params:scim:api:messages:2.0:Error"}, r.body["schemas"])
	require.NotEmpty(r.t, r.body["detail"])
	require.NotEqual(r.t, "internal error", r.body["detail"])
	if kind == "" {
		require.NotContains(r.t, r.body, "scimType")
	} else {
		require.Equal(r.t, kind, r.body["scimType"], r.text)
	}
	return r
}

// at gives what is at a place of the body: names, one behind the other.
func (r reply) at(names ...string) any {
	var value any = r.body
	for _, name := range names {
		parts, _ := value.(map[string]any)
		value = parts[name]
	}
	return value
}

func (r reply) id() string {
	r.t.Helper()
	id, is := r.body["id"].(string)
	require.True(r.t, is, r.text)
	return id
}

func (r reply) json(names ...string) string {
	r.t.Helper()
	text, err := json.Marshal(r.at(names...))
	require.NoError(r.t, err)
	return string(text)
}

// found searches and gives the user names, or the names of groups.
func (w *world) found(path, filter string) []string {
	w.t.Helper()
	r := w.send(http.MethodGet, path+"?filter="+url.QueryEscape(filter), "").ok(http.StatusOK)
	names := []string{}
	for _, one := range r.body["Resources"].([]any) {
		parts := one.(map[string]any)
		name, _ := parts["userName"].(string)
		if name == "" {
			name, _ = parts["displayName"].(string)
		}
		names = append(names, name)
	}
	require.EqualValues(w.t, len(names), r.body["totalResults"])
	return names
}

func (w *world) patch(path, operations string, headers ...string) reply {
	w.t.Helper()
	return w.send(http.MethodPatch, path, `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [`+operations+`]}`, headers...)
}

// imported makes employees as an import does.
func (w *world) imported(rows ...people.Input) {
	w.t.Helper()
	who := w.who
	who.Role, who.Source = auth.Operator, auth.FromImport
	result, err := w.people.Upsert(auth.With(w.t.Context(), who), rows)
	require.NoError(w.t, err)
	require.Empty(w.t, result.Rejected)
}

func field(text string) people.Field[string] {
	return people.Field[string]{Given: true, Value: &text}
}
