package gqlws

import (
	"context"
	"net/http"
	"time"
)

// Config bounds the connections. A zero field has the default that its comment names.
type Config struct {
	// InitFunc authenticates. It gets the payload of connection_init (nil where there is none) and returns the
	// session's context, which must derive from the one given and is the parent of every operation's. When that
	// context ends the connection closes with 1001. An error refuses the connection: 4403 with the message of an
	// errs.Error; 1013 for errs.CodeUnavailable; 1011, logged, for anything internal. It may be called again for
	// one payload, see CloseWhere. Nil accepts everyone.
	InitFunc func(ctx context.Context, payload map[string]any) (context.Context, error)
	// InitTimeout is the time from the upgrade to the acknowledgement. 10 s.
	InitTimeout time.Duration
	// PingInterval is the time between pings. A peer that sends nothing, not even a pong, for two intervals is
	// closed with CloseSilent. 30 s.
	PingInterval time.Duration
	// WriteTimeout is the time a peer may take to accept one message. 10 s.
	WriteTimeout time.Duration
	// ReadLimit is the largest message taken, in bytes; a larger one closes with 1009. 1 MiB.
	ReadLimit int64
	// MaxSubscriptions is how many operations, of any kind, one connection runs at once; one more is answered
	// with an error of code TOO_LARGE. 100.
	MaxSubscriptions int
	// SendBuffer is how many bytes may wait for one client, behind a message of any size, before it is cut with
	// CloseSlowConsumer. 1 MiB.
	SendBuffer int
	// CheckOrigin decides whether a page of the request's Origin may connect. The default wants the same host,
	// or no Origin at all (not a browser).
	CheckOrigin func(r *http.Request) bool
}

func (c Config) withDefaults() Config {
	if c.InitFunc == nil {
		c.InitFunc = func(ctx context.Context, _ map[string]any) (context.Context, error) { return ctx, nil }
	}
	c.InitTimeout = orDefault(c.InitTimeout, 10*time.Second)
	c.PingInterval = orDefault(c.PingInterval, 30*time.Second)
	c.WriteTimeout = orDefault(c.WriteTimeout, 10*time.Second)
	c.ReadLimit = orDefault(c.ReadLimit, 1<<20)
	c.MaxSubscriptions = orDefault(c.MaxSubscriptions, 100)
	c.SendBuffer = orDefault(c.SendBuffer, 1<<20)
	return c
}

// orDefault keeps a bound that was given. A bound of zero or less would be no bound.
func orDefault[T ~int | ~int64](given, fallback T) T {
	if given > 0 {
		return given
	}
	return fallback
}
