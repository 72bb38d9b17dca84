package redisbroker

import (
	"log/slog"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"muster/internal/errs"
	"muster/internal/notify"
	"muster/internal/notify/brokertest"
)

// aBitMore is what a timeout may be exceeded by on a busy machine.
const aBitMore = 2 * time.Second

// soon runs do, which must answer errs.CodeUnavailable within the timeouts of package notify.
func soon(t *testing.T, do func() error) {
	t.Helper()
	began := time.Now()
	require.Equal(t, errs.CodeUnavailable, errs.CodeOf(do()))
	require.Less(t, time.Since(began), max(notify.PublishTimeout, notify.SubscribeTimeout)+aBitMore)
}

// notices waits until the link knows that Redis is away: until then a Subscribe finds its topic in place.
func notices(t *testing.T, b *Broker) {
	t.Helper()
	require.Eventually(t, func() bool { return !b.link.up.isOpen() }, patience, tick)
}

func unavailable(t *testing.T, b *Broker, topic notify.Topic) {
	t.Helper()
	soon(t, func() error { return b.Publish(t.Context(), notify.Message{Topic: topic, Version: 666}) })
	soon(t, func() error { return b.Ping(t.Context()) })
	soon(t, func() error {
		_, err := b.Subscribe(t.Context(), topic)
		return err
	})
}

// reaches publishes until it works again, and expects s to hear it, perhaps after Missed messages and older ones
// that were still on their way. It says whether it missed any.
func reaches(t *testing.T, b *Broker, topic notify.Topic, version int64, s notify.Subscription) (missed bool) {
	t.Helper()
	m := notify.Message{Topic: topic, Version: version}
	require.Eventually(t, func() bool { return b.Publish(t.Context(), m) == nil }, patience, tick)
	for {
		got := brokertest.Next(t, s)
		require.Equal(t, topic, got.Topic)
		if got.Version == version {
			return missed
		}
		require.Less(t, got.Version, version)
		missed = missed || got.Missed
	}
}

func TestRedisComesAndGoes(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	redis := newServer(t)
	redis.start()
	a, b := node(t, redis.url(), "p:"), node(t, redis.url(), "p:")
	defer a.Close()
	defer b.Close()
	topic, fresh := notify.MembershipChanged(5, 9), notify.GroupReady(5)
	onA, onB := brokertest.Subscribe(t.Context(), t, a, topic), brokertest.Subscribe(t.Context(), t, b, topic)
	require.False(t, reaches(t, a, topic, 1, onA))
	require.False(t, reaches(t, b, topic, 2, onA))
	require.EqualValues(t, 1, brokertest.Next(t, onB).Version)
	require.EqualValues(t, 2, brokertest.Next(t, onB).Version)

	for round := range int64(3) {
		redis.kill()
		if round == 0 {
			notices(t, a)
			unavailable(t, a, topic)
		}
		redis.start()
		// Whoever was subscribed is told of the gap before anything that was published after it.
		require.Equal(t, notify.Message{Topic: topic, Missed: true}, brokertest.Next(t, onA))
		require.Equal(t, notify.Message{Topic: topic, Missed: true}, brokertest.Next(t, onB))
		reaches(t, a, topic, 10+round, onB)
		reaches(t, b, topic, 20+round, brokertest.Subscribe(t.Context(), t, a, topic))
		reaches(t, b, fresh, 30+round, brokertest.Subscribe(t.Context(), t, a, fresh))
		onA.Close()
		onB.Close()
		onA, onB = brokertest.Subscribe(t.Context(), t, a, topic), brokertest.Subscribe(t.Context(), t, b, topic)
	}
}

func TestRedisHangs(t *testing.T) {
	t.Parallel()
	redis := newServer(t)
	redis.start()
	a := node(t, redis.url(), "p:")
	topic := notify.GroupReady(5)
	s := brokertest.Subscribe(t.Context(), t, a, topic)
	require.False(t, reaches(t, a, topic, 1, s))

	redis.signal(syscall.SIGSTOP)
	soon(t, func() error { return a.Publish(t.Context(), notify.Message{Topic: topic, Version: 666}) })
	notices(t, a)
	unavailable(t, a, topic)
	redis.signal(syscall.SIGCONT)
	require.True(t, brokertest.Next(t, s).Missed)
}

func TestRedisIsNotThereYet(t *testing.T) {
	t.Parallel()
	redis := newServer(t)
	a := node(t, redis.url(), "p:")
	topic := notify.GroupReady(5)
	unavailable(t, a, topic)
	redis.start()
	require.Eventually(t, func() bool { return a.Ping(t.Context()) == nil }, patience, tick)
	reaches(t, a, topic, 1, brokertest.Subscribe(t.Context(), t, a, topic))
}

func TestSilenceForTooLongEndsSubscriptions(t *testing.T) {
	t.Parallel()
	redis := newServer(t)
	redis.start()
	b, err := start(redis.url(), "p:", slog.New(slog.DiscardHandler), time.Millisecond)
	require.NoError(t, err)
	defer b.Close()
	s := brokertest.Subscribe(t.Context(), t, b, notify.GroupReady(5), notify.GroupReady(6))
	redis.kill()
	require.Empty(t, brokertest.Rest(t, s))
	require.ErrorIs(t, s.Err(), notify.ErrLost)
	redis.start()
	require.Eventually(t, func() bool { return b.Ping(t.Context()) == nil }, patience, tick)
	reaches(t, b, notify.GroupReady(5), 1, brokertest.Subscribe(t.Context(), t, b, notify.GroupReady(5)))
}

// TestAPublisherCutOffOwesAMissedMessage takes only the publisher's right to publish, so that the subscriber's
// node notices nothing and nobody but the publisher can tell of the gap.
func TestAPublisherCutOffOwesAMissedMessage(t *testing.T) {
	t.Parallel()
	redis := newServer(t)
	redis.start()
	b := node(t, redis.url(), "p:")
	allow := func(rules ...any) {
		command := append([]any{"acl", "setuser", "publisher", "on", ">secret", "allchannels"}, rules...)
		require.NoError(t, b.client.Do(t.Context(), command...).Err())
	}
	allow("+@all")
	a := node(t, "redis://publisher:secret@127.0.0.1:"+redis.port, "p:")
	topic, other := notify.GroupReady(5), notify.GroupReady(6)
	s := brokertest.Subscribe(t.Context(), t, b, topic, other)
	require.NoError(t, a.Publish(t.Context(), notify.Message{Topic: topic, Version: 1}))
	require.EqualValues(t, 1, brokertest.Next(t, s).Version)

	allow("-publish")
	lost := []notify.Message{{Topic: topic, Version: 2}, {Topic: topic, Version: 3}}
	require.Equal(t, errs.CodeUnavailable, errs.CodeOf(a.Publish(t.Context(), lost...)))
	require.NoError(t, b.Publish(t.Context(), notify.Message{Topic: other, Version: 4}))
	require.EqualValues(t, 4, brokertest.Next(t, s).Version, "the subscriber's node has its connection")
	allow("+publish")
	require.Equal(t, notify.Message{Topic: topic, Missed: true}, brokertest.Next(t, s))
	require.NoError(t, a.Publish(t.Context(), notify.Message{Topic: topic, Version: 5}))
	require.EqualValues(t, 5, brokertest.Next(t, s).Version, "told once")
}

// TestManyTopicsComeBack has more topics than go into one command.
func TestManyTopicsComeBack(t *testing.T) {
	t.Parallel()
	redis := newServer(t)
	redis.start()
	b := node(t, redis.url(), "p:")
	subscriptions := make(map[notify.Topic]notify.Subscription)
	for group := range int64(2*perCommand + 1) {
		topic := notify.GroupUpdated(5, group+1)
		subscriptions[topic] = brokertest.Subscribe(t.Context(), t, b, topic)
	}
	redis.kill()
	redis.start()
	for topic, s := range subscriptions {
		require.Equal(t, notify.Message{Topic: topic, Missed: true}, brokertest.Next(t, s))
	}
	reaches(t, b, notify.GroupUpdated(5, 1), 1, subscriptions[notify.GroupUpdated(5, 1)])
}

func TestCloseWhileRedisIsAwayIsQuick(t *testing.T) {
	redis := newServer(t)
	redis.start()
	before := goleak.IgnoreCurrent()
	a := node(t, redis.url(), "p:")
	s := brokertest.Subscribe(t.Context(), t, a, notify.GroupReady(5))
	redis.signal(syscall.SIGSTOP)
	began := time.Now()
	a.Close()
	require.Less(t, time.Since(began), 2*ioTimeout+aBitMore)
	require.Empty(t, brokertest.Rest(t, s))
	require.ErrorIs(t, s.Err(), notify.ErrClosed)
	goleak.VerifyNone(t, before)
}
