package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"muster/internal/storage"
)

// River has no call to give up another client's running job, so these statements know its table. A job at its last
// attempt stays as it is: one that kills its node every time must end, and River's rescuer discards it.
const (
	// On SQLite: every running job.
	freeSQLite = `UPDATE river_job SET state = 'available' WHERE state = 'running' AND attempt < max_attempts`

	// On PostgreSQL: those whose node holds no lock. A node takes its lock before its first job and gives it back
	// after its last, so a job that was seen running and whose node is then seen without a lock is nobody's. Where
	// the job moved on in between, the row is read again before it is written, and no longer fits.
	freePostgres = `
UPDATE river_job SET state = 'available'
WHERE state = 'running' AND attempt < max_attempts
	AND starts_with(attempted_by[cardinality(attempted_by)], $1)
	AND NOT EXISTS (
		SELECT FROM pg_locks
		WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = $2::bigint::oid
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
			AND objid::text = substr(attempted_by[cardinality(attempted_by)], length($1) + 1))`
)

// free makes the jobs of dead nodes available again.
func (r *Runner) free(ctx context.Context) error {
	query, args := freeSQLite, []any(nil)
	if r.db.Dialect() == storage.Postgres {
		query, args = freePostgres, []any{nodePrefix, int64(nodeSpace)}
	}
	result, err := r.db.Writer().ExecContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("jobs: free the jobs of dead nodes: %w", err)
	}
	freed, err := result.RowsAffected()
	if err != nil {
		return fmt.Errorf("jobs: free the jobs of dead nodes: %w", err)
	}
	if freed > 0 {
		r.log.WarnContext(ctx, "took over jobs that a dead node left behind", slog.Int64("jobs", freed))
	}
	return nil
}

// watchOthers keeps the node's lock and frees dead nodes' jobs until ctx ends.
func (r *Runner) watchOthers(ctx context.Context) {
	defer close(r.watched)
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for {
		r.watchOnce(ctx)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// watchOnce logs what fails and leaves it to the next time. It takes no longer than the pause between two of them.
func (r *Runner) watchOnce(ctx context.Context) {
	limited, cancel := context.WithTimeout(ctx, watchEvery)
	defer cancel()
	err := r.presence.keep(limited)
	if err == nil {
		err = r.free(limited)
	}
	if err != nil && ctx.Err() == nil {
		r.log.WarnContext(ctx, "could not watch for dead nodes", slog.Any("error", err))
	}
}
