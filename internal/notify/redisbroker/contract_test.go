package redisbroker

import (
	"crypto/rand"
	"log/slog"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/errs"
	"muster/internal/notify"
	"muster/internal/notify/brokertest"
)

func TestContract(t *testing.T) {
	url := os.Getenv("MUSTER_TEST_REDIS_URL")
	require.NotEmpty(t, url, "set MUSTER_TEST_REDIS_URL to a Redis that tests may use")
	brokertest.Run(t, func(t *testing.T) (a, b notify.Broker) {
		prefix := "test-" + rand.Text() + ":"
		return node(t, url, prefix), node(t, url, prefix)
	})
}

// node is a broker that ends with the test.
func node(t *testing.T, url, prefix string) *Broker {
	t.Helper()
	b, err := New(url, prefix, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(b.Close)
	return b
}

func TestNewRefusesAURLWithoutTellingItsPassword(t *testing.T) {
	for _, url := range []string{"", "http://user:hunter2@localhost", "redis://user:hunter2@[::1", "redis://user:hunter2@localhost:x/y"} {
		_, err := New(url, "p:", slog.New(slog.DiscardHandler))
		require.Equal(t, errs.CodeInvalid, errs.CodeOf(err), url)
		require.NotContains(t, err.Error(), "hunter2")
	}
}

func TestPrefixesSeparateInstallations(t *testing.T) {
	url := os.Getenv("MUSTER_TEST_REDIS_URL")
	require.NotEmpty(t, url)
	topic := notify.GroupReady(5)
	one, two := node(t, url, "test-"+rand.Text()+":"), node(t, url, "test-"+rand.Text()+":")
	s := brokertest.Subscribe(t.Context(), t, one, topic)
	require.NoError(t, two.Publish(t.Context(), notify.Message{Topic: topic, Version: 666}))
	require.NoError(t, one.Publish(t.Context(), notify.Message{Topic: topic, Version: 1}))
	require.EqualValues(t, 1, brokertest.Next(t, s).Version)
}

func TestAForeignMessageIsAMissedOne(t *testing.T) {
	url := os.Getenv("MUSTER_TEST_REDIS_URL")
	require.NotEmpty(t, url)
	topic := notify.GroupReady(5)
	b := node(t, url, "test-"+rand.Text()+":")
	s := brokertest.Subscribe(t.Context(), t, b, topic)
	require.NoError(t, b.client.Publish(t.Context(), b.prefix+string(topic), "what is this").Err())
	require.NoError(t, b.Publish(t.Context(), notify.Message{Topic: topic, Version: 1}))
	require.Equal(t, notify.Message{Topic: topic, Missed: true}, brokertest.Next(t, s))
	require.EqualValues(t, 1, brokertest.Next(t, s).Version)
}

func TestTopicsNobodyWantsAreUnsubscribed(t *testing.T) {
	url := os.Getenv("MUSTER_TEST_REDIS_URL")
	require.NotEmpty(t, url)
	b := node(t, url, "test-"+rand.Text()+":")
	one := brokertest.Subscribe(t.Context(), t, b, notify.GroupReady(5), notify.GroupReady(6))
	two := brokertest.Subscribe(t.Context(), t, b, notify.GroupReady(6))
	listened := func(channels ...string) func() bool {
		return func() bool {
			got, err := b.client.PubSubChannels(t.Context(), b.prefix+"*").Result()
			require.NoError(t, err)
			return len(got) == len(channels) && (len(got) == 0 || got[0] == b.prefix+channels[0])
		}
	}
	one.Close()
	require.Eventually(t, listened("org/6/ready"), patience, tick)
	two.Close()
	require.Eventually(t, listened(), patience, tick)
	require.Eventually(t, func() bool {
		b.topics.mu.Lock()
		defer b.topics.mu.Unlock()
		return len(b.topics.topics) == 0
	}, patience, tick)
}
