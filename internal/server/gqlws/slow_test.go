package gqlws

import (
	"strings"
	"testing"
	"time"
)

// flood feeds a subscription until its context has ended.
func flood(t *testing.T, s *service, value string) {
	t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case s.Feed <- value:
		case <-s.Stopped:
			return
		case <-deadline:
			t.Fatal("a client that does not read was never cut")
		}
	}
}

func TestSlowConsumerIsCut(t *testing.T) {
	s := serve(t, Config{SendBuffer: 1 << 16, WriteTimeout: patience})
	c := s.connect(t)
	c.subscribe("1", "subscription { feed }")
	wait(t, s.Started, "the feed to start")
	flood(t, s, strings.Repeat("x", 1<<14))
	// It reads on within the write timeout, so it learns why.
	c.closed(CloseSlowConsumer)
}

func TestClientThatNeverReadsIsBrokenOff(t *testing.T) {
	// With room for everything, it is the write that runs out of time.
	s := serve(t, Config{SendBuffer: 1 << 30, WriteTimeout: 50 * time.Millisecond})
	c := s.connect(t)
	c.subscribe("1", "subscription { feed }")
	wait(t, s.Started, "the feed to start")
	flood(t, s, strings.Repeat("x", 1<<20))
	wait(t, s.ended, "the connection to end, though the client holds on to it")
}

func TestSlowConsumerThatNeverReadsIsBrokenOff(t *testing.T) {
	s := serve(t, Config{SendBuffer: 1 << 16, WriteTimeout: 50 * time.Millisecond})
	c := s.connect(t)
	c.subscribe("1", "subscription { feed }")
	wait(t, s.Started, "the feed to start")
	flood(t, s, strings.Repeat("x", 1<<14))
	wait(t, s.ended, "the connection to end, though the client holds on to it")
}

func TestAnswerLargerThanTheSendBuffer(t *testing.T) {
	s := serve(t, Config{SendBuffer: 100})
	c := s.connect(t)
	name := strings.Repeat("n", 10_000)
	c.subscribe("1", `{ hello(name: "`+name+`") }`)
	c.hears(`{"id":"1","type":"next","payload":{"data":{"hello":"hello ` + name + `"}}}`)
}
