package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/auth/keys"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// uploading is an upload whose body the test writes piece by piece.
type uploading struct {
	n       *node
	body    *io.PipeWriter
	abandon context.CancelFunc
	answer  chan imported // closed without one where the client gave up
}

// begin starts an upload and returns when the server has begun the import.
func (n *node) begin(path, token, firstPart string) *uploading {
	n.t.Helper()
	reader, writer := io.Pipe()
	ctx, cancel := context.WithCancel(n.t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, n.url+path, reader)
	require.NoError(n.t, err)
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", csvType)
	before := n.latest().ID
	u := &uploading{n: n, body: writer, abandon: cancel, answer: make(chan imported, 1)}
	go func() {
		defer close(u.answer)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return
		}
		defer response.Body.Close()
		var answer imported
		if json.NewDecoder(response.Body).Decode(&answer) == nil {
			u.answer <- answer
		}
	}()
	u.write(firstPart)
	require.Eventually(n.t, func() bool { return n.latest().ID != before }, patience, time.Millisecond)
	return u
}

func (u *uploading) write(text string) {
	u.n.t.Helper()
	_, err := io.WriteString(u.body, text)
	require.NoError(u.n.t, err)
}

// latest is the newest import as the API shows it.
func (n *node) latest() (i imported) {
	n.t.Helper()
	data := n.ask(`{ imports(first: 1) { edges { node { id status rows accepted unchanged rejected failure { code message } } } } }`)
	var page struct {
		Imports struct {
			Edges []struct {
				Node struct {
					imported
					Failure *struct{ Code, Message string }
				}
			}
		}
	}
	require.NoError(n.t, json.Unmarshal([]byte(asJSON(n.t, data)), &page))
	if len(page.Imports.Edges) == 0 {
		return i
	}
	node := page.Imports.Edges[0].Node
	if node.Failure != nil {
		node.Errors = append(node.Errors, problemOf(node.Failure.Code, node.Failure.Message))
	}
	return node.imported
}

func problemOf(code, message string) (p struct {
	Message    string
	Extensions struct{ Code string }
},
) {
	p.Message, p.Extensions.Code = message, code
	return p
}

// ended waits for the newest import to end.
func (n *node) ended() (i imported) {
	n.t.Helper()
	require.Eventually(n.t, func() bool {
		i = n.latest()
		return i.Status != "RUNNING"
	}, patience, 5*time.Millisecond)
	return i
}

func TestAClientThatGoesInTheMiddleLeavesWholeBatches(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		u := n.begin("/import/employees", n.token, peopleHeader+peopleRows(0, 2600))
		u.write("half@acme.te")
		require.Eventually(t, func() bool { return n.latest().Rows == 2000 }, patience, time.Millisecond)
		u.abandon()
		got := n.ended()
		require.Equal(t, "FAILED 2000 = 2000 + 0 + 0", got.counts())
		require.Equal(t, "UNAVAILABLE", got.Errors[0].Extensions.Code)
		require.Equal(t, "the upload broke off: send it again, and what has been imported stays unchanged", got.Errors[0].Message)
		require.JSONEq(t, `{"employees": {"totalCount": 2000}}`, asJSON(t, n.ask(`{ employees { totalCount } }`)))

		require.Equal(t, "DONE 3000 = 1000 + 2000 + 0", n.send("/import/employees", csvType, peopleHeader+peopleRows(0, 3000)).counts())
		require.Equal(t, "DONE 3000 = 0 + 3000 + 0", n.send("/import/employees", csvType, peopleHeader+peopleRows(0, 3000)).counts())
	})
}

func TestAServerThatStopsEndsItsImports(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		n := startOn(t, db, false)
		u := n.begin("/import/employees", n.token, peopleHeader+peopleRows(0, 1100))
		require.Eventually(t, func() bool { return n.latest().Rows == 1000 }, patience, time.Millisecond)
		require.NoError(t, n.stop(), "within its time")
		got := <-u.answer
		require.Equal(t, "FAILED 1000 = 1000 + 0 + 0", got.counts())
		require.Equal(t, "UNAVAILABLE", got.Errors[0].Extensions.Code)
		require.Contains(t, got.Errors[0].Message, "this server stops")
	})
}

func TestARevokedKeysImportEnds(t *testing.T) {
	n := start(t, false)
	token, id := n.key(auth.Operator)
	u := n.begin("/import/employees", token, peopleHeader)
	_, err := n.keys.Revoke(auth.With(t.Context(), auth.Identity{OrganizationID: n.organization, Role: auth.Admin}), id)
	require.NoError(t, err)
	got := <-u.answer
	require.Equal(t, "FAILED 0 = 0 + 0 + 0", got.counts())
	require.Equal(t, "UNAUTHENTICATED", got.Errors[0].Extensions.Code)
}

func TestTooManyImportsAtOnce(t *testing.T) {
	n := start(t, false)
	one, two := n.begin("/import/employees", n.token, peopleHeader), n.begin("/import/employees", n.token, peopleHeader)
	response, body := n.do(http.MethodPost, "/import/employees", n.token, peopleHeader, "Content-Type", csvType)
	require.Equal(t, http.StatusServiceUnavailable, response.StatusCode)
	require.Equal(t, "UNAVAILABLE", code(t, body))
	for _, u := range []*uploading{one, two} {
		require.NoError(t, u.body.Close())
		require.Equal(t, "DONE 0 = 0 + 0 + 0", (<-u.answer).counts())
	}
	n.send("/import/employees", csvType, peopleHeader)
}

func TestProgress(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		u := n.begin("/import/employees", n.token, peopleHeader)
		id := n.latest().ID
		s := n.connect(n.token)
		s.listen(n, "1", fmt.Sprintf(`subscription { importProgress(id: %q) { kind source status dryRun rows accepted unchanged rejected progress reportUrl failure { code } finishedAt createdBy } }`, id))
		require.JSONEq(t, `{"data": {"importProgress": {"kind": "EMPLOYEES", "source": "CSV", "status": "RUNNING", "dryRun": false, "rows": 0, "accepted": 0,
			"unchanged": 0, "rejected": 0, "progress": null, "reportUrl": null, "failure": null, "finishedAt": null, "createdBy": "test"}}}`, string(s.hear().Payload))
		u.write(peopleRows(0, 999) + ",,,,\n")
		status := func() (rows int, status string) {
			var heard struct {
				Data struct {
					ImportProgress struct {
						Rows   int
						Status string
					}
				}
			}
			m := s.hear()
			require.Equal(t, "next", m.Type, "%s", m.Payload)
			require.NoError(t, json.Unmarshal(m.Payload, &heard))
			return heard.Data.ImportProgress.Rows, heard.Data.ImportProgress.Status
		}
		rows, state := status()
		require.Equal(t, "1000 RUNNING", fmt.Sprint(rows, " ", state))
		require.NoError(t, u.body.Close())
		for state == "RUNNING" {
			rows, state = status()
		}
		require.Equal(t, "1000 DONE", fmt.Sprint(rows, " ", state))
		require.Equal(t, "complete", s.hear().Type)

		s.subscribe("2", fmt.Sprintf(`subscription { importProgress(id: %q) { status } }`, id))
		<-n.broker.subscribed
		require.Contains(t, string(s.hear().Payload), "DONE", "whoever comes late")
		require.Equal(t, "complete", s.hear().Type)
		s.subscribe("3", `subscription { importProgress(id: "imp_9999") { status } }`)
		require.Contains(t, string(s.hear().Payload), "NOT_FOUND")

		data := n.ask(fmt.Sprintf(`{ import(id: %q) { progress rejected reportUrl } node(id: %q) { id } gone: import(id: "imp_9999") { id } imports(first: 1) { totalCount } }`, id, id))
		require.JSONEq(t, fmt.Sprintf(`{"import": {"progress": 1, "rejected": 1, "reportUrl": "/import/%s/report.csv"}, "node": {"id": %q}, "gone": null, "imports": {"totalCount": 1}}`, id, id), asJSON(t, data))
	})
}

// stranger is an administrator of another organization on the same server.
func (n *node) stranger() string {
	n.t.Helper()
	other := storagetest.Organization(n.t, n.db, "Other", "UTC")
	var token string
	require.NoError(n.t, n.db.InTx(auth.AsMuster(n.t.Context(), other), func(ctx context.Context, tx *storage.Tx) (err error) {
		token, _, err = n.keys.Issue(ctx, tx, other, keys.Input{Name: "theirs", Role: auth.Admin})
		return err
	}))
	return token
}

func TestOrganizationsDoNotSeeEachOthersTransfers(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		stranger := n.stranger()
		got := n.send("/import/employees", csvType, peopleHeader+peopleRows(0, 3)+"x,,,,\n")
		g := n.ask(`mutation { createGroup(input: {name: "Ours"}) { group { id } } }`)
		group := at(t, g, "createGroup", "group", "id")
		for _, path := range []string{*got.ReportURL, "/export/groups/" + group + "/members.csv"} {
			response, _ := n.do(http.MethodGet, path, n.token, "")
			require.Equal(t, http.StatusOK, response.StatusCode)
			response, body := n.do(http.MethodGet, path, stranger, "")
			require.Equal(t, http.StatusNotFound, response.StatusCode)
			require.Equal(t, "NOT_FOUND", code(t, body))
			response, _ = n.do(http.MethodGet, path, "", "")
			require.Equal(t, http.StatusUnauthorized, response.StatusCode)
		}
		_, body := n.do(http.MethodPost, "/graphql", stranger, fmt.Sprintf(
			`{"query": "{ import(id: \"%s\") { id } node(id: \"%s\") { id } imports { totalCount } employees { totalCount } }"}`, got.ID, got.ID))
		require.JSONEq(t, `{"data": {"import": null, "node": null, "imports": {"totalCount": 0}, "employees": {"totalCount": 0}}}`, body)

		// The same people and events are others there.
		_, body = n.do(http.MethodPost, "/import/employees", stranger, peopleHeader+peopleRows(0, 3), "Content-Type", csvType)
		require.Equal(t, "DONE 3 = 3 + 0 + 0", n.parse(body).counts())
		events := "id,email,type,occurredAt,campaign\n1,p1@acme.test,CLICKED,2026-05-01T10:00:00Z,C\n"
		require.Equal(t, "DONE 1 = 1 + 0 + 0", n.send("/import/simulations", csvType, events).counts())
		_, body = n.do(http.MethodPost, "/import/simulations", stranger, events, "Content-Type", csvType)
		require.Equal(t, "DONE 1 = 1 + 0 + 0", n.parse(body).counts())
	})
}

// at gives the text at the end of a path of names.
func at(t *testing.T, value any, path ...string) string {
	t.Helper()
	for _, name := range path {
		object, ok := value.(map[string]any)
		require.True(t, ok, "%s in %v", name, value)
		value = object[name]
	}
	text, ok := value.(string)
	require.True(t, ok)
	return text
}

// generated is a file that is made while it is read.
type generated struct {
	left  int // rows
	row   func(i int) string
	ready bytes.Buffer
}

func (g *generated) Read(p []byte) (int, error) {
	for g.ready.Len() < len(p) && g.left > 0 {
		g.left--
		g.ready.WriteString(g.row(g.left))
	}
	return g.ready.Read(p)
}

// TestMemoryStaysFlat sends 64 MiB, of which a part is written and a part rejected, and watches what the program holds, the
// database driver's memory included. `make bench-import` does it with a gigabyte.
func TestMemoryStaysFlat(t *testing.T) {
	n := start(t, false)
	note := strings.Repeat("x", 190)
	file := io.MultiReader(strings.NewReader("email,name,title,location,attributes.a,attributes.b\n"), &generated{left: 1 << 16, row: func(i int) string {
		email := fmt.Sprintf("p%d@acme.test", i%5000)
		if i%8 > 0 {
			email = "nobody"
		}
		return fmt.Sprintf("%s,%s,%s,%s,%s,%s\n", email, note, note, note, note, note)
	}})
	debug.FreeOSMemory()
	var most atomic.Uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapAlloc))
			select {
			case <-stop:
				return
			case <-tick.C:
			}
		}
	}()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, n.url+"/import/employees", file)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+n.token)
	request.Header.Set("Content-Type", csvType)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	var got imported
	require.NoError(t, json.NewDecoder(response.Body).Decode(&got))
	close(stop)
	<-stopped
	require.Equal(t, "DONE", got.Status, got.Errors)
	require.Equal(t, 1<<16, got.Rows)
	require.Equal(t, 1<<16-1<<13, got.Rejected)
	require.Less(t, most.Load(), uint64(96<<20))
}
