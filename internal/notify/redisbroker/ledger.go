package redisbroker

import (
	"fmt"
	"sync"

	"muster/internal/notify"
)

// ledger knows which topics this node wants, what the link has told Redis, and what Redis has confirmed.
//
// Subscribers come and go at any time (acquire, release) without waiting for the network; the link turns what
// changed into commands (take). Redis answers each command once, in order, so a topic is in place when
// SUBSCRIBE was the last command for it and no answer is outstanding: an older SUBSCRIBE's answer can never be
// taken for a newer one's.
type ledger struct {
	mu      sync.Mutex
	topics  map[notify.Topic]*entry
	changed map[notify.Topic]struct{}
	// wake has room for one: the link looks at all that changed.
	wake chan struct{}
}

type entry struct {
	wanted      int  // how many subscriptions
	subscribed  bool // by the last command sent on the present connection
	unconfirmed int  // commands without an answer on the present connection
	gap         bool // was in place on a connection that is gone, and not yet again
	inPlace     *latch
}

func newLedger() *ledger {
	return &ledger{
		topics: make(map[notify.Topic]*entry), changed: make(map[notify.Topic]struct{}), wake: make(chan struct{}, 1),
	}
}

// acquire counts one more subscription to each of the topics.
func (l *ledger) acquire(topics []notify.Topic) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, topic := range topics {
		e := l.topics[topic]
		if e == nil {
			e = &entry{inPlace: newLatch()}
			l.topics[topic] = e
		}
		e.wanted++
		l.change(topic, e)
	}
}

// release takes back one acquire.
func (l *ledger) release(topics []notify.Topic) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, topic := range topics {
		e := l.topics[topic]
		e.wanted--
		l.change(topic, e)
		l.forget(topic, e)
	}
}

// missing gives what to wait for before asking again; nil if all topics, which the caller has acquired, are in
// place.
func (l *ledger) missing(topics []notify.Topic) <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, topic := range topics {
		if e := l.topics[topic]; !e.inPlace.isOpen() {
			return e.inPlace.opened()
		}
	}
	return nil
}

// take gives what to tell Redis now, and takes it as sent: if sending fails, reset.
func (l *ledger) take() (subscribe, unsubscribe []notify.Topic) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for topic := range l.changed {
		e := l.topics[topic]
		if e.subscribed = e.wanted > 0; e.subscribed {
			subscribe = append(subscribe, topic)
		} else {
			unsubscribe = append(unsubscribe, topic)
			e.inPlace.set(false)
		}
		e.unconfirmed++
	}
	clear(l.changed)
	return subscribe, unsubscribe
}

// confirm takes Redis' next answer about topic. missed: the topic is in place again after a gap.
func (l *ledger) confirm(topic notify.Topic) (missed bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.topics[topic]
	if e == nil || e.unconfirmed == 0 {
		return false, fmt.Errorf("redis confirmed %q, which was not asked", topic)
	}
	e.unconfirmed--
	if e.subscribed && e.unconfirmed == 0 {
		missed, e.gap = e.gap, false
		e.inPlace.set(true)
	}
	l.forget(topic, e)
	return missed, nil
}

// reset is called when a connection is gone: on the next one everything must be said again.
func (l *ledger) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for topic, e := range l.topics {
		if e.inPlace.set(false) {
			e.gap = true
		}
		e.subscribed, e.unconfirmed = false, 0
		l.change(topic, e)
		l.forget(topic, e)
	}
}

// change notes whether Redis must be told something about topic.
func (l *ledger) change(topic notify.Topic, e *entry) {
	if (e.wanted > 0) == e.subscribed {
		delete(l.changed, topic)
		return
	}
	l.changed[topic] = struct{}{}
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// forget drops a topic that nobody wants and Redis has nothing to say about.
func (l *ledger) forget(topic notify.Topic, e *entry) {
	if e.wanted == 0 && !e.subscribed && e.unconfirmed == 0 {
		delete(l.topics, topic)
	}
}
