package gqlws

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOperations(t *testing.T) {
	tests := map[string]struct {
		payload string
		hears   []string
	}{
		"a query": {
			payload: `{"query":"{ hello }"}`,
			hears: []string{
				`{"id":"1","type":"next","payload":{"data":{"hello":"hello world"}}}`,
				`{"id":"1","type":"complete"}`,
			},
		},
		"variables and an operation's name": {
			payload: `{"query":"query A { hello } query B($n: String) { hi: hello(name: $n) }","operationName":"B","variables":{"n":"Ana"}}`,
			hears: []string{
				`{"id":"1","type":"next","payload":{"data":{"hi":"hello Ana"}}}`,
				`{"id":"1","type":"complete"}`,
			},
		},
		"a mutation": {
			payload: `{"query":"mutation { touch }","variables":null,"operationName":null,"extensions":null}`,
			hears: []string{
				`{"id":"1","type":"next","payload":{"data":{"touch":"touched"}}}`,
				`{"id":"1","type":"complete"}`,
			},
		},
		"a subscription": {
			payload: `{"query":"subscription { count(to: 3) }"}`,
			hears: []string{
				`{"id":"1","type":"next","payload":{"data":{"count":1}}}`,
				`{"id":"1","type":"next","payload":{"data":{"count":2}}}`,
				`{"id":"1","type":"next","payload":{"data":{"count":3}}}`,
				`{"id":"1","type":"complete"}`,
			},
		},
		"an error of a field comes with the data": {
			payload: `{"query":"{ fails }"}`,
			hears: []string{
				`{"id":"1","type":"next","payload":{"errors":[{"message":"not now","extensions":{"code":"STATE"}}],"data":{"fails":null}}}`,
				`{"id":"1","type":"complete"}`,
			},
		},
		"a subscription that is refused is a response": {
			payload: `{"query":"subscription { refused }"}`,
			hears: []string{
				`{"id":"1","type":"next","payload":{"errors":[{"message":"not for you","extensions":{"code":"FORBIDDEN"}}]}}`,
				`{"id":"1","type":"complete"}`,
			},
		},
		"a panic ends the operation with an error": {
			payload: `{"query":"{ panics }"}`,
			hears:   []string{`{"id":"1","type":"error","payload":[{"message":"internal error","extensions":{"code":"INTERNAL"}}]}`},
		},
		"a response that cannot be encoded": {
			payload: `{"query":"{ unencodable }"}`,
			hears:   []string{`{"id":"1","type":"error","payload":[{"message":"internal error","extensions":{"code":"INTERNAL"}}]}`},
		},
		"a panic in the middle of a stream": {
			payload: `{"query":"subscription { breaks }"}`,
			hears: []string{
				`{"id":"1","type":"next","payload":{"data":{"breaks":1}}}`,
				`{"id":"1","type":"error","payload":[{"message":"internal error","extensions":{"code":"INTERNAL"}}]}`,
			},
		},
	}
	s := serve(t, Config{})
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := s.connect(t)
			c.say(`{"id":"1","type":"subscribe","payload":` + tt.payload + `}`)
			c.hears(tt.hears...)
			// The operation has said its last word and the connection lives.
			c.say(`{"type":"ping"}`)
			c.hears(`{"type":"pong"}`)
		})
	}
}

func TestDocumentThatCannotRunIsAnError(t *testing.T) {
	c := serve(t, Config{}).connect(t)
	for query, code := range map[string]string{
		"{ nothing }":                 "GRAPHQL_VALIDATION_FAILED",
		"{ hello":                     "GRAPHQL_PARSE_FAILED",
		"":                            "GRAPHQL_VALIDATION_FAILED",
		"query A { hello } { hello }": "GRAPHQL_VALIDATION_FAILED",
	} {
		c.subscribe("1", query)
		m := c.hear()
		require.Equal(t, "error", m.Type, query)
		require.Equal(t, "1", m.ID)
		require.Equal(t, code, codeOf(t, m.Payload), query)
	}
}

func TestTwoSubscriptionsOnOneSocket(t *testing.T) {
	s := serve(t, Config{})
	c := s.connect(t)
	c.subscribe("feed", "subscription { feed }")
	wait(t, s.Started, "the feed to start")
	c.subscribe("count", "subscription { count(to: 2) }")
	c.hears(
		`{"id":"count","type":"next","payload":{"data":{"count":1}}}`,
		`{"id":"count","type":"next","payload":{"data":{"count":2}}}`,
		`{"id":"count","type":"complete"}`,
	)
	s.Feed <- "still here"
	c.hears(`{"id":"feed","type":"next","payload":{"data":{"feed":"still here"}}}`)
}

func TestCompleteFromTheClientStopsTheResolver(t *testing.T) {
	s := serve(t, Config{})
	c := s.connect(t)
	c.subscribe("1", "subscription { feed }")
	wait(t, s.Started, "the feed to start")
	c.say(`{"id":"1","type":"complete"}`)
	wait(t, s.Stopped, "the feed's context to end")

	// The id is free, nothing of the first operation follows, and completing what is not there is no error.
	c.say(`{"id":"other","type":"complete"}`)
	c.subscribe("1", "subscription { count(to: 1) }")
	c.hears(`{"id":"1","type":"next","payload":{"data":{"count":1}}}`, `{"id":"1","type":"complete"}`)
}

func TestClientThatLeavesStopsItsResolvers(t *testing.T) {
	s := serve(t, Config{})
	c := s.connect(t)
	c.subscribe("1", "subscription { feed }")
	c.subscribe("2", "subscription { feed }")
	wait(t, s.Started, "the first feed to start")
	wait(t, s.Started, "the second feed to start")
	require.NoError(t, c.conn.Close())
	wait(t, s.Stopped, "a feed's context to end")
	wait(t, s.Stopped, "the other feed's context to end")
	wait(t, s.ended, "the connection to end")
}

func TestOperationsAtOnceAreBounded(t *testing.T) {
	s := serve(t, Config{MaxSubscriptions: 2})
	c := s.connect(t)
	c.subscribe("1", "subscription { feed }")
	c.subscribe("2", "subscription { feed }")
	c.subscribe("3", "{ hello }")
	m := c.hear()
	require.Equal(t, "error", m.Type)
	require.Equal(t, "3", m.ID)
	require.Equal(t, "TOO_LARGE", codeOf(t, m.Payload))
	wait(t, s.Started, "the first feed to start")
	wait(t, s.Started, "the second feed to start")

	s.Feed <- "the others go on"
	require.Equal(t, "next", c.hear().Type)
}

func TestPingIsAnsweredWithItsPayload(t *testing.T) {
	c := serve(t, Config{}).dial(t, Subprotocol)
	for ping, pong := range map[string]string{
		`{"type":"ping"}`:                      `{"type":"pong"}`,
		`{"type":"ping","payload":null}`:       `{"type":"pong"}`,
		`{"type":"ping","payload":{"at":[1]}}`: `{"type":"pong","payload":{"at":[1]}}`,
	} {
		c.say(ping)
		c.hears(pong)
	}
}
