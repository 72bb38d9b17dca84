package notify

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// Overtaking is how long a message waits for those before it that it may have overtaken on the way.
const Overtaking = 500 * time.Millisecond

// readAtOnce is how many messages in order wait to be read.
const readAtOnce = 16

// InOrder gives the messages of a subscription to one topic in the order of their versions, each at most once: publishers on several nodes, and those
// that commit beside each other on one, overtake each other between the commit and Publish. last is the version of what the topic is about, read once the
// subscription was in place.
//
// A message that is ahead waits for those between, for Overtaking at most; then the hole in the numbering shows, and what comes late is left out. A
// message without payload asks to look at the database, as Missed does: it is given at once, after those that wait. Besides what waits in the
// subscription itself, up to QueueLength messages are ahead, and a few wait to be read.
func InOrder(from Subscription, last int64) Subscription {
	o := &inOrder{Subscription: from, ordered: make(chan Message, readAtOnce), closed: make(chan struct{}), next: last + 1, ahead: map[int64]early{}}
	go o.run()
	return o
}

type inOrder struct {
	Subscription
	ordered chan Message
	closed  chan struct{}
	close   sync.Once
	begun   bool            // one was given: before that, what comes late is news to a reader who has looked earlier
	next    int64           // the version to be given next; 0 after Missed, where it is whatever comes first
	ahead   map[int64]early // by version
}

// early is a message that is ahead.
type early struct {
	Message
	until time.Time // it does not wait any longer
}

func (o *inOrder) Messages() <-chan Message { return o.ordered }

func (o *inOrder) Close() {
	o.close.Do(func() { close(o.closed) })
	o.Subscription.Close()
}

func (o *inOrder) run() {
	defer close(o.ordered)
	for {
		select {
		case m, open := <-o.Subscription.Messages():
			if !open {
				o.giveUp(time.Time{})
				return
			}
			o.take(m)
		case now := <-o.patience():
			o.giveUp(now)
		}
	}
}

// patience ends when the first of those ahead does not wait any longer.
func (o *inOrder) patience() <-chan time.Time {
	var first time.Time
	for _, m := range o.ahead {
		if first.IsZero() || m.until.Before(first) {
			first = m.until
		}
	}
	if first.IsZero() {
		return nil
	}
	return time.After(time.Until(first))
}

func (o *inOrder) take(m Message) {
	switch {
	case m.Missed:
		o.giveUp(time.Time{})
		o.give(m)
		o.next = 0
	case len(m.Payload) == 0:
		o.giveUp(time.Time{})
		o.give(m)
	case o.next == 0:
		o.next = m.Version
		fallthrough
	case m.Version >= o.next:
		o.ahead[m.Version] = early{m, time.Now().Add(Overtaking)}
		o.follow()
		if len(o.ahead) >= QueueLength {
			o.giveUp(time.Time{})
		}
	case !o.begun:
		o.give(m)
	}
}

// follow gives those ahead that are next.
func (o *inOrder) follow() {
	for m, is := o.ahead[o.next]; is; m, is = o.ahead[o.next] {
		delete(o.ahead, o.next)
		o.begun = true
		o.give(m.Message)
		o.next++
	}
}

// giveUp gives those ahead that have waited until now, or all where there is no now, without what they waited for.
func (o *inOrder) giveUp(now time.Time) {
	versions := slices.Sorted(maps.Keys(o.ahead))
	for i, version := range slices.Backward(versions) {
		if !now.IsZero() && o.ahead[version].until.After(now) {
			continue
		}
		for _, version := range versions[:i+1] {
			o.next = max(o.next, version)
			o.follow()
		}
		return
	}
}

// give waits for a reader who is slow, until there is none any more.
func (o *inOrder) give(m Message) {
	select {
	case o.ordered <- m:
		return
	default:
	}
	select {
	case o.ordered <- m:
	case <-o.closed:
	}
}
