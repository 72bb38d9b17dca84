package membership

import (
	"context"
	"log/slog"
	"time"

	"muster/internal/criteria"
	"muster/internal/notify"
	"muster/internal/storage"
)

// Engine keeps the members of smart groups. It is safe for concurrent use.
type Engine struct {
	db     *storage.DB
	broker notify.Broker
	now    func() time.Time
	log    *slog.Logger
	live   cache

	strides strides
}

// New makes an engine; now is the clock.
func New(db *storage.DB, broker notify.Broker, now func() time.Time, log *slog.Logger) *Engine {
	return &Engine{db: db, broker: broker, now: now, log: log, strides: usualStrides}
}

// state is what an evaluation needs to know of an organization, read after its lock was taken.
type state struct {
	id          int64
	zone        *time.Location
	evaluatedAt criteria.Instant
	nextDueAt   *criteria.Instant
	version     int64 // of the criteria
}

func readState(ctx context.Context, tx *storage.Tx, organization int64) (state, error) {
	s := state{id: organization}
	var zone string
	row := tx.QueryRowContext(ctx, tx.Dialect.Rebind(
		`SELECT timezone, evaluated_at, next_due_at, criteria_version FROM organizations WHERE id = ?`), organization)
	if err := row.Scan(&zone, &s.evaluatedAt, &s.nextDueAt, &s.version); err != nil {
		return s, err
	}
	var err error
	s.zone, err = time.LoadLocation(zone)
	return s, err
}

// clock gives the instant at which arrivals are evaluated: now, but never before what the groups were evaluated at.
func (e *Engine) clock(s state) criteria.Clock {
	return criteria.ClockAt(max(criteria.InstantOf(e.now()), s.evaluatedAt), s.zone)
}

// exact gives the clock as of which the groups are exact: what it has not passed yet is the next tick's to do.
func (e *Engine) exact(s state) criteria.Clock {
	return criteria.ClockAt(criteria.InstantOf(ExactAt(int64(s.evaluatedAt), (*int64)(s.nextDueAt), e.now())), s.zone)
}

// ExactAt gives the latest instant, at most now, at which the organization's groups are known to be exact: up to the next due
// instant nothing changes by time alone.
func ExactAt(evaluatedAt int64, nextDueAt *int64, now time.Time) time.Time {
	at := now.UnixMilli()
	if nextDueAt != nil {
		at = min(at, *nextDueAt-1)
	}
	return time.UnixMilli(max(at, evaluatedAt)).UTC()
}

// Lock takes what a writer of facts needs before it writes: the organization's lock, shared, and the rows of the employees that
// it will touch, in id order.
func (e *Engine) Lock(ctx context.Context, tx *storage.Tx, organization int64, employees []int64) error {
	if err := tx.LockOrganization(ctx, organization, storage.Shared); err != nil {
		return err
	}
	if tx.Dialect != storage.Postgres || len(employees) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx,
		`SELECT id FROM employees WHERE organization_id = $1 AND id = ANY($2) ORDER BY id FOR NO KEY UPDATE`, organization, employees)
	return err
}
