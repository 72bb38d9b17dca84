package gqlop

import (
	"context"
	"sync"
)

// Roster is the set of what is alive under one transport. The zero value is ready. It is safe for concurrent use.
type Roster[T comparable] struct {
	mu      sync.Mutex
	present map[T]struct{}
	closed  bool
	empty   chan struct{} // closed when the roster is closed and the last one has left
}

// Join adds one. It is false when the roster is closed: the newcomer must be turned away.
func (r *Roster[T]) Join(one T) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return false
	}
	if r.present == nil {
		r.present = map[T]struct{}{}
	}
	r.present[one] = struct{}{}
	return true
}

// Leave takes out one that joined.
func (r *Roster[T]) Leave(one T) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.present, one)
	if r.closed && len(r.present) == 0 {
		close(r.empty)
	}
}

// Present is everyone on the roster, in no order.
func (r *Roster[T]) Present() []T {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]T, 0, len(r.present))
	for one := range r.present {
		all = append(all, one)
	}
	return all
}

// Close lets nobody join from now on. It may be called more than once.
func (r *Roster[T]) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	r.closed, r.empty = true, make(chan struct{})
	if len(r.present) == 0 {
		close(r.empty)
	}
}

// Wait returns nil when everyone has left a closed roster, and ctx's error when ctx ends first.
func (r *Roster[T]) Wait(ctx context.Context) error {
	r.mu.Lock()
	empty := r.empty
	r.mu.Unlock()
	select {
	case <-empty:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
