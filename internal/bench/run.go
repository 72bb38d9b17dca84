package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"muster/internal/activity"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/membership"
	"muster/internal/notify/memory"
	"muster/internal/storage"
	"muster/internal/storage/scratch"
	"muster/internal/vocabulary"
)

// run is one run, on a database of its own.
type run struct {
	Options
	values
	report

	db           *storage.DB
	clock        clock
	broker       *memory.Broker
	engine       *membership.Engine
	activity     *activity.Service
	organization int64
	first        int64 // the id of the first employee; the others follow without a gap
	groups       []group
	sent         int             // events sent so far, which numbers them
	bulkCosts    []time.Duration // of an event in bulk: with few groups, with all
	progress     io.Writer
}

// group is a live group.
type group struct {
	id   int64
	tree criteria.Tree
}

// clock is the engine's: it stands still until it is moved.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time { return time.UnixMilli(c.at.Load()).UTC() }

func (c *clock) set(t time.Time) { c.at.Store(t.UnixMilli()) }

// Run measures on the PostgreSQL server of that URL, where it makes a database and drops it in the end. Steps are told to progress as
// they are taken; the table goes to out.
func Run(ctx context.Context, serverURL string, o Options, out, progress io.Writer) (err error) {
	if !strings.HasPrefix(serverURL, "postgres://") && !strings.HasPrefix(serverURL, "postgresql://") {
		return errors.New("bench: it measures on PostgreSQL: name a server as postgres://…")
	}
	url, drop, err := scratch.Create(ctx, serverURL, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, drop(context.WithoutCancel(ctx))) }()
	db, err := storage.Open(ctx, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	log := slog.New(slog.DiscardHandler)
	r := &run{Options: o, db: db, broker: memory.New(log), progress: progress}
	defer r.broker.Close()
	r.clock.set(began)
	r.engine = membership.New(db, r.broker, r.clock.now, log)
	r.activity = activity.New(db, r.engine, &vocabulary.Keeper{}, r.clock.now)
	if err := r.measure(auth.System(ctx)); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	return r.write(out)
}

// measure takes the steps in their order: later ones find what earlier ones left.
func (r *run) measure(ctx context.Context) error {
	few := max(r.Groups/10, 1)
	for _, step := range []struct {
		name string
		take func(context.Context) error
	}{
		{"create the tables' draw", func(ctx context.Context) error { return r.exec(ctx, createDraw) }},
		{"settle the people and their history", r.settle},
		{"describe the data", r.describe},
		{fmt.Sprintf("make %d groups", few), func(ctx context.Context) error { return r.addGroups(ctx, few) }},
		{"ingest in bulk with few groups", func(ctx context.Context) error { return r.bulk(ctx) }},
		{fmt.Sprintf("make %d groups", r.Groups), func(ctx context.Context) error { return r.addGroups(ctx, r.Groups) }},
		{"ingest in bulk with all groups", func(ctx context.Context) error { return r.bulk(ctx) }},
		{"evaluate", r.evaluate},
		{"tick", r.tick},
		{"ingest at rising rates", r.ingest},
		{"rebuild", r.rebuild},
		{"generate", r.generate},
		{"quiet organizations", r.quiet},
		{"memory", r.memory},
	} {
		start := time.Now()
		if err := step.take(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		fmt.Fprintf(r.progress, "%-40s %s\n", step.name, brief(time.Since(start)))
	}
	return nil
}

// describe notes how large the organization came out.
func (r *run) describe(ctx context.Context) error {
	var simulations, trainings int
	if err := r.scan(ctx, &simulations, `SELECT count(*) FROM simulation_events`); err != nil {
		return err
	}
	if err := r.scan(ctx, &trainings, `SELECT count(*) FROM training_events`); err != nil {
		return err
	}
	r.notef("employees, simulation events, training events", "%s, %s, %s", thousands(r.Employees), thousands(simulations), thousands(trainings))
	var version string
	if err := r.scan(ctx, &version, `SELECT current_setting('server_version')`); err != nil {
		return err
	}
	r.notef("machine", "%d cores, PostgreSQL %s, %s", runtime.NumCPU(), version, runtime.Version())
	return nil
}

// memory notes what the process took from the system at most.
func (r *run) memory(context.Context) error {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	r.notef("memory of the process at the end of all this", "%d MB", m.Sys>>20)
	return nil
}

func (r *run) exec(ctx context.Context, query string, args ...any) error {
	_, err := r.db.Pool().Exec(ctx, query, args...)
	return err
}

func (r *run) scan(ctx context.Context, into any, query string, args ...any) error {
	return r.db.Pool().QueryRow(ctx, query, args...).Scan(into)
}

// alone runs the work in a transaction that holds the organization's lock.
func (r *run) alone(ctx context.Context, work func(ctx context.Context, tx *storage.Tx) error) error {
	return r.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.LockOrganization(ctx, r.organization, storage.Exclusive); err != nil {
			return err
		}
		return work(ctx, tx)
	})
}

// took tells how long the work takes.
func took(work func() error) (time.Duration, error) {
	start := time.Now()
	err := work()
	return time.Since(start), err
}
