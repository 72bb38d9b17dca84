package membership

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"muster/internal/criteria"
)

// tickEvery is how often the clock is looked at: what time alone changes is at most this much late.
const tickEvery = time.Second

// dueAtOnce bounds the organizations of one look; the next one takes the others.
const dueAtOnce = 1000

// Ticker moves time on for every organization in which time alone changes a membership. Every node runs one; organizations that
// are due are ticked by whichever comes first.
type Ticker struct {
	engine *Engine
	log    *slog.Logger
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// NewTicker makes a ticker that stands still until Start.
func NewTicker(engine *Engine, log *slog.Logger) *Ticker { return &Ticker{engine: engine, log: log} }

// Start begins ticking. It catches up at once with what fell due while no node ran.
func (t *Ticker) Start() {
	ctx, cancel := context.WithCancel(context.Background())
	t.cancel = cancel
	t.done.Add(1)
	go t.run(ctx)
}

// Stop ends ticking and waits for a tick under way, which is rolled back and made up for by the next.
func (t *Ticker) Stop() {
	if t.cancel != nil {
		t.cancel()
		t.done.Wait()
	}
}

func (t *Ticker) run(ctx context.Context) {
	defer t.done.Done()
	beat := time.NewTicker(tickEvery)
	defer beat.Stop()
	for {
		if err := t.engine.TickDue(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.log.Error("ticking failed; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
		}
	}
}

// TickDue ticks every organization that is due, and goes on with the others where one fails.
func (e *Engine) TickDue(ctx context.Context) error {
	due, err := e.due(ctx, criteria.InstantOf(e.now()))
	if err != nil {
		return err
	}
	var failed []error
	for _, organization := range due {
		if err := e.Tick(ctx, organization); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

func (e *Engine) due(ctx context.Context, now criteria.Instant) ([]int64, error) {
	rows, err := e.db.SQL().QueryContext(ctx, e.db.Dialect().Rebind(
		`SELECT id FROM organizations WHERE next_due_at <= ? ORDER BY next_due_at LIMIT ?`), int64(now), dueAtOnce)
	if err != nil {
		return nil, err
	}
	return scanIDs(rows)
}
