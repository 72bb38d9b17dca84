package gqlws

import (
	"context"
	"net/http"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"muster/internal/errs"
)

// keyed authenticates with the payload's key, which it puts into the session's context.
func keyed(ctx context.Context, payload map[string]any) (context.Context, error) {
	return context.WithValue(ctx, keyOf{}, payload["key"]), nil
}

type keyOf struct{}

func hasKey(key string) func(context.Context) bool {
	return func(session context.Context) bool { return session.Value(keyOf{}) == key }
}

func TestShutdownClosesEveryConnection(t *testing.T) {
	s := serve(t, Config{})
	busy, idle, fresh := s.connect(t), s.connect(t), s.dial(t, Subprotocol)
	busy.subscribe("1", "subscription { feed }")
	wait(t, s.Started, "the feed to start")

	done := make(chan error, 1)
	go func() { done <- s.transport.Shutdown(context.Background()) }()
	for _, c := range []*client{busy, idle, fresh} {
		c.closed(websocket.CloseGoingAway)
		require.NoError(t, c.conn.Close())
	}
	require.NoError(t, <-done)
	wait(t, s.Stopped, "the feed's context to end")
	require.Empty(t, s.transport.conns.Present())

	_, response, err := websocket.DefaultDialer.Dial(s.url, nil)
	require.Error(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusServiceUnavailable, response.StatusCode)
}

func TestShutdownDoesNotWaitForDeafClients(t *testing.T) {
	s := serve(t, Config{})
	s.connect(t) // does not read, does not close
	require.NoError(t, s.transport.Shutdown(context.Background()))
}

func TestShutdownGivesUpWithItsContext(t *testing.T) {
	stuck := make(chan struct{})
	entered := make(chan struct{})
	s := serve(t, Config{InitFunc: func(ctx context.Context, _ map[string]any) (context.Context, error) {
		close(entered)
		<-stuck // deaf to ctx
		return ctx, nil
	}})
	c := s.dial(t, Subprotocol)
	c.say(hello)
	wait(t, entered, "authentication to begin")
	over, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, s.transport.Shutdown(over), context.Canceled)
	close(stuck)
	wait(t, s.ended, "the connection to end")
}

func TestCloseWhereClosesTheSessionsThatMatch(t *testing.T) {
	s := serve(t, Config{InitFunc: keyed})
	open := func(key string) *client {
		c := s.dial(t, Subprotocol)
		c.say(`{"type":"connection_init","payload":{"key":"` + key + `"}}`)
		c.hears(`{"type":"connection_ack"}`)
		return c
	}
	revoked, other, fresh := open("a"), open("b"), s.dial(t, Subprotocol)
	s.transport.CloseWhere(hasKey("a"), CloseForbidden, "the key was revoked")
	require.Equal(t, "the key was revoked", revoked.closed(CloseForbidden))
	for _, c := range []*client{other, fresh} {
		c.say(`{"type":"ping"}`)
		c.hears(`{"type":"pong"}`)
	}
}

// A key that is revoked while it is being checked may pass the check and be missed by CloseWhere.
func TestCloseWhereMakesTheAuthenticatingAuthenticateAgain(t *testing.T) {
	checking, revoked := make(chan struct{}), make(chan struct{})
	asked := 0
	s := serve(t, Config{InitFunc: func(ctx context.Context, _ map[string]any) (context.Context, error) {
		if asked++; asked > 1 {
			return nil, errs.New(errs.CodeUnauthenticated, "no such key")
		}
		close(checking)
		<-revoked
		return ctx, nil
	}})
	c := s.dial(t, Subprotocol)
	c.say(hello)
	wait(t, checking, "authentication to begin")
	s.transport.CloseWhere(func(context.Context) bool { return true }, CloseForbidden, "the key was revoked")
	close(revoked)
	require.Equal(t, "no such key", c.closed(CloseForbidden))
}
