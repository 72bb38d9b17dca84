package e2e_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
)

func TestHealth(t *testing.T) {
	n := onSQLite(t).start(t)
	require.Equal(t, http.StatusOK, n.answers("/healthz"))
	require.Equal(t, http.StatusOK, n.answers("/readyz"))
	require.Equal(t, http.StatusOK, n.answers("/metrics"))
	require.Equal(t, http.StatusOK, n.answers("/criteria.schema.json"))
	require.Equal(t, http.StatusNotFound, n.answers("/nothing/here"))
	require.Equal(t, http.StatusNotFound, n.answers("/explorer/"), "not in production")
}

// TestEventStream subscribes without a websocket.
func TestEventStream(t *testing.T) {
	i := onSQLite(t)
	token := i.organization(t, "Company")
	c := client{i.start(t), token}
	company(t, c)

	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	request, err := c.request(ctx, groupReady, nil)
	require.NoError(t, err)
	request.Header.Set("Accept", "text/event-stream")
	stream, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer stream.Body.Close()
	require.Equal(t, http.StatusOK, stream.StatusCode)
	require.Equal(t, "text/event-stream", strings.Split(stream.Header.Get("Content-Type"), ";")[0])

	type outcome struct {
		push response
		err  error
	}
	first := make(chan outcome, 1)
	go func() {
		push, err := nextOfStream(stream.Body)
		first <- outcome{push, err}
	}()
	for { // groups are made until one is pushed: the first may be ready before the stream is
		c.createSmart(t, "Offenders", repeatOffenders)
		select {
		case got := <-first:
			require.NoError(t, got.err)
			push := feed[ready]{}.decode(t, got.push, true)
			require.Equal(t, "Your group is ready to go!", push.GroupReady.Message)
			require.Equal(t, "Offenders", push.GroupReady.Group.Name)
			return
		case <-time.After(time.Second):
		}
	}
}

// nextOfStream gives the first response of a stream.
func nextOfStream(stream io.Reader) (r response, err error) {
	next := false
	lines := bufio.NewScanner(stream)
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimSpace(value)
		switch {
		case field == "event":
			next = value == "next"
		case field == "data" && next:
			err = json.Unmarshal([]byte(value), &r)
			return r, err
		}
	}
	return r, errors.Join(io.ErrUnexpectedEOF, lines.Err())
}

// TestGracefulStop: open sockets are told, and the process ends by itself.
func TestGracefulStop(t *testing.T) {
	i := onSQLite(t)
	token := i.organization(t, "Company")
	n := i.start(t)
	c := client{n, token}
	live := dial(t, c)
	watch[ready](t, live, groupReady, nil, func() { c.createSmart(t, "X", "Clicked in the last 30 days") })

	require.Equal(t, 0, n.stop(t))
	require.Equal(t, websocket.CloseGoingAway, live.closeCode(t))
	require.Zero(t, n.answers("/healthz"))
}

// TestRestartKeepsEverything: what a SQLite node knew, the next one knows.
func TestRestartKeepsEverything(t *testing.T) {
	i := onSQLite(t)
	token := i.organization(t, "Company")
	first := i.start(t)
	c := client{first, token}
	company(t, c)
	g := c.generated(t, "Offenders", repeatOffenders)
	c.move(t, "activateGroup", g.ID)
	c.exclude(t, g.ID, c.employee(t, "eve@company.example"))
	before, members := c.group(t, g.ID), c.members(t, g.ID)
	require.Equal(t, 0, first.stop(t))

	c = client{i.start(t), token}
	after := c.group(t, g.ID)
	before.EvaluatedAt, after.EvaluatedAt = nil, nil
	require.Equal(t, before, after)
	require.Equal(t, members, c.members(t, g.ID))
	require.Contains(t, c.selectable(t), g.ID)
	require.Len(t, c.notifications(t, g.ID), 1)

	// And goes on from there.
	c.simulations(t, simulation("hal@company.example", "SUBMITTED", "Refund", 1))
	require.ElementsMatch(t, []string{"ana@company.example", "bo@company.example", "hal@company.example"}, c.memberEmails(t, g.ID))
}

// TestBootstrapToken: an empty database becomes usable by a token that was agreed on beforehand, once.
func TestBootstrapToken(t *testing.T) {
	const token = "agreed-on-beforehand-0123456789"
	i := onSQLite(t)
	first := i.start(t, "MUSTER_BOOTSTRAP_TOKEN="+token)
	c := client{first, token}
	require.Equal(t, "ADMIN", ask[struct{ Viewer struct{ Role string } }](t, c, `{ viewer { role } }`, nil).Viewer.Role)
	first.stop(t)

	c = client{i.start(t, "MUSTER_BOOTSTRAP_TOKEN=another-one-that-comes-too-late-01"), token}
	require.Equal(t, "ADMIN", ask[struct{ Viewer struct{ Role string } }](t, c, `{ viewer { role } }`, nil).Viewer.Role)
	_, status := client{c.node, "another-one-that-comes-too-late-01"}.post(t, `{ viewer { role } }`, nil)
	require.Equal(t, http.StatusUnauthorized, status)
}
