package server

import (
	"context"
	"net/http"
	"sync"
	"time"

	"muster/internal/auth"
	"muster/internal/errs"
)

// partTimeout is the time in which the next part of an upload or a download must have passed; the whole may take hours.
const partTimeout = 60 * time.Second

// Why a transfer is ended by the server.
var (
	errStopping = errs.New(errs.CodeUnavailable, "this server stops: send the upload again, and what has been imported stays unchanged")
	errEnded    = errs.New(errs.CodeUnauthenticated, "the key is not valid any more")
)

// transfers are the uploads and downloads under way, which outlive the time that other requests have. The zero value is ready.
type transfers struct {
	mu      sync.Mutex
	open    map[*transferring]struct{}
	stopped bool
}

// transferring is one of them.
type transferring struct {
	ctx     context.Context
	cancel  context.CancelCauseFunc
	control *http.ResponseController
}

// end breaks the transfer off: its context first, so that what waits for the connection sees why.
func (t *transferring) end(cause error) {
	t.cancel(cause)
	past := time.Unix(1, 0)
	_ = t.control.SetReadDeadline(past) // a connection that is gone needs none
}

// admit lets a handler take its time, until the server stops or the caller's key ends.
func (l *transfers) admit(handle http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithCancelCause(r.Context())
		defer cancel(nil)
		t := &transferring{ctx: ctx, cancel: cancel, control: http.NewResponseController(w)}
		if !l.enter(t) {
			answer(w, errStopping)
			return
		}
		defer l.leave(t)
		_ = t.control.SetWriteDeadline(time.Time{}) // not there where a test calls the handler itself
		handle(&patientWriter{w, t}, r.WithContext(ctx))
	})
}

func (l *transfers) enter(t *transferring) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stopped {
		return false
	}
	if l.open == nil {
		l.open = map[*transferring]struct{}{}
	}
	l.open[t] = struct{}{}
	return true
}

func (l *transfers) leave(t *transferring) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, t)
}

// stop ends all and lets none begin.
func (l *transfers) stop() {
	l.mu.Lock()
	l.stopped = true
	l.mu.Unlock()
	l.endWhere(func(context.Context) bool { return true }, errStopping)
}

func (l *transfers) endWhere(match func(context.Context) bool, cause error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for t := range l.open {
		if match(t.ctx) {
			t.end(cause)
		}
	}
}

// patientWriter gives each part of an answer its time.
type patientWriter struct {
	http.ResponseWriter
	of *transferring
}

// Unwrap lets http.ResponseController reach the connection.
func (w *patientWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *patientWriter) Write(p []byte) (int, error) {
	_ = w.of.control.SetWriteDeadline(time.Now().Add(partTimeout))
	return w.ResponseWriter.Write(p)
}

// patientBody gives each part of an upload its time.
type patientBody struct {
	of   *transferring
	from interface{ Read([]byte) (int, error) }
}

func (b *patientBody) Read(p []byte) (int, error) {
	_ = b.of.control.SetReadDeadline(time.Now().Add(partTimeout))
	if err := b.of.ctx.Err(); err != nil { // after the deadline: end sets it the other way round
		return 0, err
	}
	return b.from.Read(p)
}

// upload gives the body of a request that admit let in.
func upload(w http.ResponseWriter, r *http.Request) *patientBody {
	return &patientBody{of: w.(*patientWriter).of, from: r.Body} //nolint:forcetypeassert // admit made it
}

// require refuses a role that is not enough before anything of the body is read.
func require(role auth.Role, handle http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if _, err := auth.Require(r.Context(), role); err != nil {
			answer(w, err)
			return
		}
		handle(w, r)
	}
}
