package brokertest

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/notify"
)

// patience is how long something that must happen may take: only a failing test waits for it.
const patience = 20 * time.Second

// Subscribe subscribes for as long as the test runs.
func Subscribe(ctx context.Context, t require.TestingT, b notify.Broker, topics ...notify.Topic) notify.Subscription {
	s, err := b.Subscribe(ctx, topics...)
	require.NoError(t, err)
	return s
}

// Next gives the next message, which must come.
func Next(t require.TestingT, s notify.Subscription) notify.Message {
	m, err := receive(s)
	require.NoError(t, err)
	return m
}

// receive is Next for goroutines that must not end the test.
func receive(s notify.Subscription) (notify.Message, error) {
	select {
	case m, open := <-s.Messages():
		if !open {
			return m, errors.Join(errors.New("the subscription ended"), s.Err())
		}
		return m, nil
	case <-time.After(patience):
		return notify.Message{}, errors.New("no message came")
	}
}

// Rest reads what is left, until the subscription's end, which must come.
func Rest(t require.TestingT, s notify.Subscription) []notify.Message {
	var rest []notify.Message
	deadline := time.After(patience)
	for {
		select {
		case m, open := <-s.Messages():
			if !open {
				return rest
			}
			rest = append(rest, m)
		case <-deadline:
			require.FailNow(t, "the subscription did not end")
		}
	}
}

// versions gives the versions of the next n messages.
func versions(t require.TestingT, s notify.Subscription, n int) []int64 {
	got := make([]int64, n)
	for i := range got {
		got[i] = Next(t, s).Version
	}
	return got
}

// upTo gives 1, 2, … n.
func upTo(n int) []int64 {
	all := make([]int64, n)
	for i := range all {
		all[i] = int64(i + 1)
	}
	return all
}

func publish(ctx context.Context, t require.TestingT, b notify.Broker, topic notify.Topic, version int64) {
	require.NoError(t, b.Publish(ctx, notify.Message{Topic: topic, Version: version, Payload: []byte(`{}`)}))
}

// payloadOf makes JSON of exactly size bytes.
func payloadOf(t *testing.T, size int) []byte {
	t.Helper()
	text := make([]byte, size-2)
	for i := range text {
		text[i] = 'x'
	}
	payload, err := json.Marshal(string(text))
	require.NoError(t, err)
	require.Len(t, payload, size)
	return payload
}
