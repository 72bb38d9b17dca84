package membership

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"
	"time"

	"muster/internal/criteria"
	"muster/internal/facts"
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

	strides    strides
	rebuilding chan struct{} // full while a rebuild has its readers' connections
}

// New makes an engine; now is the clock.
func New(db *storage.DB, broker notify.Broker, now func() time.Time, log *slog.Logger) *Engine {
	return &Engine{db: db, broker: broker, now: now, log: log, strides: usualStrides, rebuilding: make(chan struct{}, 1)}
}

// state is what an evaluation needs to know of an organization, read after its lock was taken.
type state struct {
	id          int64
	zone        *time.Location
	evaluatedAt criteria.Instant
	nextDueAt   *criteria.Instant
	version     int64           // of the criteria
	profiles    *facts.Profiles // of those whom a write is about, where it has them
}

// readState reads it, after statements that are sent along.
func readState(ctx context.Context, tx *storage.Tx, organization int64, along ...storage.Statement) (state, error) {
	s := state{id: organization}
	zone, found := "", false
	read := storage.Statement{
		Query: `SELECT timezone, evaluated_at, next_due_at, criteria_version FROM organizations WHERE id = ?`,
		Args:  []any{organization},
		Row: func(row *storage.Row) error {
			zone, found = string(row.Text(0)), true
			s.evaluatedAt, s.version = criteria.Instant(row.Int(1)), row.Int(3)
			if !row.Null(2) {
				due := criteria.Instant(row.Int(2))
				s.nextDueAt = &due
			}
			return nil
		},
	}
	if err := tx.Dialect.Together(ctx, tx, append(along, read)...); err != nil {
		return s, err
	}
	if !found {
		return s, sql.ErrNoRows
	}
	var err error
	s.zone, err = zoneOf(zone)
	return s, err
}

// zones are those that were loaded: each would be read from a file anew.
var zones sync.Map

func zoneOf(name string) (*time.Location, error) {
	if zone, known := zones.Load(name); known {
		return zone.(*time.Location), nil //nolint:forcetypeassert // stored below and nowhere else
	}
	zone, err := time.LoadLocation(name)
	if err == nil {
		zones.Store(name, zone)
	}
	return zone, err
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
