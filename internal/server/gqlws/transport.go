package gqlws

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gorilla/websocket"

	"muster/internal/server/gqlop"
)

// Subprotocol is the one websocket subprotocol that is spoken.
const Subprotocol = "graphql-transport-ws"

// Transport serves graphql-transport-ws connections. Make it with New; it is safe for concurrent use.
type Transport struct {
	cfg      Config
	upgrader websocket.Upgrader
	conns    gqlop.Roster[*conn]
	// sweeps counts the calls of CloseWhere, so that who is authenticating meanwhile does it again.
	sweeps atomic.Int64
}

var _ graphql.Transport = (*Transport)(nil)

// New makes a transport without connections.
func New(cfg Config) *Transport {
	cfg = cfg.withDefaults()
	return &Transport{cfg: cfg, upgrader: websocket.Upgrader{
		Subprotocols:     []string{Subprotocol},
		CheckOrigin:      cfg.CheckOrigin,
		HandshakeTimeout: cfg.WriteTimeout,
		// Idle connections outnumber writing ones by far: they share the buffers.
		WriteBufferPool: new(sync.Pool),
	}}
}

// Supports is true for a websocket upgrade.
func (t *Transport) Supports(r *http.Request) bool { return websocket.IsWebSocketUpgrade(r) }

// Do serves one connection and returns when it is closed and nothing of it is left running. During Shutdown it
// answers 503 instead of upgrading.
func (t *Transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	c := newConn(t, r, exec)
	defer c.cancel()
	if !t.conns.Join(c) {
		http.Error(w, "shutting down", http.StatusServiceUnavailable)
		return
	}
	defer t.conns.Leave(c)
	socket, err := t.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	c.serve(socket)
}

// CloseWhere closes every connection whose session's context matches, with a code (1000 to 4999, see RFC 6455) and a
// reason. It does not wait for them. A connection that is authenticating when it is called authenticates again
// afterwards: with a key that was revoked before the call, none stays open.
func (t *Transport) CloseWhere(match func(session context.Context) bool, code int, reason string) {
	t.sweeps.Add(1)
	for _, c := range t.conns.Present() {
		if session := c.authenticated(); session != nil && match(session) {
			c.close(code, reason)
		}
	}
}

// Shutdown closes every connection with 1001, takes no new ones and returns when all have ended. When ctx ends first
// it breaks those that are left and returns ctx's error: a resolver that ignores its context may still be running.
func (t *Transport) Shutdown(ctx context.Context) error {
	t.conns.Close()
	for _, c := range t.conns.Present() {
		c.close(websocket.CloseGoingAway, "shutting down")
	}
	err := t.conns.Wait(ctx)
	if err != nil {
		for _, c := range t.conns.Present() {
			c.sever()
		}
	}
	return err
}
