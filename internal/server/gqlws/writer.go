package gqlws

import (
	"io"
	"time"

	"github.com/gorilla/websocket"
)

// lingerFor is how long a closed connection stays to swallow what the peer had already sent. Closing a TCP socket
// with unread bytes resets it, and a reset can take our close frame away from the peer.
const lingerFor = time.Second

// write is the one goroutine that writes data: it sends what is queued and pings, until the connection is closing;
// then it says so to the peer and ends the reading. It returns within two write timeouts of the closing.
func (c *conn) write() {
	pings := time.NewTicker(c.cfg.PingInterval)
	defer pings.Stop()
	ping := encode(outgoing{Type: typePing})
	for {
		var err error
		select {
		case <-c.closing:
			c.takeLeave()
			return
		case <-c.queued:
			err = c.flush()
		case <-pings.C:
			// Asked twice, because many a client written by hand leaves the protocol's ping unanswered,
			// while its websocket library answers the control frame.
			deadline := time.Now().Add(c.cfg.WriteTimeout)
			if err = c.put(ping, deadline); err == nil {
				err = c.socket.WriteControl(websocket.PingMessage, nil, deadline)
			}
		}
		if err != nil {
			c.close(nothingToSay, "")
		}
	}
}

// flush writes what is queued, until the connection is closing.
func (c *conn) flush() error {
	for {
		select {
		case <-c.closing:
			return nil
		default:
		}
		data, ok := c.next()
		if !ok {
			return nil
		}
		if err := c.put(data, time.Now().Add(c.cfg.WriteTimeout)); err != nil {
			return err
		}
	}
}

func (c *conn) next() ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.outbox.take()
}

func (c *conn) put(data []byte, deadline time.Time) error {
	_ = c.socket.SetWriteDeadline(deadline)
	return c.socket.WriteMessage(websocket.TextMessage, data)
}

// takeLeave sends what was queued before the closing, but for a client too slow to read it, then the close frame; it
// ends our side of the stream and wakes the reader. Errors have no one left to go to: the socket closes anyway.
func (c *conn) takeLeave() {
	deadline := time.Now().Add(c.cfg.WriteTimeout)
	code, reason := c.ending.code, c.ending.reason // set before closing was closed, and never again
	if code != CloseSlowConsumer {
		for data, ok := c.next(); ok; data, ok = c.next() {
			if c.put(data, deadline) != nil {
				break
			}
		}
	}
	_ = c.socket.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), deadline)
	wire := c.socket.NetConn()
	if half, ok := wire.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_ = wire.SetReadDeadline(time.Now())
}

// hangUp lets the peer read our close frame, then closes the socket. Reading and writing have ended.
func (c *conn) hangUp() {
	wire := c.socket.NetConn()
	_ = wire.SetReadDeadline(time.Now().Add(lingerFor))
	_, _ = io.Copy(io.Discard, wire)
	_ = wire.Close()
}
