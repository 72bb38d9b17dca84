package gqlws

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"

	"muster/internal/errs"
	"muster/internal/server/gqlop"
)

// operation is one query, mutation or subscription that the client started.
type operation struct {
	id     string
	cancel context.CancelFunc
}

// subscribe starts an operation.
func (c *conn) subscribe(m incoming) {
	session := c.authenticated()
	if session == nil {
		c.close(CloseUnauthorized, "unauthorized: no connection_init yet")
		return
	}
	params, err := gqlop.Decode(m.Payload)
	if err != nil {
		c.close(CloseMalformed, reasonOf(err))
		return
	}
	params.Headers = c.header

	c.mu.Lock()
	defer c.mu.Unlock()
	if c.active[m.ID] != nil {
		c.closeLocked(CloseDuplicate, fmt.Sprintf("subscriber for %s already exists", m.ID))
		return
	}
	if c.running >= c.cfg.MaxSubscriptions {
		tooMany := errs.New(errs.CodeTooLarge, "at most %d operations at once on one connection",
			c.cfg.MaxSubscriptions)
		c.queueLocked(failure(m.ID, gqlop.Problem(tooMany)))
		return
	}
	ctx, cancel := context.WithCancel(session)
	op := &operation{id: m.ID, cancel: cancel}
	c.active[m.ID] = op
	c.running++
	c.operations.Go(func() {
		defer cancel()
		c.finish(op, c.run(ctx, op, params))
	})
}

// complete stops an operation at the client's word. Its id is free from now on. One that has just ended by itself
// crossed the client's message on the way.
func (c *conn) complete(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if op := c.active[id]; op != nil {
		delete(c.active, id)
		op.cancel()
	}
}

// run executes an operation and sends its responses; the result is its last message.
func (c *conn) run(ctx context.Context, op *operation, params *graphql.RawParams) []byte {
	ctx, prepared, refused := gqlop.Prepare(ctx, c.exec, params)
	if refused != nil {
		return failure(op.id, refused)
	}
	var last []byte
	failed := gqlop.Each(ctx, c.exec, prepared, func(response *graphql.Response) bool {
		payload, ok := gqlop.Encode(ctx, response)
		if !ok {
			last = failure(op.id, internalError)
			return false
		}
		return c.emit(op, encode(outgoing{ID: op.id, Type: typeNext, Payload: payload}))
	})
	switch {
	case failed != nil:
		return failure(op.id, failed)
	case last != nil:
		return last
	default:
		return encode(outgoing{ID: op.id, Type: typeComplete})
	}
}

// emit queues a message of an operation; false means that the client wants no more of it.
func (c *conn) emit(op *operation, data []byte) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.active[op.id] == op && c.queueLocked(data)
}

// finish ends an operation with its last message, unless the client has completed it: then it may be running another
// one under the same id.
func (c *conn) finish(op *operation, last []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running--
	if c.active[op.id] == op {
		delete(c.active, op.id)
		c.queueLocked(last)
	}
}

var internalError = gqlop.Problem(errs.New(errs.CodeInternal, "internal error"))

// failure is the message that ends an operation with the response's errors.
func failure(id string, response *graphql.Response) []byte {
	data, err := json.Marshal(outgoing{ID: id, Type: typeError, Payload: response.Errors})
	if err != nil {
		slog.Error("websocket: errors cannot be encoded", "error", err)
		return encode(outgoing{ID: id, Type: typeError, Payload: internalError.Errors})
	}
	return data
}
