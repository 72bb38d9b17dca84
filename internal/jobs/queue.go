package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"muster/internal/storage"
)

// fetchCooldown is how long a node waits at least between two looks for jobs. The inserting side has to know it:
// it announces new jobs no more often than that.
const fetchCooldown = 20 * time.Millisecond

// Queue puts jobs in. It is safe for concurrent use.
type Queue struct {
	client *river.Client[*sql.Tx]
}

// NewQueue makes a queue for transactions of the database.
func NewQueue(db *storage.DB, log *slog.Logger) (*Queue, error) {
	var driver riverdriver.Driver[*sql.Tx] = riverdatabasesql.New(db.Writer())
	if db.Dialect() == storage.SQLite {
		driver = riversqlite.New(db.Writer())
	}
	client, err := river.NewClient(driver, &river.Config{FetchCooldown: fetchCooldown, Logger: slog.New(warnings{log.Handler()})})
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return &Queue{client: client}, nil
}

// Enqueue adds a job to the transaction. A job that its options call a duplicate of one that waits or runs is not
// added, and that is no error.
func (q *Queue) Enqueue(ctx context.Context, tx *storage.Tx, args river.JobArgs) error {
	if _, err := q.client.InsertTx(ctx, tx.Tx, args, nil); err != nil {
		return fmt.Errorf("jobs: enqueue %s: %w", args.Kind(), err)
	}
	return nil
}
