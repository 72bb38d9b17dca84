package gqlhttp

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"muster/internal/errs"
	"muster/internal/server/gqlop"
)

// SSEConfig bounds the streams. A zero field has the default that its comment names.
type SSEConfig struct {
	// MaxBody is the largest request body taken, in bytes. DefaultMaxBody.
	MaxBody int64
	// KeepAlive is the time between comments on a stream that has nothing to say. 15 s.
	KeepAlive time.Duration
	// WriteTimeout is the time a reader may take to accept one event; a slower one is cut. 10 s.
	WriteTimeout time.Duration
}

// SSE serves operations of every kind as a stream of events, for a POST that accepts text/event-stream. Make it with
// NewSSE; it is safe for concurrent use.
type SSE struct {
	cfg     SSEConfig
	streams gqlop.Roster[*stream]
}

var _ graphql.Transport = (*SSE)(nil)

// NewSSE makes a transport without streams.
func NewSSE(cfg SSEConfig) *SSE {
	if cfg.KeepAlive <= 0 {
		cfg.KeepAlive = 15 * time.Second
	}
	if cfg.WriteTimeout <= 0 {
		cfg.WriteTimeout = 10 * time.Second
	}
	return &SSE{cfg: cfg}
}

// Supports is true for a POST whose Accept names text/event-stream.
func (s *SSE) Supports(r *http.Request) bool {
	return r.Method == http.MethodPost && acceptsEvents(r)
}

// Do serves one stream and returns when nothing of its operation is left running.
func (s *SSE) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	params, refused := readRequest(w, r, s.cfg.MaxBody)
	if refused != nil {
		refused.answer(w, r)
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	st := &stream{request: ctx, cancel: cancel, w: w, control: http.NewResponseController(w), cfg: s.cfg}
	if !s.streams.Join(st) {
		(&refusal{http.StatusServiceUnavailable, errs.New(errs.CodeUnavailable, "shutting down")}).answer(w, r)
		return
	}
	defer s.streams.Leave(st)
	if err := st.open(); err != nil {
		slog.ErrorContext(ctx, "sse: the response cannot stream", "error", err)
		(&refusal{http.StatusInternalServerError, err}).answer(w, r)
		return
	}
	st.run(ctx, exec, params)
}

// CloseWhere cuts every stream whose request's context matches. It does not wait for them. A request that passed
// authentication but has not reached this transport yet is not seen.
func (s *SSE) CloseWhere(match func(request context.Context) bool) {
	for _, st := range s.streams.Present() {
		if match(st.request) {
			st.cancel()
		}
	}
}

// Shutdown cuts every stream, takes no new ones and returns when all have ended, or with ctx's error when ctx ends
// first. http.Server.Shutdown waits for streams but does not end them: call this before it.
func (s *SSE) Shutdown(ctx context.Context) error {
	s.streams.Close()
	s.CloseWhere(func(context.Context) bool { return true })
	return s.streams.Wait(ctx)
}
