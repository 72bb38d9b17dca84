package brokertest

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"muster/internal/notify"
)

func cutsSlow(t *testing.T, a, b notify.Broker) {
	topic, other := notify.GroupReady(5), notify.GroupReady(6)
	slow := Subscribe(t.Context(), t, b, topic, other)
	quick := Subscribe(t.Context(), t, b, topic)
	elsewhere := Subscribe(t.Context(), t, b, other)
	const sent = notify.QueueLength + 20
	for version := range int64(sent) {
		publish(t.Context(), t, a, topic, version+1)
		require.Equal(t, version+1, Next(t, quick).Version)
	}
	var queued []int64
	for _, m := range Rest(t, slow) {
		queued = append(queued, m.Version)
	}
	require.Equal(t, upTo(notify.QueueLength), queued, "all that fitted, without a hole")
	require.ErrorIs(t, slow.Err(), notify.ErrSlow)
	slow.Close()
	require.ErrorIs(t, slow.Err(), notify.ErrSlow)

	publish(t.Context(), t, a, other, 1)
	require.EqualValues(t, 1, Next(t, elsewhere).Version)
	again := Subscribe(t.Context(), t, b, topic)
	publish(t.Context(), t, a, topic, sent+1)
	require.EqualValues(t, sent+1, Next(t, quick).Version)
	require.EqualValues(t, sent+1, Next(t, again).Version)
}

func neverWaits(t *testing.T, a, b notify.Broker) {
	topic := notify.GroupReady(5)
	var idle []notify.Subscription
	for range 10 {
		idle = append(idle, Subscribe(t.Context(), t, a, topic), Subscribe(t.Context(), t, b, topic))
	}
	for version := range int64(5 * notify.QueueLength) {
		publish(t.Context(), t, a, topic, version+1)
	}
	for _, s := range idle {
		require.Len(t, Rest(t, s), notify.QueueLength)
		require.ErrorIs(t, s.Err(), notify.ErrSlow)
	}
}

// manyAtOnce lets publishers and subscribers of both nodes go at it together while others come and go. Each
// topic gets less than a queue holds, so that nobody is cut and all of it must arrive.
func manyAtOnce(t *testing.T, a, b notify.Broker) {
	const (
		organizations, publishers, listeners, passers = 5, 4, 10, 8
		perPublisher                                  = notify.QueueLength / publishers / 2
	)
	nodes := []notify.Broker{a, b}
	var busy sync.WaitGroup
	for organization := int64(1); organization <= organizations; organization++ {
		topic := notify.GroupReady(organization)
		for i := range listeners {
			s := Subscribe(t.Context(), t, nodes[i%2], topic)
			busy.Go(func() { hearsAll(t, s, topic, publishers, perPublisher) })
		}
	}
	for i := range passers {
		busy.Go(func() { comesAndGoes(t, nodes[i%2], organizations) })
	}
	for p := range publishers {
		busy.Go(func() {
			for n := range perPublisher {
				for organization := int64(1); organization <= organizations; organization++ {
					m := notify.Message{Topic: notify.GroupReady(organization), Version: int64(p*perPublisher + n)}
					assert.NoError(t, nodes[p%2].Publish(t.Context(), m))
				}
			}
		})
	}
	busy.Wait()
}

// hearsAll expects each publisher's numbers, each publisher's in order.
func hearsAll(t *testing.T, s notify.Subscription, topic notify.Topic, publishers, perPublisher int) {
	heard := make([]int, publishers)
	for range publishers * perPublisher {
		m, err := receive(s)
		if !assert.NoError(t, err) {
			return
		}
		assert.Equal(t, topic, m.Topic)
		p, n := int(m.Version)/perPublisher, int(m.Version)%perPublisher
		assert.Equal(t, heard[p], n, "publisher %d", p)
		heard[p]++
	}
}

func comesAndGoes(t *testing.T, b notify.Broker, organizations int64) {
	for i := range int64(40) {
		ctx, cancel := context.WithCancel(t.Context())
		s, err := b.Subscribe(ctx, notify.GroupReady(i%organizations+1), notify.GroupReady((i+1)%organizations+1))
		if assert.NoError(t, err) && i%2 == 0 {
			s.Close()
		}
		cancel()
	}
}
