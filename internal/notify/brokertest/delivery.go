package brokertest

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/errs"
	"muster/internal/notify"
)

func carriesWhole(t *testing.T, a, b notify.Broker) {
	topic := notify.MembershipChanged(5, 9)
	onA, onB := Subscribe(t.Context(), t, a, topic), Subscribe(t.Context(), t, b, topic)
	for _, m := range []notify.Message{
		{Topic: topic, Version: 1, Payload: []byte(`{"joined":["emp_1"]}`)},
		{Topic: topic, Version: math.MaxInt64, Payload: []byte("\"é \\u0000\\r\\n\n\"")},
		{Topic: topic, Version: math.MinInt64, Payload: nil},
		{Topic: topic, Version: 0, Payload: payloadOf(t, notify.MaxPayload)},
	} {
		require.NoError(t, a.Publish(t.Context(), m))
		for _, s := range []notify.Subscription{onA, onB} {
			got := Next(t, s)
			require.Equal(t, m.Topic, got.Topic)
			require.Equal(t, m.Version, got.Version)
			require.Equal(t, string(m.Payload), string(got.Payload))
			require.False(t, got.Missed)
		}
	}
	require.NoError(t, a.Publish(t.Context()), "nothing to publish is no error")
}

func keepsOrder(t *testing.T, a, b notify.Broker) {
	topic := notify.GroupReady(5)
	onA, onB := Subscribe(t.Context(), t, a, topic), Subscribe(t.Context(), t, b, topic)
	const inOneCall, alone = 100, 100
	batch := make([]notify.Message, inOneCall)
	for i := range batch {
		batch[i] = notify.Message{Topic: topic, Version: int64(i + 1)}
	}
	require.NoError(t, a.Publish(t.Context(), batch...))
	for i := range alone {
		publish(t.Context(), t, a, topic, int64(inOneCall+i+1))
	}
	require.Equal(t, upTo(inOneCall+alone), versions(t, onA, inOneCall+alone))
	require.Equal(t, upTo(inOneCall+alone), versions(t, onB, inOneCall+alone))
}

func deliversOnce(t *testing.T, a, b notify.Broker) {
	topic, other := notify.GroupReady(5), notify.GroupReady(6)
	s := Subscribe(t.Context(), t, b, topic, other, topic)
	publish(t.Context(), t, a, topic, 1)
	publish(t.Context(), t, a, topic, 2)
	require.Equal(t, upTo(2), versions(t, s, 2))
}

func keepsNothing(t *testing.T, a, b notify.Broker) {
	topic := notify.GroupReady(5)
	early := Subscribe(t.Context(), t, b, topic)
	publish(t.Context(), t, a, topic, 1)
	require.EqualValues(t, 1, Next(t, early).Version)
	late := Subscribe(t.Context(), t, b, topic)
	publish(t.Context(), t, a, topic, 2)
	require.EqualValues(t, 2, Next(t, late).Version)
}

func crossesNothing(t *testing.T, a, b notify.Broker) {
	mine := notify.MembershipChanged(5, 9)
	s := Subscribe(t.Context(), t, b, mine)
	for _, other := range []notify.Topic{
		notify.MembershipChanged(6, 9), notify.MembershipChanged(5, 99), notify.MembershipChanged(55, 9),
		notify.GroupUpdated(5, 9), notify.GroupReady(5), notify.GroupReady(9),
	} {
		publish(t.Context(), t, a, other, 666)
	}
	publish(t.Context(), t, a, mine, 1)
	require.Equal(t, notify.Message{Topic: mine, Version: 1, Payload: []byte(`{}`)}, Next(t, s))
	s.Close()
	require.Empty(t, Rest(t, s))
}

// agreesWithModel runs random subscribing, leaving and publishing on both nodes, and compares what each
// subscriber heard with what was published to its topics while it was subscribed.
func agreesWithModel(t *testing.T, a, b notify.Broker) {
	nodes := []notify.Broker{a, b}
	topics := []notify.Topic{
		notify.GroupReady(1), notify.GroupReady(2), notify.GroupUpdated(1, 1), notify.MembershipChanged(1, 1), notify.MembershipChanged(2, 1),
	}
	type subscriber struct {
		notify.Subscription
		topics map[notify.Topic]bool
		since  int64
	}
	var version int64 // goes on from run to run, whose subscribers may hear each other's last messages
	rapid.Check(t, func(r *rapid.T) {
		var present []*subscriber
		r.Repeat(map[string]func(*rapid.T){
			"subscribe": func(r *rapid.T) {
				chosen := rapid.SliceOfN(rapid.SampledFrom(topics), 1, 3).Draw(r, "topics")
				s := &subscriber{
					Subscription: Subscribe(t.Context(), r, rapid.SampledFrom(nodes).Draw(r, "node"), chosen...),
					topics:       map[notify.Topic]bool{}, since: version,
				}
				for _, topic := range chosen {
					s.topics[topic] = true
				}
				present = append(present, s)
			},
			"publish": func(r *rapid.T) {
				topic := rapid.SampledFrom(topics).Draw(r, "topic")
				version++
				publish(t.Context(), r, rapid.SampledFrom(nodes).Draw(r, "node"), topic, version)
				for _, s := range present {
					if s.topics[topic] {
						hears(r, s, topic, version, s.since)
					}
				}
			},
			"leave": func(r *rapid.T) {
				if len(present) == 0 {
					return
				}
				i := rapid.IntRange(0, len(present)-1).Draw(r, "who")
				present[i].Close()
				for _, m := range Rest(r, present[i]) {
					require.LessOrEqual(r, m.Version, present[i].since)
				}
				require.NoError(r, present[i].Err())
				present = append(present[:i:i], present[i+1:]...)
			},
		})
		for _, s := range present {
			s.Close()
		}
	})
}

// hears expects a message, perhaps after ones that were published before the subscription and were still on
// their way.
func hears(t require.TestingT, s notify.Subscription, topic notify.Topic, version, since int64) {
	m := Next(t, s)
	for m.Version <= since {
		m = Next(t, s)
	}
	require.Equal(t, topic, m.Topic)
	require.Equal(t, version, m.Version)
}

func refuses(t *testing.T, a, b notify.Broker) {
	topic := notify.GroupReady(5)
	s := Subscribe(t.Context(), t, b, topic)
	fine := notify.Message{Topic: topic, Version: 666}

	large := notify.Message{Topic: topic, Payload: payloadOf(t, notify.MaxPayload+1)}
	require.Equal(t, errs.CodeTooLarge, errs.CodeOf(a.Publish(t.Context(), fine, large)))
	require.Error(t, a.Publish(t.Context(), fine, notify.Message{Topic: "org/*/ready"}))
	require.Error(t, a.Publish(t.Context(), fine, notify.Message{Topic: topic, Missed: true}))
	publish(t.Context(), t, a, topic, 1)
	require.EqualValues(t, 1, Next(t, s).Version)

	_, err := b.Subscribe(t.Context())
	require.Error(t, err)
	_, err = b.Subscribe(t.Context(), topic, "org/*/ready")
	require.Error(t, err)
	many := make([]notify.Topic, notify.MaxTopics+1)
	for i := range many {
		many[i] = notify.GroupReady(int64(i + 1))
	}
	_, err = b.Subscribe(t.Context(), many...)
	require.Equal(t, errs.CodeTooLarge, errs.CodeOf(err))
	Subscribe(t.Context(), t, b, many[1:]...)
}

func copiesPayload(t *testing.T, a, b notify.Broker) {
	topic := notify.GroupReady(5)
	s := Subscribe(t.Context(), t, b, topic)
	buffer := []byte(`{"n":1}`)
	require.NoError(t, a.Publish(t.Context(), notify.Message{Topic: topic, Payload: buffer}))
	copy(buffer, `{"n":2}`)
	require.Equal(t, `{"n":1}`, string(Next(t, s).Payload))
}
