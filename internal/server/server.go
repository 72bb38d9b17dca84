package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql/handler"

	"muster/graph"
	"muster/internal/auth"
	"muster/internal/scim"
	"muster/internal/server/gqlhttp"
	"muster/internal/server/gqlws"
	"muster/internal/transfer"
)

const (
	// maxBody bounds a request's body, in bytes: 5,000 events with all their fields are about 2 MiB.
	maxBody = 8 << 20
	// bodyTimeout is the time in which a body must have arrived.
	bodyTimeout = 30 * time.Second
	// answerTimeout is the time in which an answer must have been taken; streams renew it with every event.
	answerTimeout = 60 * time.Second
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	// DefaultKeyInterval is how often the keys of open sockets and streams are looked up again.
	DefaultKeyInterval = 5 * time.Second
	// DefaultStopTimeout is how long stopping may take.
	DefaultStopTimeout = 15 * time.Second
)

// Keys tells who a token stands for.
type Keys interface {
	// Authenticate gives the identity of a token; errs.CodeUnauthenticated where it is not a valid one.
	Authenticate(ctx context.Context, token string) (auth.Identity, error)
	// Ended gives those of the keys that are valid no longer.
	Ended(ctx context.Context, keys []int64) ([]int64, error)
}

// Options are what a server is made of.
type Options struct {
	API  *graph.Resolver
	Keys Keys
	// Checks are what readiness asks, by name.
	Checks map[string]func(context.Context) error
	// Transfers imports and exports.
	Transfers *transfer.Service
	// SCIM does what identity providers ask.
	SCIM *scim.Service
	// CriteriaSchema is the JSON Schema of criteria trees.
	CriteriaSchema []byte
	// Development offers introspection and the explorer.
	Development bool
	Log         *slog.Logger
	// KeyInterval and StopTimeout default to DefaultKeyInterval and DefaultStopTimeout.
	KeyInterval, StopTimeout time.Duration
}

// Server is the program's face. Make it with New, run it with Serve.
type Server struct {
	options Options
	graphql *handler.Server
	sockets *gqlws.Transport
	streams *gqlhttp.SSE
	metrics *metrics
	ready   readiness

	transfers transfers
}

// New makes a server that does not listen yet.
func New(o Options) *Server {
	if o.KeyInterval <= 0 {
		o.KeyInterval = DefaultKeyInterval
	}
	if o.StopTimeout <= 0 {
		o.StopTimeout = DefaultStopTimeout
	}
	s := &Server{options: o, metrics: newMetrics(), ready: readiness{checks: o.Checks, log: o.Log}}
	s.sockets = gqlws.New(gqlws.Config{InitFunc: s.initSocket})
	s.streams = gqlhttp.NewSSE(gqlhttp.SSEConfig{MaxBody: maxBody})
	s.graphql = graph.Handler(o.API, o.Development)
	s.graphql.Use(s.metrics)
	s.graphql.AddTransport(s.sockets)
	s.graphql.AddTransport(s.streams)
	s.graphql.AddTransport(gqlhttp.GET{})
	s.graphql.AddTransport(gqlhttp.POST{MaxBody: maxBody})
	return s
}

// Serve serves until ctx ends, and then stops gracefully. It returns nil after a clean stop.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	web := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: headerTimeout,
		WriteTimeout:      answerTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.options.Log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var watch sync.WaitGroup
	watch.Go(func() { s.watchKeys(ctx) })
	defer watch.Wait()

	select {
	case err := <-failed:
		cancel()
		return err
	case <-ctx.Done():
		return s.stop(context.WithoutCancel(ctx), web)
	}
}

// stop ends everything within the deadline.
func (s *Server) stop(ctx context.Context, web *http.Server) error {
	ctx, cancel := context.WithTimeout(ctx, s.options.StopTimeout)
	defer cancel()
	s.ready.stop()
	s.transfers.stop()
	s.options.Log.Info("stopping: no new work is taken", "deadline", s.options.StopTimeout)

	var ends sync.WaitGroup
	errs := make([]error, 3)
	for i, shutdown := range []func(context.Context) error{s.sockets.Shutdown, s.streams.Shutdown, web.Shutdown} {
		ends.Go(func() { errs[i] = shutdown(ctx) })
	}
	ends.Wait()
	if err := errors.Join(errs...); err != nil {
		return errors.Join(err, web.Close())
	}
	return nil
}
