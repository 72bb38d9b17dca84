package redisbroker

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/notify"
)

// answer is one that Redis has yet to give: what it is subscribed to changes as it gives it.
type answer struct {
	topic     notify.Topic
	subscribe bool
}

// world is the ledger's surroundings: subscribers that come and go, and a Redis that answers late and in order.
type world struct {
	*ledger
	wanted  map[notify.Topic]int
	redis   map[notify.Topic]bool
	answers []answer
	// owed: there are subscribers from before a lost connection, who were not told since. A topic that has not
	// been in place since it was last wanted by nobody is not in it.
	owed map[notify.Topic]bool
}

func (w *world) acquire(r *rapid.T) {
	topic := rapid.SampledFrom(ledgerTopics).Draw(r, "topic")
	w.ledger.acquire([]notify.Topic{topic})
	w.wanted[topic]++
}

func (w *world) release(r *rapid.T) {
	topic := rapid.SampledFrom(ledgerTopics).Draw(r, "topic")
	if w.wanted[topic] == 0 {
		return
	}
	w.ledger.release([]notify.Topic{topic})
	w.wanted[topic]--
	if w.wanted[topic] == 0 {
		delete(w.owed, topic)
	}
}

func (w *world) take(r *rapid.T) {
	subscribe, unsubscribe := w.ledger.take()
	for _, topic := range unsubscribe {
		require.Zero(r, w.wanted[topic])
		w.answers = append(w.answers, answer{topic, false})
	}
	for _, topic := range subscribe {
		require.Positive(r, w.wanted[topic])
		w.answers = append(w.answers, answer{topic, true})
	}
}

func (w *world) confirm(r *rapid.T) {
	if len(w.answers) == 0 {
		_, err := w.ledger.confirm(rapid.SampledFrom(ledgerTopics).Draw(r, "topic"))
		require.Error(r, err, "nothing was asked")
		return
	}
	next := w.answers[0]
	w.answers = w.answers[1:]
	w.redis[next.topic] = next.subscribe
	missed, err := w.ledger.confirm(next.topic)
	require.NoError(r, err)
	if w.inPlace(next.topic) {
		require.True(r, missed || !w.owed[next.topic], "%q came back after a gap", next.topic)
		w.owed[next.topic] = false
	}
}

func (w *world) lose(*rapid.T) {
	w.reset()
	w.answers = nil
	clear(w.redis)
	for topic := range w.owed {
		w.owed[topic] = true
	}
}

func (w *world) inPlace(topic notify.Topic) bool {
	return w.wanted[topic] > 0 && w.missing([]notify.Topic{topic}) == nil
}

var ledgerTopics = []notify.Topic{notify.GroupReady(1), notify.GroupReady(2), notify.GroupReady(3)}

// TestLedgerAgreesWithRedis: what the ledger calls in place, Redis is subscribed to, with no order to leave on
// its way; when all is said and answered, Redis is subscribed to what is wanted and to nothing else.
func TestLedgerAgreesWithRedis(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := &world{
			ledger: newLedger(), wanted: map[notify.Topic]int{}, redis: map[notify.Topic]bool{}, owed: map[notify.Topic]bool{},
		}
		r.Repeat(map[string]func(*rapid.T){
			"acquire": w.acquire, "release": w.release, "take": w.take, "confirm": w.confirm, "lose": w.lose,
			"": func(r *rapid.T) {
				for _, topic := range ledgerTopics {
					if w.inPlace(topic) {
						require.True(r, w.redis[topic], "%q is in place", topic)
						require.NotContains(r, w.answers, answer{topic, false})
					}
				}
			},
		})
		w.take(r)
		for len(w.answers) > 0 {
			w.confirm(r)
		}
		for _, topic := range ledgerTopics {
			require.Equal(r, w.wanted[topic] > 0, w.redis[topic])
			require.Equal(r, w.wanted[topic] > 0, w.inPlace(topic))
			for ; w.wanted[topic] > 0; w.wanted[topic]-- {
				w.ledger.release([]notify.Topic{topic})
			}
		}
		w.lose(r)
		require.Empty(r, w.topics, "nothing is kept of what nobody wants")
		require.Empty(r, w.changed)
	})
}

func TestLedgerTellsAGapOnce(t *testing.T) {
	topic := notify.GroupReady(5)
	l := newLedger()
	l.acquire([]notify.Topic{topic})
	for connection := range 3 {
		subscribe, unsubscribe := l.take()
		require.Equal(t, []notify.Topic{topic}, subscribe)
		require.Empty(t, unsubscribe)
		missed, err := l.confirm(topic)
		require.NoError(t, err)
		require.Equal(t, connection > 0, missed)
		l.reset()
		if connection == 1 {
			l.take()
			l.reset() // lost again before the answer: the gap is still untold
		}
	}
}
