package brokertest

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"muster/internal/notify"
)

func closesOnce(t *testing.T, a, b notify.Broker) {
	topic := notify.GroupReady(5)
	s := Subscribe(t.Context(), t, b, topic)
	publish(t.Context(), t, a, topic, 1)
	require.EqualValues(t, 1, Next(t, s).Version)
	require.NoError(t, s.Err())

	var closers sync.WaitGroup
	for range 8 {
		closers.Go(s.Close)
	}
	closers.Wait()
	require.Empty(t, Rest(t, s))
	require.NoError(t, s.Err())
	publish(t.Context(), t, a, topic, 2)
	s.Close()
	require.Empty(t, Rest(t, s))
}

func othersStay(t *testing.T, a, b notify.Broker) {
	topic, other := notify.GroupReady(5), notify.GroupReady(6)
	stays, leaves := Subscribe(t.Context(), t, b, topic), Subscribe(t.Context(), t, b, topic, other)
	publish(t.Context(), t, a, topic, 1)
	require.EqualValues(t, 1, Next(t, stays).Version)
	require.EqualValues(t, 1, Next(t, leaves).Version)
	leaves.Close()
	again := Subscribe(t.Context(), t, b, other)
	publish(t.Context(), t, a, topic, 2)
	publish(t.Context(), t, a, other, 3)
	require.EqualValues(t, 2, Next(t, stays).Version)
	require.EqualValues(t, 3, Next(t, again).Version)
	require.Empty(t, Rest(t, leaves))
}

func endsWithContext(t *testing.T, a, b notify.Broker) {
	topic := notify.GroupReady(5)
	ctx, cancel := context.WithCancel(t.Context())
	s := Subscribe(ctx, t, b, topic)
	stays := Subscribe(t.Context(), t, b, topic)
	cancel()
	require.Empty(t, Rest(t, s))
	require.NoError(t, s.Err())
	s.Close()
	publish(t.Context(), t, a, topic, 1)
	require.EqualValues(t, 1, Next(t, stays).Version)
}

func refusesEndedContext(t *testing.T, a, b notify.Broker) {
	topic := notify.GroupReady(5)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := b.Subscribe(ended, topic)
	require.ErrorIs(t, err, context.Canceled)
	s := Subscribe(t.Context(), t, b, topic)
	require.ErrorIs(t, a.Publish(ended, notify.Message{Topic: topic, Version: 666}), context.Canceled)
	publish(t.Context(), t, a, topic, 1)
	require.EqualValues(t, 1, Next(t, s).Version)
}

func endsWithBroker(t *testing.T, _, b notify.Broker) {
	topic := notify.GroupReady(5)
	open := Subscribe(t.Context(), t, b, topic, notify.GroupReady(6))
	left := Subscribe(t.Context(), t, b, topic)
	left.Close()

	var closers sync.WaitGroup
	for range 4 {
		closers.Go(b.Close)
	}
	closers.Wait()
	require.Empty(t, Rest(t, open))
	require.ErrorIs(t, open.Err(), notify.ErrClosed)
	require.NoError(t, left.Err(), "it had ended before")
	open.Close()
	require.ErrorIs(t, open.Err(), notify.ErrClosed)

	_, err := b.Subscribe(t.Context(), topic)
	require.ErrorIs(t, err, notify.ErrClosed)
	require.ErrorIs(t, b.Publish(t.Context(), notify.Message{Topic: topic}), notify.ErrClosed)
	require.ErrorIs(t, b.Ping(t.Context()), notify.ErrClosed)
}

func leaksNothing(t *testing.T, a, b notify.Broker) {
	before := goleak.IgnoreCurrent()
	ctx, cancel := context.WithCancel(t.Context())
	for i := range 100 {
		s := Subscribe(ctx, t, b, notify.MembershipChanged(5, int64(i%7+1)))
		publish(t.Context(), t, a, notify.MembershipChanged(5, int64(i%7+1)), 1)
		if i%2 == 0 {
			s.Close()
		}
	}
	cancel()
	goleak.VerifyNone(t, before)

	// What the brokers themselves run ends with them.
	a.Close()
	b.Close()
	goleak.VerifyNone(t, before)
}
