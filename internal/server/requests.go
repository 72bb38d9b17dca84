package server

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"muster/graph"
	"muster/internal/auth"
)

// requestIDHeader carries a request's id; one that a proxy gave is kept.
const requestIDHeader = "X-Request-Id"

var goodRequestID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// line is what a request's line of the log says that is known only further in.
type line struct{ identity auth.Identity }

type lineKey struct{}

// note puts the caller that ctx acts for into the request's line of the log.
func note(ctx context.Context) {
	if l, ok := ctx.Value(lineKey{}).(*line); ok {
		l.identity, _ = auth.From(ctx)
	}
}

// logged gives every request its id, measures it and writes its line: no query, no header, no body.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestIDHeader)
		if !goodRequestID.MatchString(id) {
			id = strings.ToLower(rand.Text())
		}
		w.Header().Set(requestIDHeader, id)
		l := &line{}
		r = r.WithContext(context.WithValue(graph.WithRequestID(r.Context(), id), lineKey{}, l))
		seen, start := &watched{ResponseWriter: w}, time.Now()
		defer func() {
			if cause := recover(); cause != nil {
				s.recovered(r.Context(), seen, id, cause)
			}
			took := time.Since(start)
			s.metrics.observe(r, seen, took)
			s.options.Log.LogAttrs(r.Context(), levelOf(r, seen.status), "request",
				slog.String("request_id", id), slog.String("method", r.Method), slog.String("path", r.URL.Path),
				slog.Int("status", seen.status), slog.Duration("took", took), slog.Int64("bytes", seen.bytes),
				slog.Int64("organization", l.identity.OrganizationID), slog.Int64("key", l.identity.KeyID))
		}()
		next.ServeHTTP(seen, r)
	})
}

// levelOf keeps what machines ask every few seconds out of the usual log.
func levelOf(r *http.Request, status int) slog.Level {
	switch {
	case status >= http.StatusInternalServerError:
		return slog.LevelWarn
	case r.URL.Path == "/healthz", r.URL.Path == "/readyz", r.URL.Path == "/metrics":
		return slog.LevelDebug
	default:
		return slog.LevelInfo
	}
}

// recovered answers for a handler that panicked. http.ErrAbortHandler is how a handler gives a connection up.
func (s *Server) recovered(ctx context.Context, w *watched, id string, cause any) {
	if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(cause)
	}
	s.options.Log.ErrorContext(ctx, "panic in a request", "request_id", id, "panic", cause, "stack", string(debug.Stack()))
	if w.status == 0 {
		answer(w, errors.New("panic"))
	}
}

// guarded puts the headers that every answer has.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// timed limits the time that a body takes to arrive. http.Server's own ReadTimeout cannot: it goes on after the body
// and ends streams.
func timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = &timedBody{ReadCloser: r.Body, control: http.NewResponseController(w)}
		}
		next.ServeHTTP(w, r)
	})
}
