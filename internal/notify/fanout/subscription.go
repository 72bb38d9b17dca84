package fanout

import (
	"context"
	"sync"

	"muster/internal/notify"
)

// Subscription is the notify.Subscription of every broker that stands on a Hub.
type Subscription struct {
	hub    *Hub
	topics []notify.Topic
	onEnd  func()

	// mu makes sending and closing exclude each other: a send on a closed channel panics.
	mu    sync.Mutex
	queue chan notify.Message
	ended bool
	why   error
	// forgetCtx stops waiting for the subscriber's ctx.
	forgetCtx func() bool
}

var _ notify.Subscription = (*Subscription)(nil)

// Messages implements notify.Subscription.
func (s *Subscription) Messages() <-chan notify.Message { return s.queue }

// Err implements notify.Subscription.
func (s *Subscription) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.why
}

// Close implements notify.Subscription.
func (s *Subscription) Close() { s.end(nil) }

// endWith ties the subscription to ctx. It holds mu because ctx may have ended already, and then end reads
// forgetCtx in a goroutine of its own.
func (s *Subscription) endWith(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forgetCtx = context.AfterFunc(ctx, s.Close)
}

// offer queues m without waiting. False: there was no room, and the subscription has just ended; the caller,
// who holds the hub's lock, detaches it later. An ended subscription takes no message and needs nothing.
func (s *Subscription) offer(m notify.Message) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return true
	}
	select {
	case s.queue <- m:
		return true
	default:
		s.shut(notify.ErrSlow)
		return false
	}
}

func (s *Subscription) end(why error) {
	s.mu.Lock()
	if s.ended {
		s.mu.Unlock()
		return
	}
	s.shut(why)
	s.mu.Unlock()
	s.detach()
}

// shut needs mu.
func (s *Subscription) shut(why error) {
	s.ended, s.why = true, why
	close(s.queue)
}

// detach is called once, by whoever's shut ended the subscription, with no lock held.
func (s *Subscription) detach() {
	s.forgetCtx()
	s.hub.remove(s)
	s.onEnd()
}
