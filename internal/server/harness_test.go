package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"muster/graph"
	"muster/internal/activity"
	"muster/internal/auth"
	"muster/internal/auth/keys"
	"muster/internal/criteria"
	"muster/internal/group"
	"muster/internal/jobs"
	"muster/internal/membership"
	"muster/internal/notify"
	"muster/internal/notify/memory"
	"muster/internal/people"
	"muster/internal/scim"
	"muster/internal/server"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
	"muster/internal/transfer"
	"muster/internal/vocabulary"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// node is a running server on a database of its own.
type node struct {
	t            *testing.T
	db           *storage.DB
	broker       *watchedBroker
	keys         *keys.Service
	transfers    *transfer.Service
	url          string
	log          *logs
	organization int64
	token        string // of an ADMIN of the organization
	keyID        int64
	stop         func() error
}

// watchedBroker tells when a subscription is in place, which the protocol does not, and gives a channel on which to say
// what a broker says that was away.
type watchedBroker struct {
	*memory.Broker
	subscribed chan chan<- struct{}
}

func (b *watchedBroker) Subscribe(ctx context.Context, topics ...notify.Topic) (notify.Subscription, error) {
	subscription, err := b.Broker.Subscribe(ctx, topics...)
	if err != nil {
		return nil, err
	}
	missed := make(chan struct{})
	w := watchedSubscription{Subscription: subscription, messages: make(chan notify.Message)}
	go w.forward(ctx, missed, topics[0])
	b.subscribed <- missed
	return w, nil
}

type watchedSubscription struct {
	notify.Subscription
	messages chan notify.Message
}

func (s watchedSubscription) Messages() <-chan notify.Message { return s.messages }

func (s watchedSubscription) forward(ctx context.Context, missed <-chan struct{}, topic notify.Topic) {
	defer close(s.messages)
	for {
		var m notify.Message
		select {
		case <-missed:
			m = notify.Message{Topic: topic, Missed: true}
		case next, open := <-s.Subscription.Messages():
			if !open {
				return
			}
			m = next
		}
		select {
		case s.messages <- m:
		case <-ctx.Done():
			return
		}
	}
}

// logs is a log that may be read while it is written.
type logs struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func start(t *testing.T, development bool) *node {
	t.Helper()
	return startOn(t, storagetest.SQLite(t), development)
}

func startOn(t *testing.T, db *storage.DB, development bool) *node {
	t.Helper()
	n := &node{t: t, db: db, log: &logs{}}
	log := slog.New(slog.NewTextHandler(n.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	n.broker = &watchedBroker{Broker: memory.New(log), subscribed: make(chan chan<- struct{}, 100)}
	t.Cleanup(n.broker.Close)
	n.keys = keys.New(n.db, time.Now, log)
	queue, err := jobs.NewQueue(n.db, log)
	require.NoError(t, err)
	engine, words := membership.New(n.db, n.broker, time.Now, log), &vocabulary.Keeper{}
	who, facts := people.New(n.db, engine, words, time.Now), activity.New(n.db, engine, words, time.Now)
	n.transfers = transfer.New(n.db, who, facts, n.broker, time.Now, log)
	groups := group.New(n.db, engine, queue, time.Now)
	s := server.New(server.Options{
		API: &graph.Resolver{
			DB: n.db, Broker: n.broker, Now: time.Now, Log: log, Groups: groups,
			People: who, Activity: facts, Transfers: n.transfers, Keys: n.keys,
		},
		Keys: n.keys, Transfers: n.transfers, SCIM: scim.New(n.db, who, groups, time.Now, log), CriteriaSchema: criteria.Schema(), Development: development, Log: log, KeyInterval: 20 * time.Millisecond,
		Checks: map[string]func(context.Context) error{"database": n.db.Ping, "broker": n.broker.Ping},
	})
	n.organization = storagetest.Organization(t, n.db, "Acme", "UTC")
	n.token, n.keyID = n.key(auth.Admin)
	n.serve(s)
	return n
}

func (n *node) serve(s *server.Server) {
	listener, err := new(net.ListenConfig).Listen(n.t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(n.t, err)
	n.url = "http://" + listener.Addr().String()
	ctx, cancel := context.WithCancel(n.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, listener) }()
	n.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	n.t.Cleanup(func() { require.NoError(n.t, n.stop()) })
}

// key issues a key of the organization.
func (n *node) key(role auth.Role) (token string, id int64) {
	n.t.Helper()
	err := n.db.InTx(auth.AsMuster(n.t.Context(), n.organization), func(ctx context.Context, tx *storage.Tx) error {
		made, key, err := n.keys.Issue(ctx, tx, n.organization, keys.Input{Name: "test", Role: role})
		if err == nil {
			token, id = made, key.ID
		}
		return err
	})
	require.NoError(n.t, err)
	return token, id
}

// do sends a request and gives the answer with its body.
func (n *node) do(method, path, token, body string, headers ...string) (*http.Response, string) {
	n.t.Helper()
	request, err := http.NewRequestWithContext(n.t.Context(), method, n.url+path, strings.NewReader(body))
	require.NoError(n.t, err)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	client := &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	require.NoError(n.t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	require.NoError(n.t, err)
	return response, string(text)
}

// ask runs an operation that must succeed, over POST, and gives its data.
func (n *node) ask(text string) map[string]any {
	n.t.Helper()
	body, err := json.Marshal(map[string]any{"query": text})
	require.NoError(n.t, err)
	response, given := n.do(http.MethodPost, "/graphql", n.token, string(body))
	require.Equal(n.t, http.StatusOK, response.StatusCode, given)
	var answer struct {
		Data   map[string]any
		Errors []any
	}
	require.NoError(n.t, json.Unmarshal([]byte(given), &answer))
	require.Empty(n.t, answer.Errors)
	return answer.Data
}

// code is the code of an answer's first error.
func code(t *testing.T, body string) string {
	t.Helper()
	var answer struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	require.NoError(t, json.Unmarshal([]byte(body), &answer), body)
	require.NotEmpty(t, answer.Errors, body)
	return answer.Errors[0].Extensions.Code
}

// socket is a client's graphql-transport-ws connection.
type socket struct {
	t    *testing.T
	conn *websocket.Conn
}

// message is what a socket hears.
type message struct {
	ID      string
	Type    string
	Payload json.RawMessage
}

// dial opens a socket and sends connection_init with the payload.
func (n *node) dial(payload any) *socket {
	n.t.Helper()
	dialer := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}, HandshakeTimeout: patience}
	conn, response, err := dialer.DialContext(n.t.Context(), "ws"+strings.TrimPrefix(n.url, "http")+"/graphql", nil)
	require.NoError(n.t, err)
	require.NoError(n.t, response.Body.Close())
	n.t.Cleanup(func() { _ = conn.Close() })
	require.NoError(n.t, conn.SetReadDeadline(time.Now().Add(patience)))
	s := &socket{t: n.t, conn: conn}
	s.say(map[string]any{"type": "connection_init", "payload": payload})
	return s
}

// connect opens a socket with a token.
func (n *node) connect(token string) *socket {
	n.t.Helper()
	s := n.dial(map[string]any{"Authorization": "Bearer " + token})
	require.Equal(n.t, "connection_ack", s.hear().Type)
	return s
}

func (s *socket) say(m any) {
	s.t.Helper()
	require.NoError(s.t, s.conn.WriteJSON(m))
}

func (s *socket) subscribe(id, text string) {
	s.t.Helper()
	s.say(map[string]any{"id": id, "type": "subscribe", "payload": map[string]any{"query": text}})
}

// listen subscribes and returns when the subscription is in place.
func (s *socket) listen(n *node, id, text string) (missed chan<- struct{}) {
	s.t.Helper()
	s.subscribe(id, text)
	return n.await()
}

// await waits for one more subscription to be in place.
func (n *node) await() (missed chan<- struct{}) {
	n.t.Helper()
	select {
	case missed = <-n.broker.subscribed:
	case <-time.After(patience):
		require.Fail(n.t, "nobody subscribed")
	}
	return missed
}

// hear gives the next message that is not a ping.
func (s *socket) hear() message {
	s.t.Helper()
	for {
		var m message
		require.NoError(s.t, s.conn.ReadJSON(&m))
		if m.Type != "ping" {
			return m
		}
	}
}

// closed wants the socket to be closed next, with this code.
func (s *socket) closed(code int) {
	s.t.Helper()
	for {
		_, _, err := s.conn.ReadMessage()
		if err == nil {
			continue
		}
		var closing *websocket.CloseError
		require.ErrorAs(s.t, err, &closing)
		require.Equal(s.t, code, closing.Code, closing.Text)
		return
	}
}
