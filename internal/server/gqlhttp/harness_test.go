package gqlhttp

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"muster/internal/server/gqlop/gqltest"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// service is the three transports behind a real HTTP server.
type service struct {
	*gqltest.Schema
	sse    *SSE
	url    string
	client *http.Client
	ended  chan struct{} // a signal for each request whose handler has returned
}

const maxBody = 1000

// serve starts a service, whose server configure may change first.
func serve(t *testing.T, cfg SSEConfig, configure func(*http.Server)) *service {
	t.Helper()
	cfg.MaxBody = maxBody
	s := &service{Schema: gqltest.New(), sse: NewSSE(cfg), ended: make(chan struct{}, 1000)}
	handler := s.Handler(s.sse, GET{}, POST{MaxBody: maxBody})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { s.ended <- struct{}{} }()
		handler.ServeHTTP(w, r)
	}))
	if configure != nil {
		configure(server.Config)
	}
	server.Start()
	s.url, s.client = server.URL, server.Client()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		require.NoError(t, s.sse.Shutdown(ctx))
		server.Close()
	})
	return s
}

// reply is what came back from one request.
type reply struct {
	*http.Response
	body string
}

func (s *service) send(t *testing.T, r *http.Request) reply {
	t.Helper()
	response, err := s.client.Do(r)
	require.NoError(t, err)
	defer func() { require.NoError(t, response.Body.Close()) }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return reply{response, string(body)}
}

func (s *service) post(t *testing.T, body string, header ...string) reply {
	t.Helper()
	return s.send(t, s.newPost(t, body, header...))
}

// newPost makes a request with a JSON body; header is a list of names and values.
func (s *service) newPost(t *testing.T, body string, header ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// code is the extensions.code of the first error of a reply that has one.
func (r reply) code(t *testing.T) string {
	t.Helper()
	var body struct {
		Errors []struct {
			Message    string `json:"message"`
			Extensions struct {
				Code string `json:"code"`
			} `json:"extensions"`
		} `json:"errors"`
	}
	require.NoError(t, json.Unmarshal([]byte(r.body), &body), r.body)
	if len(body.Errors) == 0 {
		return ""
	}
	require.NotEmpty(t, body.Errors[0].Message)
	return body.Errors[0].Extensions.Code
}

// wait wants a signal.
func wait(t *testing.T, signal <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-signal:
	case <-time.After(patience):
		require.Fail(t, "waited in vain", what)
	}
}
