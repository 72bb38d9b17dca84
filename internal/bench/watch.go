package bench

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"muster/internal/membership"
	"muster/internal/notify"
)

// watch listens to every group, each by a subscription of its own as clients do, and knows when the event of each employee arrived.
type watch struct {
	subscriptions []notify.Subscription
	listeners     sync.WaitGroup
	mu            sync.Mutex
	arrivals      map[int64]time.Time // of events of which nothing was pushed yet, by employee
	pushed        []time.Duration
}

func (r *run) watch(ctx context.Context, arrivals map[int64]time.Time) (*watch, error) {
	w := &watch{arrivals: arrivals}
	ids := make([]int64, len(r.groups))
	for i, g := range r.groups {
		subscription, err := r.broker.Subscribe(ctx, notify.MembershipChanged(r.organization, g.id))
		if err != nil {
			return nil, err
		}
		w.subscriptions, ids[i] = append(w.subscriptions, subscription), g.id
	}
	var versions []int64
	err := r.scan(ctx, &versions, `SELECT array_agg(version ORDER BY array_position($1::bigint[], id)) FROM groups WHERE id = ANY($1)`, ids)
	if err != nil {
		return nil, err
	}
	for i, subscription := range w.subscriptions {
		subscription = notify.InOrder(subscription, versions[i])
		w.subscriptions[i] = subscription
		w.listeners.Go(func() {
			for message := range subscription.Messages() {
				w.hear(message, time.Now())
			}
		})
	}
	return w, nil
}

// hear notes the employees whose event is pushed for the first time. A delta does not name everybody where there are many: events of those
// left out are not measured.
func (w *watch) hear(message notify.Message, at time.Time) {
	var delta membership.Delta
	if err := json.Unmarshal(message.Payload, &delta); err != nil {
		panic(err) // the engine's own JSON
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, employee := range slices.Concat(delta.Joined, delta.Left) {
		if arrived, waits := w.arrivals[employee]; waits {
			w.pushed = append(w.pushed, at.Sub(arrived))
			delete(w.arrivals, employee)
		}
	}
}

// end stops listening, once everything published so far is heard, and gives the latencies.
func (w *watch) end() ([]time.Duration, error) {
	var failures []error
	for _, subscription := range w.subscriptions {
		subscription.Close() // what waits in its queue is still read
	}
	w.listeners.Wait()
	for _, subscription := range w.subscriptions {
		failures = append(failures, subscription.Err())
	}
	return w.pushed, errors.Join(failures...)
}
