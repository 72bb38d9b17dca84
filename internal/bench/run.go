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
	*report

	db           *storage.DB
	clock        clock
	broker       *memory.Broker
	engine       *membership.Engine
	activity     *activity.Service
	organization int64
	first        int64 // the id of the first employee; the others follow without a gap
	groups       []group
	sent         int           // events sent so far, which numbers them
	fewCost      time.Duration // of an event in bulk with a tenth of the groups
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

// Run measures on the PostgreSQL server of that URL, where it makes databases and drops them in the end. Steps and figures are told to
// progress as they are taken; the table goes to out, with what there is where a run was interrupted.
func Run(ctx context.Context, serverURL string, o Options, out, progress io.Writer) (err error) {
	if !strings.HasPrefix(serverURL, "postgres://") && !strings.HasPrefix(serverURL, "postgresql://") {
		return errors.New("bench: it measures on PostgreSQL: name a server as postgres://…")
	}
	table := report{progress: progress}
	defer func() { err = errors.Join(err, table.write(out)) }()
	if err := measure(ctx, serverURL, o.tenth(), &table, (*run).measureFewEmployees); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	if err := measure(ctx, serverURL, o, &table, (*run).measureAll); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	return nil
}

// measure takes steps on a database of their own.
func measure(ctx context.Context, serverURL string, o Options, table *report, take func(*run, context.Context) error) (err error) {
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
	r := &run{Options: o, report: table, db: db, broker: memory.New(log)}
	defer r.broker.Close()
	r.clock.set(began)
	r.engine = membership.New(db, r.broker, r.clock.now, log)
	r.activity = activity.New(db, r.engine, &vocabulary.Keeper{}, r.clock.now)
	return take(r, auth.System(ctx))
}

// step is one part of a run. Later ones find what earlier ones left.
type step struct {
	name string
	take func(context.Context) error
}

func (r *run) take(ctx context.Context, steps ...step) error {
	for _, step := range steps {
		start, before := time.Now(), readMachine()
		if err := step.take(ctx); err != nil {
			return fmt.Errorf("%s: %s: %w", r.stage, step.name, err)
		}
		r.others.note(fmt.Sprintf("%s, %s", r.stage, step.name), before, readMachine())
		fmt.Fprintf(r.progress, "%-26s %-28s %s\n", r.stage, step.name, brief(time.Since(start)))
	}
	return nil
}

func (r *run) measureFewEmployees(ctx context.Context) error {
	r.stage = fewEmployees
	steps := append(r.settling(), step{"make all groups", func(ctx context.Context) error { return r.addGroups(ctx, r.Groups) }})
	return r.take(ctx, append(append(steps, r.growing()...), step{"generate", r.generate})...)
}

func (r *run) measureAll(ctx context.Context) error {
	r.stage = fewGroups
	steps := append(r.settling(), step{"make a tenth of the groups", func(ctx context.Context) error { return r.addGroups(ctx, max(r.Groups/10, 1)) }})
	if err := r.take(ctx, append(steps, r.growing()...)...); err != nil {
		return err
	}
	r.stage = full
	steps = append([]step{{"describe the data", r.describe}, {"make all groups", func(ctx context.Context) error { return r.addGroups(ctx, r.Groups) }}}, r.growing()...)
	return r.take(ctx, append(steps, step{"ingest at rising rates", r.ingest}, step{"rebuild in other ways", r.compare},
		step{"generate", r.generate}, step{"import people", r.imports}, step{"quiet organizations", r.quiet})...)
}

func (r *run) settling() []step {
	return []step{
		{"create the tables' draw", func(ctx context.Context) error { return r.exec(ctx, createDraw) }},
		{"settle people and history", r.settle},
	}
}

// growing are the steps whose figures are taken at every stage. Generating one group does not depend on how many others there are.
func (r *run) growing() []step {
	return []step{
		{"ingest in bulk", r.bulk},
		{"evaluate", r.evaluate},
		{"tick", r.tick},
		{"ingest at one rate", r.ingestOne},
		{"rebuild", r.rebuild},
		{"memory", r.memory},
	}
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
	var server string
	err := r.scan(ctx, &server, `SELECT 'PostgreSQL ' || current_setting('server_version') ||
		string_agg(', ' || name || ' ' || current_setting(name), '' ORDER BY name)
		FROM pg_settings WHERE name IN ('fsync', 'max_wal_size', 'shared_buffers', 'synchronous_commit', 'wal_compression')`)
	if err != nil {
		return err
	}
	r.notef("machine", "%d cores, %s", runtime.NumCPU(), runtime.Version())
	r.notef("server", "%s", server)
	return nil
}

// memory notes what the process took from the system at most so far; smaller sizes come first.
func (r *run) memory(context.Context) error {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	r.notef("memory of the process so far", "%d MB", m.Sys>>20)
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
