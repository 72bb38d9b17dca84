package e2e_test

import (
	"encoding/json"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
)

// socket speaks graphql-transport-ws to one node. One goroutine, the test's own, writes to it.
type socket struct {
	conn  *websocket.Conn
	mu    sync.Mutex
	feeds map[string]chan response // by the operation's id
	ended chan struct{}            // closed when the connection is
	err   error                    // why; read it after ended
}

type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// dial connects and authenticates. The socket is closed when the test ends.
func dial(t *testing.T, c client) *socket {
	t.Helper()
	s, answer := greet(t, c)
	require.Equal(t, "connection_ack", answer.Type)
	go s.read()
	return s
}

// greet connects and gives the answer to connection_init; the zero message where the node closed the connection instead.
func greet(t *testing.T, c client) (*socket, message) {
	t.Helper()
	dialer := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}, HandshakeTimeout: patience}
	conn, upgrade, err := dialer.DialContext(t.Context(), "ws://"+c.node.address+"/graphql", nil)
	require.NoError(t, err)
	defer upgrade.Body.Close()
	t.Cleanup(func() { _ = conn.Close() }) // the node may have closed it
	s := &socket{conn: conn, feeds: map[string]chan response{}, ended: make(chan struct{})}
	payload, err := json.Marshal(map[string]string{"Authorization": "Bearer " + c.token})
	require.NoError(t, err)
	require.NoError(t, conn.WriteJSON(message{Type: "connection_init", Payload: payload}))
	var answer message
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(patience)))
	s.err = conn.ReadJSON(&answer)
	require.NoError(t, conn.SetReadDeadline(time.Time{}))
	return s, answer
}

// read hands every message to its feed until the connection ends.
func (s *socket) read() {
	defer close(s.ended)
	for {
		var m message
		if s.err = s.conn.ReadJSON(&m); s.err != nil {
			return
		}
		if m.Type == "ping" { // comes with a control frame, which the library answers
			continue
		}
		s.mu.Lock()
		to := s.feeds[m.ID]
		s.mu.Unlock()
		var r response
		var err error
		switch m.Type {
		case "next":
			err = json.Unmarshal(m.Payload, &r)
		case "error":
			err = json.Unmarshal(m.Payload, &r.Errors)
		}
		if err != nil {
			r.Errors = []problem{{Message: err.Error()}}
		}
		if m.Type != "complete" {
			to <- r
		}
		if m.Type != "next" {
			close(to)
		}
	}
}

// closeCode waits for the end of the connection and gives the code that the node closed it with.
func (s *socket) closeCode(t *testing.T) int {
	t.Helper()
	select {
	case <-s.ended:
	case <-time.After(patience):
		t.Fatal("the socket stays open")
	}
	var closed *websocket.CloseError
	require.ErrorAs(t, s.err, &closed)
	return closed.Code
}

// feed is what one subscription pushes.
type feed[T any] struct {
	name   string
	events <-chan response
}

// subscribe starts a subscription. Nothing says when it is in place: watch waits for that.
func subscribe[T any](t *testing.T, s *socket, query string, vars variables) feed[T] {
	t.Helper()
	payload, err := json.Marshal(map[string]any{"query": query, "variables": vars})
	require.NoError(t, err)
	events := make(chan response, 10_000) // the reader never waits
	s.mu.Lock()
	id := strconv.Itoa(len(s.feeds))
	s.feeds[id] = events
	s.mu.Unlock()
	require.NoError(t, s.conn.WriteJSON(message{ID: id, Type: "subscribe", Payload: payload}))
	return feed[T]{name: query, events: events}
}

// watch subscribes and pokes until the first push arrives, which shows that the subscription is in place.
func watch[T any](t *testing.T, s *socket, query string, vars variables, poke func()) (f feed[T], first T) {
	t.Helper()
	f = subscribe[T](t, s, query, vars)
	for end := time.Now().Add(patience); time.Now().Before(end); {
		poke()
		select {
		case r, open := <-f.events:
			return f, f.decode(t, r, open)
		case <-time.After(time.Second):
		}
	}
	t.Fatalf("nothing was pushed: %s", query)
	panic("not reached")
}

// next gives the next push.
func (f feed[T]) next(t *testing.T) T {
	t.Helper()
	select {
	case r, open := <-f.events:
		return f.decode(t, r, open)
	case <-time.After(patience):
		t.Fatalf("nothing was pushed: %s", f.name)
		panic("not reached")
	}
}

// until reads pushes away until one is what is waited for.
func (f feed[T]) until(t *testing.T, wanted func(T) bool) T {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if event := f.next(t); wanted(event) {
			return event
		}
	}
	t.Fatalf("what was waited for was not pushed: %s", f.name)
	panic("not reached")
}

// last gives the code of the error that ends the subscription, "" where it completes.
func (f feed[T]) last(t *testing.T) (code string) {
	t.Helper()
	for {
		select {
		case r, open := <-f.events:
			if !open {
				return code
			}
			for _, e := range r.Errors {
				code = e.Extensions.Code
			}
		case <-time.After(patience):
			t.Fatalf("the subscription goes on: %s", f.name)
		}
	}
}

func (f feed[T]) decode(t *testing.T, r response, open bool) T {
	t.Helper()
	require.True(t, open, "the subscription ended: %s", f.name)
	require.Empty(t, r.Errors)
	var event T
	require.NoError(t, json.Unmarshal(r.Data, &event), "%s", r.Data)
	return event
}
