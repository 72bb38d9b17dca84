package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"muster/internal/storage"
)

// Mail is the queue of jobs that send mail for minutes on end, apart from those that somebody waits for.
const Mail = "mail"

const (
	// parallel is how many jobs a node works at once, parallelMail how many of the queue Mail.
	parallel     = 8
	parallelMail = 2
	// timeout is how long an attempt may take where the worker names no other limit.
	timeout = time.Minute
	// rescueAfter is River's own limit for a job whose node lives and has forgotten it. It has to exceed every
	// worker's timeout.
	rescueAfter = 15 * time.Minute
	// On PostgreSQL a notification announces a new job, and the poll finds those that were put back.
	pollPostgres = 500 * time.Millisecond
	pollSQLite   = 100 * time.Millisecond
	// watchEvery is how long a dead node's jobs wait at most to be noticed.
	watchEvery = 2 * time.Second
)

// Runner works the jobs of one node.
type Runner struct {
	db       *storage.DB
	workers  *river.Workers
	periodic []*river.PeriodicJob // one of the nodes enqueues them
	log      *slog.Logger

	client   client
	presence *presence    // nil on SQLite
	release  func() error // of the SQLite file; nil on PostgreSQL
	watch    context.CancelFunc
	watched  chan struct{} // closed when the watch has ended
}

// client is a river.Client, whatever its transactions are.
type client interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	StopAndCancel(ctx context.Context) error
}

// NewRunner makes a runner that has yet to be started. The workers are complete: none is added later.
func NewRunner(db *storage.DB, workers *river.Workers, log *slog.Logger, periodic ...*river.PeriodicJob) *Runner {
	return &Runner{db: db, workers: workers, periodic: periodic, log: log}
}

// Start begins to work jobs. It must not be called again, even after Stop.
func (r *Runner) Start(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx) // Stop ends the work, and in order
	err := r.enter(ctx)
	if err == nil {
		err = r.start(ctx)
	}
	if err != nil {
		return errors.Join(err, r.leave(ctx))
	}
	return nil
}

// enter gives the node a name and its sign of life.
func (r *Runner) enter(ctx context.Context) (err error) {
	if r.db.Dialect() == storage.Postgres {
		r.presence, err = enter(ctx, r.db.Pool())
		return err
	}
	if r.release, err = r.db.Claim(ctx); err != nil {
		return err
	}
	// The file is ours and nothing of ours runs yet: what is marked as running was left behind.
	return r.free(ctx)
}

func (r *Runner) leave(ctx context.Context) error {
	switch {
	case r.presence != nil:
		return r.presence.leave(ctx)
	case r.release != nil:
		return r.release()
	}
	return nil
}

func (r *Runner) start(ctx context.Context) (err error) {
	if r.presence == nil {
		r.client, err = newClient(riversqlite.New(r.db.Writer()), r.config("sqlite", pollSQLite))
	} else {
		r.client, err = newClient(riverpgxv5.New(r.db.Pool()), r.config(r.presence.name(), pollPostgres))
	}
	if err != nil {
		return err
	}
	if err := r.client.Start(ctx); err != nil {
		return fmt.Errorf("jobs: start: %w", err)
	}
	if r.presence != nil {
		watchCtx, cancel := context.WithCancel(ctx)
		r.watch, r.watched = cancel, make(chan struct{})
		go r.watchOthers(watchCtx)
	}
	return nil
}

func newClient[T any](driver riverdriver.Driver[T], config *river.Config) (client, error) {
	c, err := river.NewClient(driver, config)
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return c, nil
}

func (r *Runner) config(node string, poll time.Duration) *river.Config {
	return &river.Config{
		ID:           node,
		Workers:      r.workers,
		PeriodicJobs: r.periodic,
		Queues: map[string]river.QueueConfig{
			river.QueueDefault: {MaxWorkers: parallel},
			Mail:               {MaxWorkers: parallelMail},
		},
		JobTimeout:           timeout,
		RescueStuckJobsAfter: rescueAfter,
		FetchCooldown:        fetchCooldown,
		FetchPollInterval:    poll,
		Logger:               slog.New(warnings{r.log.Handler()}),
	}
}

// Stop takes no more jobs and waits for those at work: for half of the time that ctx leaves, then it cancels them.
// A cancelled job has failed its attempt and comes again. Without a deadline it waits until the jobs are done.
func (r *Runner) Stop(ctx context.Context) error {
	if r.watch != nil {
		r.watch()
		<-r.watched
	}
	err := r.stopClient(ctx)
	// Last: from here on other nodes take whatever is still marked as running.
	return errors.Join(err, r.leave(context.WithoutCancel(ctx)))
}

func (r *Runner) stopClient(ctx context.Context) error {
	patience, cancel := context.WithCancel(ctx)
	if deadline, ok := ctx.Deadline(); ok {
		patience, cancel = context.WithTimeout(ctx, time.Until(deadline)/2)
	}
	defer cancel()
	if err := r.client.Stop(patience); err == nil {
		return nil
	}
	if err := r.client.StopAndCancel(ctx); err != nil {
		return fmt.Errorf("jobs: stop: %w", err)
	}
	return nil
}
