package gqlws

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"muster/internal/errs"
	"muster/internal/server/gqlop/gqltest"
)

const hello = `{"type":"connection_init"}`

func TestCloseCodes(t *testing.T) {
	feed := `{"id":"1","type":"subscribe","payload":{"query":"subscription { feed }"}}`
	tests := map[string]struct {
		say  []string
		code int
	}{
		"not JSON":                      {[]string{`hello`}, 4400},
		"empty":                         {[]string{``}, 4400},
		"not an object":                 {[]string{`[]`}, 4400},
		"two values":                    {[]string{`{"type":"ping"}{"type":"ping"}`}, 4400},
		"no type":                       {[]string{`{}`}, 4400},
		"a type that is no string":      {[]string{`{"type":1}`}, 4400},
		"an unknown type":               {[]string{hello, `{"type":"start"}`}, 4400},
		"a type that only servers send": {[]string{hello, `{"type":"next","id":"1"}`}, 4400},
		"subscribe without an id":       {[]string{hello, `{"type":"subscribe","payload":{"query":"{hello}"}}`}, 4400},
		"subscribe with a long id": {[]string{
			hello,
			`{"type":"subscribe","id":"` + strings.Repeat("i", 257) + `","payload":{"query":"{hello}"}}`,
		}, 4400},
		"subscribe without a payload":        {[]string{hello, `{"type":"subscribe","id":"1"}`}, 4400},
		"subscribe without a query":          {[]string{hello, `{"type":"subscribe","id":"1","payload":{}}`}, 4400},
		"subscribe with odd variables":       {[]string{hello, `{"type":"subscribe","id":"1","payload":{"query":"","variables":[]}}`}, 4400},
		"complete without an id":             {[]string{hello, `{"type":"complete"}`}, 4400},
		"an init payload that is no object":  {[]string{`{"type":"connection_init","payload":42}`}, 4400},
		"an init payload that is a string":   {[]string{`{"type":"connection_init","payload":"token"}`}, 4400},
		"subscribe before init":              {[]string{feed}, 4401},
		"init twice":                         {[]string{hello, hello}, 4429},
		"an id that is in use":               {[]string{hello, feed, feed}, 4409},
		"an id that is in use, among others": {[]string{hello, feed, strings.Replace(feed, `"1"`, `"2"`, 1), feed}, 4409},
		"a message over the limit":           {[]string{hello, `{"type":"ping","payload":{"a":"` + strings.Repeat("a", 5000) + `"}}`}, 1009},
		"a message far over the limit":       {[]string{strings.Repeat("a", 1<<20)}, 1009},
	}
	s := serve(t, Config{ReadLimit: 4096})
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := s.dial(t, Subprotocol)
			c.say(tt.say...)
			c.closed(tt.code)
			require.NoError(t, c.conn.Close())
			wait(t, s.ended, "the connection to end")
		})
	}
}

func TestBinaryMessageIsMalformed(t *testing.T) {
	c := serve(t, Config{}).dial(t, Subprotocol)
	require.NoError(t, c.conn.WriteMessage(websocket.BinaryMessage, []byte(hello)))
	c.closed(CloseMalformed)
}

func TestOnlyOneSubprotocolIsSpoken(t *testing.T) {
	s := serve(t, Config{})
	s.dial(t).closed(CloseSubprotocol)
	s.dial(t, "graphql-ws").closed(CloseSubprotocol)
	s.dial(t, "graphql-ws", Subprotocol).say(hello)
}

func TestRefusedInit(t *testing.T) {
	long := strings.Repeat("é", 100)
	tests := map[string]struct {
		err    error
		code   int
		reason string
	}{
		"refused":             {errs.New(errs.CodeUnauthenticated, "no such key"), 4403, "no such key"},
		"not allowed":         {errs.New(errs.CodeForbidden, "the key was revoked"), 4403, "the key was revoked"},
		"a long reason":       {errs.New(errs.CodeForbidden, "%s", long), 4403, long[:122]},
		"the database is off": {errs.New(errs.CodeUnavailable, "try again"), 1013, "try again"},
		"a fault of ours":     {errors.New("dial tcp 10.0.0.1: refused"), 1011, "internal error"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := serve(t, Config{InitFunc: func(context.Context, map[string]any) (context.Context, error) {
				return nil, tt.err
			}})
			c := s.dial(t, Subprotocol)
			c.say(hello)
			require.Equal(t, tt.reason, c.closed(tt.code))
		})
	}
}

func TestPanicWhileAuthenticatingClosesTheSocket(t *testing.T) {
	s := serve(t, Config{InitFunc: func(context.Context, map[string]any) (context.Context, error) { panic("auth") }})
	c := s.dial(t, Subprotocol)
	c.say(hello)
	c.closed(websocket.CloseInternalServerErr)
	require.NoError(t, c.conn.Close())
	wait(t, s.ended, "the connection to end")
}

func TestInitTimeout(t *testing.T) {
	t.Run("of a client that says nothing", func(t *testing.T) {
		serve(t, Config{InitTimeout: 20 * time.Millisecond}).dial(t, Subprotocol).closed(CloseInitTimeout)
	})
	t.Run("of slow authentication, whose context ends", func(t *testing.T) {
		s := serve(t, Config{
			InitTimeout: 20 * time.Millisecond,
			InitFunc: func(ctx context.Context, _ map[string]any) (context.Context, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			},
		})
		c := s.dial(t, Subprotocol)
		c.say(hello)
		c.closed(CloseInitTimeout)
	})
}

func TestSilentPeerIsClosed(t *testing.T) {
	c := serve(t, Config{PingInterval: 20 * time.Millisecond}).dial(t, Subprotocol)
	c.conn.SetPingHandler(func(string) error { return nil })
	c.hears(`{"type":"ping"}`)
	c.closed(CloseSilent)
}

func TestAnsweringEitherPingKeepsTheConnection(t *testing.T) {
	const interval = 200 * time.Millisecond
	tests := map[string]func(c *client){
		"the protocol's": func(c *client) {
			c.conn.SetPingHandler(func(string) error { return nil })
			for range 4 {
				c.hears(`{"type":"ping"}`)
				c.say(`{"type":"pong"}`)
			}
		},
		"the control frame": func(c *client) {
			for range 4 {
				c.hears(`{"type":"ping"}`)
			}
		},
	}
	for name, stay := range tests {
		t.Run(name, func(t *testing.T) {
			c := serve(t, Config{PingInterval: interval}).dial(t, Subprotocol)
			stay(c)
		})
	}
}

func TestFirstReasonCounts(t *testing.T) {
	s := serve(t, Config{})
	c := s.connect(t)
	s.transport.CloseWhere(func(context.Context) bool { return true }, CloseForbidden, "revoked")
	s.transport.CloseWhere(func(context.Context) bool { return true }, websocket.CloseNormalClosure, "later")
	require.Equal(t, "revoked", c.closed(CloseForbidden))
}

func TestSessionThatEndsClosesTheConnection(t *testing.T) {
	end := make(chan context.CancelFunc, 1)
	s := serve(t, Config{InitFunc: func(ctx context.Context, _ map[string]any) (context.Context, error) {
		session, cancel := context.WithCancel(ctx)
		end <- cancel
		return session, nil
	}})
	c := s.connect(t)
	(<-end)()
	c.closed(websocket.CloseGoingAway)
}

func TestServerThatStopsClosesItsConnections(t *testing.T) {
	base, stop := context.WithCancel(context.Background())
	transport := New(Config{})
	server := httptest.NewUnstartedServer(gqltest.New().Handler(transport))
	server.Config.BaseContext = func(net.Listener) context.Context { return base }
	server.Start()
	defer server.Close()
	c := (&service{url: "ws" + strings.TrimPrefix(server.URL, "http")}).connect(t)
	stop()
	c.closed(websocket.CloseGoingAway)
	require.NoError(t, c.conn.Close())
	require.NoError(t, transport.Shutdown(context.Background()))
}

func TestOrigin(t *testing.T) {
	anyOrigin := func(*http.Request) bool { return true }
	tests := map[string]struct {
		check  func(*http.Request) bool
		origin string
		status int
	}{
		"none, not a browser": {nil, "", http.StatusSwitchingProtocols},
		"same host":           {nil, "http://HOST", http.StatusSwitchingProtocols},
		"another host":        {nil, "http://evil.example", http.StatusForbidden},
		"allowed by config":   {anyOrigin, "http://console.example", http.StatusSwitchingProtocols},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := serve(t, Config{CheckOrigin: tt.check})
			header := http.Header{}
			if tt.origin != "" {
				host := strings.TrimPrefix(s.url, "ws://")
				header.Set("Origin", strings.Replace(tt.origin, "HOST", host, 1))
			}
			dialer := websocket.Dialer{Subprotocols: []string{Subprotocol}}
			conn, response, err := dialer.Dial(s.url, header)
			require.Equal(t, tt.status, response.StatusCode)
			require.NoError(t, response.Body.Close())
			if tt.status == http.StatusSwitchingProtocols {
				require.NoError(t, err)
				require.NoError(t, conn.Close())
			}
		})
	}
}

func TestRefusedConnectionsLeaveNothingBehind(t *testing.T) {
	s := serve(t, Config{})
	refuse := func() {
		c := s.dial(t, Subprotocol)
		c.say(`{"type":"connection_init","payload":[1]}`)
		c.closed(CloseMalformed)
		require.NoError(t, c.conn.Close())
		wait(t, s.ended, "the connection to end")
	}
	refuse()
	descriptors, goroutines := openDescriptors(t), runtime.NumGoroutine()
	for range 50 {
		refuse()
	}
	// The HTTP server may still be returning from the last handler; Eventually adds a goroutine of its own.
	require.Eventually(t, func() bool {
		return openDescriptors(t) <= descriptors && runtime.NumGoroutine() <= goroutines+1
	}, patience, time.Millisecond, "before: %d descriptors, %d goroutines", descriptors, goroutines)
}

func openDescriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/dev/fd")
	require.NoError(t, err)
	return len(entries)
}
