package fanout

import (
	"context"
	"log/slog"
	"sync"

	"muster/internal/notify"
)

// Hub knows who is subscribed to what in this process.
type Hub struct {
	log *slog.Logger

	mu      sync.RWMutex
	closed  bool
	byTopic map[notify.Topic]map[*Subscription]struct{}
}

// New makes a hub without subscribers. It runs nothing until it has some.
func New(log *slog.Logger) *Hub {
	return &Hub{log: log, byTopic: make(map[notify.Topic]map[*Subscription]struct{})}
}

// Add subscribes to topics, which notify.CheckTopics has passed, until ctx ends. onEnd is called once, when the
// subscription has ended for whatever reason. After Close it gives notify.ErrClosed, and onEnd is not called.
func (h *Hub) Add(ctx context.Context, topics []notify.Topic, onEnd func()) (*Subscription, error) {
	s := &Subscription{hub: h, topics: topics, onEnd: onEnd, queue: make(chan notify.Message, notify.QueueLength)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, notify.ErrClosed
	}
	for _, topic := range topics {
		if h.byTopic[topic] == nil {
			h.byTopic[topic] = make(map[*Subscription]struct{})
		}
		h.byTopic[topic][s] = struct{}{}
	}
	s.endWith(ctx)
	return s, nil
}

// Deliver queues m for everyone subscribed to its topic. Whoever has no room is cut with notify.ErrSlow.
// Messages that one goroutine delivers arrive in its order.
func (h *Hub) Deliver(m notify.Message) {
	var slow []*Subscription
	h.mu.RLock()
	for s := range h.byTopic[m.Topic] {
		if !s.offer(m) {
			slow = append(slow, s)
		}
	}
	h.mu.RUnlock()
	for _, s := range slow {
		h.log.Warn("live subscriber cut: its queue is full", "topic", m.Topic, "queue", notify.QueueLength)
		s.detach()
	}
}

// Closed says whether Close was called.
func (h *Hub) Closed() bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.closed
}

// EndAll ends every present subscription for the reason given.
func (h *Hub) EndAll(why error) {
	for _, s := range h.all() {
		s.end(why)
	}
}

// Close ends every subscription with notify.ErrClosed and refuses new ones.
func (h *Hub) Close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.EndAll(notify.ErrClosed)
}

// all may name a subscription to several topics more than once: ending it again changes nothing.
func (h *Hub) all() []*Subscription {
	h.mu.RLock()
	defer h.mu.RUnlock()
	var all []*Subscription
	for _, subscriptions := range h.byTopic {
		for s := range subscriptions {
			all = append(all, s)
		}
	}
	return all
}

func (h *Hub) remove(s *Subscription) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, topic := range s.topics {
		delete(h.byTopic[topic], s)
		if len(h.byTopic[topic]) == 0 {
			delete(h.byTopic, topic)
		}
	}
}
