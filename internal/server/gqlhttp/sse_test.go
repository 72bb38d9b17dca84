package gqlhttp

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const feed = `{"query":"subscription { feed }"}`

// events is an open stream.
type events struct {
	t    *testing.T
	body io.ReadCloser
	in   *bufio.Reader
}

func (s *service) stream(t *testing.T, body string) *events {
	t.Helper()
	response, err := s.client.Do(s.newPost(t, body, "Accept", "text/event-stream"))
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.Equal(t, "text/event-stream", response.Header.Get("Content-Type"))
	e := &events{t: t, body: response.Body, in: bufio.NewReader(response.Body)}
	t.Cleanup(func() { _ = response.Body.Close() })
	require.Equal(t, ":\n", e.next(), "the stream opens with a comment")
	return e
}

// next is the lines up to the next empty one.
func (e *events) next() string {
	e.t.Helper()
	var event strings.Builder
	for {
		line, err := e.in.ReadString('\n')
		require.NoError(e.t, err)
		if line == "\n" {
			return event.String()
		}
		event.WriteString(line)
	}
}

// ends wants the end of the stream, without another event.
func (e *events) ends() {
	e.t.Helper()
	rest, err := io.ReadAll(e.in)
	require.NoError(e.t, err)
	require.Empty(e.t, string(rest))
}

func TestStream(t *testing.T) {
	const complete = "event: complete\ndata:\n"
	tests := map[string]struct {
		body   string
		events []string
	}{
		"a subscription": {`{"query":"subscription { count(to: 2) }"}`, []string{
			`event: next` + "\n" + `data: {"data":{"count":1}}` + "\n",
			`event: next` + "\n" + `data: {"data":{"count":2}}` + "\n",
		}},
		"a query": {`{"query":"{ hello }"}`, []string{
			`event: next` + "\n" + `data: {"data":{"hello":"hello world"}}` + "\n",
		}},
		"a refusal": {`{"query":"subscription { refused }"}`, []string{
			`event: next` + "\n" + `data: {"errors":[{"message":"not for you","extensions":{"code":"FORBIDDEN"}}]}` + "\n",
		}},
		"a panic in the middle": {`{"query":"subscription { breaks }"}`, []string{
			`event: next` + "\n" + `data: {"data":{"breaks":1}}` + "\n",
			`event: next` + "\n" + `data: {"errors":[{"message":"internal error","extensions":{"code":"INTERNAL"}}]}` + "\n",
		}},
		"a response that cannot be encoded": {`{"query":"{ unencodable }"}`, []string{
			`event: next` + "\n" + `data: {"errors":[{"message":"internal error","extensions":{"code":"INTERNAL"}}]}` + "\n",
		}},
		"a document that cannot run": {`{"query":"{"}`, []string{
			`event: next` + "\n" + `data: {"errors":[{"message":"Expected Name, found \u003cEOF\u003e",` +
				`"locations":[{"line":1,"column":2}],"extensions":{"code":"GRAPHQL_PARSE_FAILED"}}]}` + "\n",
		}},
	}
	s := serve(t, SSEConfig{}, nil)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			stream := s.stream(t, tt.body)
			for _, want := range tt.events {
				require.Equal(t, want, stream.next())
			}
			require.Equal(t, complete, stream.next())
			stream.ends()
		})
	}
}

func TestStreamRefusesWhatPostRefuses(t *testing.T) {
	s := serve(t, SSEConfig{}, nil)
	for status, r := range map[int]*http.Request{
		http.StatusBadRequest:            s.newPost(t, `{}`),
		http.StatusRequestEntityTooLarge: s.newPost(t, `{"query":"`+strings.Repeat("q", maxBody)+`"}`),
		http.StatusUnsupportedMediaType:  s.newPost(t, feed, "Content-Type", "text/plain"),
	} {
		r.Header.Set("Accept", "text/event-stream")
		got := s.send(t, r)
		require.Equal(t, status, got.StatusCode)
		require.NotEmpty(t, got.code(t))
	}
}

func TestQuietStreamIsKeptAlive(t *testing.T) {
	// The server's own deadlines are for whole requests and would end the stream.
	s := serve(t, SSEConfig{KeepAlive: 50 * time.Millisecond}, func(server *http.Server) {
		server.ReadTimeout, server.WriteTimeout = 200*time.Millisecond, 200*time.Millisecond
	})
	stream := s.stream(t, feed)
	for range 10 {
		require.Equal(t, ":\n", stream.next())
	}
	s.Feed <- "still here"
	for event := stream.next(); event != "event: next\ndata: {\"data\":{\"feed\":\"still here\"}}\n"; event = stream.next() {
		require.Equal(t, ":\n", event)
	}
}

func TestReaderThatLeavesStopsTheResolver(t *testing.T) {
	s := serve(t, SSEConfig{}, nil)
	stream := s.stream(t, feed)
	wait(t, s.Started, "the feed to start")
	require.NoError(t, stream.body.Close())
	wait(t, s.Stopped, "the feed's context to end")
	wait(t, s.ended, "the stream to end")
}

func TestReaderThatDoesNotReadIsCut(t *testing.T) {
	s := serve(t, SSEConfig{WriteTimeout: 50 * time.Millisecond}, nil)
	s.stream(t, feed)
	wait(t, s.Started, "the feed to start")
	big := strings.Repeat("x", 1<<20)
	deadline := time.After(patience)
	for cut := false; !cut; {
		select {
		case s.Feed <- big:
		case <-s.Stopped:
			cut = true
		case <-deadline:
			require.Fail(t, "never cut")
		}
	}
	wait(t, s.ended, "the stream to end, though the reader holds on to it")
}

func TestShutdownCutsStreams(t *testing.T) {
	s := serve(t, SSEConfig{}, nil)
	one, two := s.stream(t, feed), s.stream(t, feed)
	require.NoError(t, s.sse.Shutdown(context.Background()))
	one.ends() // without `complete`: the client is to come back
	two.ends()
	wait(t, s.Stopped, "a feed's context to end")
	wait(t, s.Stopped, "the other feed's context to end")

	late := s.post(t, feed, "Accept", "text/event-stream")
	require.Equal(t, http.StatusServiceUnavailable, late.StatusCode)
	require.Equal(t, "UNAVAILABLE", late.code(t))
}

type marked struct{}

func TestCloseWhereCutsTheStreamsThatMatch(t *testing.T) {
	mark := make(chan string, 2)
	s := serve(t, SSEConfig{}, func(server *http.Server) {
		server.ConnContext = func(ctx context.Context, _ net.Conn) context.Context {
			return context.WithValue(ctx, marked{}, <-mark)
		}
	})
	mark <- "a"
	revoked := s.stream(t, feed)
	mark <- "b"
	other := s.stream(t, feed)
	s.sse.CloseWhere(func(request context.Context) bool { return request.Value(marked{}) == "a" })
	revoked.ends()
	wait(t, s.Stopped, "the feed's context to end")
	s.Feed <- "still here"
	require.Contains(t, other.next(), "still here")
}

// deadlineless is a writer, as a careless middleware makes it, that hides the connection's deadlines.
type deadlineless struct{ http.ResponseWriter }

func TestWriterWithoutDeadlinesIsAFault(t *testing.T) {
	s := serve(t, SSEConfig{}, nil)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Handler(s.sse).ServeHTTP(deadlineless{w}, r)
	}))
	defer server.Close()
	s.url = server.URL
	got := s.post(t, feed, "Accept", "text/event-stream")
	require.Equal(t, http.StatusInternalServerError, got.StatusCode)
	require.Equal(t, "INTERNAL", got.code(t))
}
