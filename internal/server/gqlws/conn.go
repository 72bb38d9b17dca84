package gqlws

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gorilla/websocket"
)

// conn is one websocket connection, from before the upgrade until everything it started has ended.
type conn struct {
	transport *Transport
	cfg       Config
	exec      graphql.GraphExecutor
	header    http.Header
	ctx       context.Context //nolint:containedctx // the connection's own; ends with the first reason to close
	cancel    context.CancelFunc

	greeted    bool           // connection_init was received; the reader's own
	operations sync.WaitGroup // the goroutines of operations
	closing    chan struct{}  // closed with the first reason to close
	queued     chan struct{}  // wakes the writer

	mu      sync.Mutex
	socket  *websocket.Conn // nil before the upgrade
	session context.Context //nolint:containedctx // who the peer is, for CloseWhere; nil before authentication
	ending  *ending         // nil until there is a reason to close
	outbox  outbox
	active  map[string]*operation // by the client's id
	running int                   // operations whose goroutine lives, those the client has completed included
}

// ending is why a connection closes.
type ending struct {
	code   int
	reason string
}

func newConn(t *Transport, r *http.Request, exec graphql.GraphExecutor) *conn {
	ctx, cancel := context.WithCancel(r.Context())
	return &conn{
		transport: t, cfg: t.cfg, exec: exec, header: r.Header, ctx: ctx, cancel: cancel,
		closing: make(chan struct{}),
		queued:  make(chan struct{}, 1),
		outbox:  outbox{limit: t.cfg.SendBuffer},
		active:  map[string]*operation{},
	}
}

// serve runs the connection to its end.
func (c *conn) serve(socket *websocket.Conn) {
	c.mu.Lock()
	c.socket = socket
	c.mu.Unlock()
	socket.SetReadLimit(c.cfg.ReadLimit)

	written := make(chan struct{})
	go func() {
		defer close(written)
		c.write()
	}()
	authenticating := time.AfterFunc(c.cfg.InitTimeout, func() {
		if c.authenticated() == nil {
			c.close(CloseInitTimeout, "connection initialisation timeout")
		}
	})
	defer func() {
		// Counts only when reading panicked: every return has closed with its own reason.
		c.close(websocket.CloseInternalServerErr, "internal error")
		authenticating.Stop()
		<-written
		c.hangUp()
		c.operations.Wait()
	}()
	if socket.Subprotocol() != Subprotocol {
		c.close(CloseSubprotocol, "subprotocol not acceptable: speak "+Subprotocol)
		return
	}
	c.read()
}

// close gives the connection a reason to end. Only the first counts. It does not wait.
func (c *conn) close(code int, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closeLocked(code, reason)
}

func (c *conn) closeLocked(code int, reason string) {
	if c.ending != nil {
		return
	}
	c.ending = &ending{code: code, reason: cutReason(reason)}
	close(c.closing)
	c.cancel()
}

// send queues a message.
func (c *conn) send(data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.queueLocked(data)
}

// queueLocked queues a message; false means that nobody will read it. Where there is no room, the client reads too
// slowly and is cut.
func (c *conn) queueLocked(data []byte) bool {
	if c.ending != nil {
		return false
	}
	if !c.outbox.add(data) {
		c.closeLocked(CloseSlowConsumer, "slow consumer")
		return false
	}
	select {
	case c.queued <- struct{}{}:
	default: // the writer has yet to see the last call
	}
	return true
}

// authenticated is the session's context, nil before there is one.
func (c *conn) authenticated() context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.session
}

// admit makes session the connection's.
func (c *conn) admit(session context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.session = session
}

// endWithSession closes the connection when the session's context ends by itself.
func (c *conn) endWithSession() {
	context.AfterFunc(c.session, func() { c.close(websocket.CloseGoingAway, "session ended") })
}

// sever breaks the connection off without a word.
func (c *conn) sever() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.socket != nil {
		_ = c.socket.NetConn().Close()
	}
}
