package notify

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// Overtaking is how long a message waits for those before it that it may have overtaken on the way.
const Overtaking = 500 * time.Millisecond

// InOrder gives the messages of a subscription to one topic in the order of their versions, each once: publishers on several nodes, and those that commit
// beside each other on one, overtake each other between the commit and Publish. last is the version before the first that is wanted.
//
// A message that is ahead waits for those between, for Overtaking at most; then the hole in the numbering shows, and what comes late is left out. A
// message without payload asks to look at the database, as Missed does: it is given at once, after those that wait.
func InOrder(from Subscription, last int64) Subscription {
	o := &inOrder{Subscription: from, ordered: make(chan Message, QueueLength), closed: make(chan struct{}), next: last + 1, ahead: map[int64]Message{}}
	go o.run()
	return o
}

type inOrder struct {
	Subscription
	ordered chan Message
	closed  chan struct{}
	close   sync.Once
	next    int64             // the version to be given next; 0 after Missed, where it is whatever comes first
	ahead   map[int64]Message // by version
}

func (o *inOrder) Messages() <-chan Message { return o.ordered }

func (o *inOrder) Close() {
	o.close.Do(func() { close(o.closed) })
	o.Subscription.Close()
}

func (o *inOrder) run() {
	defer close(o.ordered)
	for patience := (<-chan time.Time)(nil); ; {
		select {
		case m, open := <-o.Subscription.Messages():
			if !open {
				o.giveUp()
				return
			}
			o.take(m)
		case <-patience:
			o.giveUp()
		}
		switch {
		case len(o.ahead) == 0:
			patience = nil
		case patience == nil:
			patience = time.After(Overtaking)
		}
	}
}

func (o *inOrder) take(m Message) {
	switch {
	case m.Missed:
		o.giveUp()
		o.give(m)
		o.next = 0
	case m.Payload == nil:
		o.giveUp()
		o.give(m)
	case o.next == 0 || m.Version >= o.next:
		if o.next == 0 {
			o.next = m.Version
		}
		o.ahead[m.Version] = m
		for following, is := o.ahead[o.next]; is; following, is = o.ahead[o.next] {
			delete(o.ahead, o.next)
			o.give(following)
			o.next++
		}
		if len(o.ahead) >= QueueLength {
			o.giveUp()
		}
	}
}

// giveUp gives what is ahead without what it waits for.
func (o *inOrder) giveUp() {
	for _, version := range slices.Sorted(maps.Keys(o.ahead)) {
		o.give(o.ahead[version])
		o.next = version + 1
	}
	clear(o.ahead)
}

func (o *inOrder) give(m Message) {
	select {
	case o.ordered <- m:
	case <-o.closed:
	}
}
