package gqlhttp

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"muster/internal/server/gqlop"
)

// stream is one response that is being streamed.
type stream struct {
	request context.Context //nolint:containedctx // for CloseWhere to match
	cancel  context.CancelFunc
	w       http.ResponseWriter
	control *http.ResponseController
	cfg     SSEConfig
}

// open checks that deadlines can be set before it says anything, and lifts the server's deadline for reading: it
// would end the request's context in the middle of the stream.
func (st *stream) open() error {
	if err := st.control.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	header := st.w.Header()
	header.Set("Content-Type", typeEvents)
	header.Set("Cache-Control", "no-cache")
	header.Set("X-Accel-Buffering", "no") // nginx would hold the events back
	return nil
}

// run writes the operation's events and, while there are none, comments. One goroutine works the operation, this one
// writes.
func (st *stream) run(ctx context.Context, exec graphql.GraphExecutor, params *graphql.RawParams) {
	events := make(chan []byte)
	go func() {
		defer close(events)
		st.produce(ctx, exec, params, events)
	}()
	defer func() {
		st.cancel()
		for range events {
			continue // until the operation has ended
		}
	}()
	keepAlive := time.NewTicker(st.cfg.KeepAlive)
	defer keepAlive.Stop()

	comment := []byte(":\n\n")
	err := st.write(comment) // the client learns at once that it is being served
	for err == nil {
		select {
		case <-ctx.Done():
			return
		case event, more := <-events:
			if !more {
				st.complete(ctx)
				return
			}
			keepAlive.Reset(st.cfg.KeepAlive)
			err = st.write(event)
		case <-keepAlive.C:
			err = st.write(comment)
		}
	}
}

// complete says that the operation has ended by itself. One that ended because the stream was cut has not.
func (st *stream) complete(ctx context.Context) {
	if ctx.Err() == nil {
		_ = st.write([]byte("event: complete\ndata:\n\n")) // an error here is the client's going away
	}
}

// produce puts the operation's responses into events, an operation that cannot run included: a client of events reads
// nothing else.
func (st *stream) produce(
	ctx context.Context, exec graphql.GraphExecutor, params *graphql.RawParams, events chan<- []byte,
) {
	emit := func(response *graphql.Response) bool {
		body, ok := gqlop.Encode(ctx, response)
		select {
		case events <- []byte("event: next\ndata: " + string(body) + "\n\n"):
			return ok
		case <-ctx.Done():
			return false
		}
	}
	prepared, op, refused := gqlop.Prepare(ctx, exec, params)
	if refused != nil {
		emit(refused)
		return
	}
	if failed := gqlop.Each(prepared, exec, op, emit); failed != nil {
		emit(failed)
	}
}

// write sends one event or comment under its own deadline, whatever the server's for whole responses is.
func (st *stream) write(data []byte) error {
	if err := st.control.SetWriteDeadline(time.Now().Add(st.cfg.WriteTimeout)); err != nil {
		return err
	}
	if _, err := st.w.Write(data); err != nil {
		return err
	}
	if err := st.control.Flush(); err != nil {
		return err
	}
	// HTTP/2 resets a stream whose deadline passes even when nothing is being written.
	return st.control.SetWriteDeadline(time.Time{})
}
