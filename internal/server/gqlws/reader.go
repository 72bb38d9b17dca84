package gqlws

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"time"

	"github.com/gorilla/websocket"

	"muster/internal/server/gqlop"
)

// read handles what the peer sends until the connection is closing, by it or by us.
func (c *conn) read() {
	c.socket.SetPongHandler(func(string) error { c.heard(); return nil })
	reply := c.socket.PingHandler()
	c.socket.SetPingHandler(func(data string) error { c.heard(); return reply(data) })
	c.heard()
	for {
		kind, data, err := c.socket.ReadMessage()
		if err != nil {
			c.close(whyReadingFailed(err))
			return
		}
		c.heard()
		if kind != websocket.TextMessage {
			c.close(CloseMalformed, "messages are text")
			return
		}
		c.handle(data)
		select {
		case <-c.closing:
			return
		default:
		}
	}
}

// heard gives a peer that was heard another two intervals of silence. A closing connection keeps the deadline that
// the writer has set to end the reading.
func (c *conn) heard() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ending == nil {
		_ = c.socket.SetReadDeadline(time.Now().Add(2 * c.cfg.PingInterval))
	}
}

// whyReadingFailed is the close code and reason for an error of the socket's reader.
func whyReadingFailed(err error) (code int, reason string) {
	var timeout net.Error
	switch {
	case errors.Is(err, websocket.ErrReadLimit):
		return websocket.CloseMessageTooBig, ""
	case errors.As(err, &timeout) && timeout.Timeout():
		return CloseSilent, "nothing heard for two ping intervals"
	default:
		return nothingToSay, ""
	}
}

// handle acts on one message.
func (c *conn) handle(data []byte) {
	m, err := decode(data)
	if err != nil {
		c.close(CloseMalformed, reasonOf(err))
		return
	}
	switch m.Type {
	case typeInit:
		c.initialise(m.Payload)
	case typePing:
		c.send(encode(pongTo(m)))
	case typePong:
		// Being heard is all it is for.
	case typeSubscribe:
		c.subscribe(m)
	case typeComplete:
		c.complete(m.ID)
	}
}

// initialise authenticates the connection and acknowledges it.
func (c *conn) initialise(raw json.RawMessage) {
	if c.greeted {
		c.close(CloseTooManyInits, "too many initialisation requests")
		return
	}
	c.greeted = true
	payload, err := gqlop.DecodeObject(raw)
	if err != nil {
		c.close(CloseMalformed, reasonOf(err))
		return
	}
	for settled := false; !settled; {
		sweep := c.transport.sweeps.Load()
		session, err := c.authenticate(payload)
		if err != nil {
			c.close(refusal(c.ctx, err))
			return
		}
		c.admit(session)
		// A sweep that began after this has seen the session; one that began before may have missed it.
		settled = c.transport.sweeps.Load() == sweep
	}
	c.endWithSession()
	c.send(encode(outgoing{Type: typeAck}))
}

// authenticate asks InitFunc, whose panic is an internal error.
func (c *conn) authenticate(payload map[string]any) (session context.Context, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return c.cfg.InitFunc(c.ctx, payload)
}
