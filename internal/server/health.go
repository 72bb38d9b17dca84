package server

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// checkTimeout bounds every check of readiness.
const checkTimeout = 3 * time.Second

func alive(w http.ResponseWriter, _ *http.Request) {
	report(w, http.StatusOK, map[string]string{"status": "ok"})
}

// readiness tells whether this node can do its work: everything it depends on answers, and it is not stopping.
type readiness struct {
	checks   map[string]func(context.Context) error
	log      *slog.Logger
	stopping atomic.Bool
}

func (h *readiness) stop() { h.stopping.Store(true) }

// ServeHTTP answers 200 or 503 and names what is away, without its reason, which is in the log.
func (h *readiness) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.stopping.Load() {
		report(w, http.StatusServiceUnavailable, map[string]string{"status": "stopping"})
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), checkTimeout)
	defer cancel()
	var mu sync.Mutex
	var running sync.WaitGroup
	result, status := map[string]string{"status": "ok"}, http.StatusOK
	for name, check := range h.checks {
		running.Go(func() {
			err := check(ctx)
			mu.Lock()
			defer mu.Unlock()
			result[name] = "ok"
			if err != nil {
				h.log.WarnContext(ctx, "not ready", "check", name, "error", err)
				result[name], result["status"], status = "away", "not ready", http.StatusServiceUnavailable
			}
		})
	}
	running.Wait()
	report(w, status, result)
}

func report(w http.ResponseWriter, status int, result map[string]string) {
	writeJSON(w, status, result)
}
