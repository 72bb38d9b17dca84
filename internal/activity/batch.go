package activity

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"muster/internal/bulk"
)

const (
	// batchRows is how many rows of different calls are one transaction at most; a call with more has its own.
	batchRows = 2000
	// leaders is how many transactions of one lane are under way at once: while the database works on one, the program works
	// on another.
	leaders = 3
	// pace is how long after one another batches begin that are under way at once: a transaction costs as much as twenty events, however few it has.
	pace = 8 * time.Millisecond
)

// lane is what calls must have in common to be one transaction.
type lane struct {
	organization int64
	table        string
}

// call is one caller's good rows, in their order, and what became of them.
type call struct {
	rows   []row
	bad    []bulk.Rejected // what the check of the rows rejected
	result bulk.Result
	err    error
	done   chan struct{} // closed when result and err stand
	lead   chan struct{} // closed when it is this caller's turn to lead
}

// errUnwritten is the error of calls whose batch never came to an end.
var errUnwritten = errors.New("activity: the batch was not written")

// batcher lets calls that come in while others are being written wait for each other and be written together. The more is
// under way, the larger the batches; a call that comes alone waits for nobody. It has no goroutine of its own, but for a timer: one of
// the callers leads each batch. The zero value is ready.
type batcher struct {
	mu    sync.Mutex
	lanes map[lane]*queue
}

// queue is the calls of one lane that wait. A call that leads waits no more.
type queue struct {
	waiting []*call
	leading int
	next    time.Time // when another batch may begin beside those under way
	called  bool      // advance will be called then
}

// do has the call written, in a batch with others of its lane, and gives what became of it; write sets the result or err of
// each. A caller whose ctx ends while the call waits takes it back; what is being written is written to the end.
func (b *batcher) do(ctx context.Context, l lane, c *call, write func(context.Context, []*call)) (bulk.Result, error) {
	c.done, c.lead = make(chan struct{}), make(chan struct{})
	b.enter(l, c)
	select {
	case <-c.done:
		return c.result, c.err
	case <-c.lead:
		b.leadBatch(ctx, l, c, write)
		return c.result, c.err
	case <-ctx.Done():
	}
	if b.leave(l, c) {
		return bulk.Result{}, ctx.Err()
	}
	select {
	case <-c.done:
	case <-c.lead:
		b.leadBatch(ctx, l, c, write)
	}
	return c.result, c.err
}

// leadBatch writes the call together with those that wait.
func (b *batcher) leadBatch(ctx context.Context, l lane, c *call, write func(context.Context, []*call)) {
	batch := b.take(l, c)
	defer func() { // after a panic too: the others must not wait for ever
		for _, member := range batch {
			close(member.done)
		}
		b.end(l)
	}()
	for _, member := range batch {
		member.err = errUnwritten
	}
	write(context.WithoutCancel(ctx), batch)
}

// enter has the call wait, if only until it leads.
func (b *batcher) enter(l lane, c *call) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lanes == nil {
		b.lanes = map[lane]*queue{}
	}
	q := b.lanes[l]
	if q == nil {
		q = &queue{}
		b.lanes[l] = q
	}
	q.waiting = append(q.waiting, c)
	b.advance(q)
}

// advance lets whoever has waited longest lead, if it is time for another batch, and else sees to it that it is called again.
func (b *batcher) advance(q *queue) {
	if len(q.waiting) == 0 || q.leading == leaders {
		return
	}
	if wait := time.Until(q.next); q.leading > 0 && wait > 0 {
		if !q.called {
			q.called = true
			time.AfterFunc(wait, func() {
				b.mu.Lock()
				defer b.mu.Unlock()
				q.called = false
				b.advance(q)
			})
		}
		return
	}
	q.leading++
	q.next = time.Now().Add(pace)
	close(q.waiting[0].lead)
	q.waiting = slices.Delete(q.waiting, 0, 1)
	b.advance(q)
}

// leave takes back a call that still waits, and tells whether it did.
func (b *batcher) leave(l lane, c *call) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	q := b.lanes[l]
	if q == nil {
		return false
	}
	at := slices.Index(q.waiting, c)
	if at >= 0 {
		q.waiting = slices.Delete(q.waiting, at, at+1)
	}
	return at >= 0
}

// take gives the leader's batch: its call, and those that have waited longest, as far as there is room.
func (b *batcher) take(l lane, leader *call) []*call {
	b.mu.Lock()
	defer b.mu.Unlock()
	q, n, rows := b.lanes[l], 0, len(leader.rows)
	for n < len(q.waiting) && rows+len(q.waiting[n].rows) <= batchRows {
		rows += len(q.waiting[n].rows)
		n++
	}
	batch := append([]*call{leader}, q.waiting[:n]...)
	q.waiting = slices.Delete(q.waiting, 0, n)
	return batch
}

// end makes room for the next batch.
func (b *batcher) end(l lane) {
	b.mu.Lock()
	defer b.mu.Unlock()
	q := b.lanes[l]
	q.leading--
	b.advance(q)
	if q.leading == 0 {
		delete(b.lanes, l)
	}
}
