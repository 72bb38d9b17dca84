package gqlws

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"muster/internal/server/gqlop/gqltest"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// service is a transport behind a real HTTP server.
type service struct {
	*gqltest.Schema
	transport *Transport
	url       string
	ended     chan struct{} // a signal for each request whose handler has returned
}

// serve starts a service, which must be able to shut down at the end of the test.
func serve(tb testing.TB, cfg Config) *service {
	tb.Helper()
	s := &service{Schema: gqltest.New(), transport: New(cfg), ended: make(chan struct{}, 1000)}
	handler := s.Handler(s.transport)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { s.ended <- struct{}{} }()
		handler.ServeHTTP(w, r)
	}))
	s.url = "ws" + strings.TrimPrefix(server.URL, "http")
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		require.NoError(tb, s.transport.Shutdown(ctx))
		server.Close()
	})
	return s
}

// client is the other end of a connection.
type client struct {
	t    testing.TB
	conn *websocket.Conn
}

// message is what a client hears.
type message struct {
	ID      string
	Type    string
	Payload json.RawMessage
}

func (s *service) dial(tb testing.TB, subprotocols ...string) *client {
	tb.Helper()
	dialer := websocket.Dialer{Subprotocols: subprotocols, HandshakeTimeout: patience}
	conn, response, err := dialer.Dial(s.url, nil)
	require.NoError(tb, err)
	require.NoError(tb, response.Body.Close())
	require.NoError(tb, conn.SetReadDeadline(time.Now().Add(patience)))
	tb.Cleanup(func() { _ = conn.Close() })
	return &client{t: tb, conn: conn}
}

// connect dials and goes through connection_init and connection_ack.
func (s *service) connect(tb testing.TB) *client {
	tb.Helper()
	c := s.dial(tb, Subprotocol)
	c.say(`{"type":"connection_init"}`)
	c.hears(`{"type":"connection_ack"}`)
	return c
}

func (c *client) say(messages ...string) {
	c.t.Helper()
	for _, m := range messages {
		require.NoError(c.t, c.conn.WriteMessage(websocket.TextMessage, []byte(m)))
	}
}

// subscribe starts an operation with the document given.
func (c *client) subscribe(id, query string) {
	c.t.Helper()
	data, err := json.Marshal(map[string]any{
		"id": id, "type": "subscribe", "payload": map[string]any{"query": query},
	})
	require.NoError(c.t, err)
	c.say(string(data))
}

// hears wants exactly these messages next.
func (c *client) hears(messages ...string) {
	c.t.Helper()
	for _, want := range messages {
		_, data, err := c.conn.ReadMessage()
		require.NoError(c.t, err, "waiting for %s", want)
		require.JSONEq(c.t, want, string(data))
	}
}

func (c *client) hear() message {
	c.t.Helper()
	var m message
	require.NoError(c.t, c.conn.ReadJSON(&m))
	return m
}

// closed reads on until the connection closes, which must be with this code.
func (c *client) closed(code int) (reason string) {
	c.t.Helper()
	for {
		_, _, err := c.conn.ReadMessage()
		if err == nil {
			continue
		}
		var closing *websocket.CloseError
		require.ErrorAs(c.t, err, &closing)
		require.Equal(c.t, code, closing.Code, closing.Text)
		return closing.Text
	}
}

// wait wants a signal.
func wait(tb testing.TB, signal <-chan struct{}, what string) {
	tb.Helper()
	select {
	case <-signal:
	case <-time.After(patience):
		require.Fail(tb, "waited in vain", what)
	}
}

// codeOf is the extensions.code of the first of the errors in an `error` message's payload.
func codeOf(tb testing.TB, payload json.RawMessage) string {
	tb.Helper()
	var list []struct {
		Extensions struct {
			Code string `json:"code"`
		} `json:"extensions"`
	}
	require.NoError(tb, json.Unmarshal(payload, &list))
	require.NotEmpty(tb, list)
	return list[0].Extensions.Code
}
