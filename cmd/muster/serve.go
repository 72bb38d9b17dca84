package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"muster/graph"
	"muster/internal/config"
	"muster/internal/criteria"
	"muster/internal/glossary"
	"muster/internal/group"
	"muster/internal/jobs"
	"muster/internal/membership"
	"muster/internal/notify"
	"muster/internal/notify/memory"
	"muster/internal/notify/redisbroker"
	"muster/internal/reminder"
	"muster/internal/reminder/mail"
	"muster/internal/scim"
	"muster/internal/server"
	"muster/internal/storage"
)

// stopTimeout bounds what remains after the server has let go of its clients.
const stopTimeout = 15 * time.Second

// redisPrefix begins the names of everything of ours in Redis.
const redisPrefix = "muster-"

type serveCommand struct {
	config.Serve `embed:""`
}

// Run serves until ctx ends.
func (c *serveCommand) Run(ctx context.Context, p *program) (err error) {
	log := c.Mode.Logger(p.stderr)
	ends := &cleanups{log: log}
	defer func() { err = errors.Join(err, ends.run(stopTimeout)) }()

	carrier, err := mail.New(mail.Settings{SMTPURL: c.Mail.SMTPURL, From: c.Mail.SMTPFrom, Rate: c.Mail.SMTPRate, DataDir: c.DataDir})
	if err != nil {
		return err
	}
	h, err := c.open(ctx, p, log, ends)
	if err != nil {
		return err
	}
	h.reminders = reminder.New(h.db, h.queue, carrier, c.Mail.ReminderQuiet, p.now, log)
	h.askModel(c.AI, log)
	if err := c.bootstrap(ctx, h, log); err != nil {
		return err
	}
	demoToken, err := c.installDemo(ctx, h, p, log)
	if err != nil {
		return err
	}
	if err := h.startWork(ctx, log, ends); err != nil {
		return err
	}
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", c.Addr, err)
	}
	if err := c.greet(p.stdout, listener.Addr().String(), demoToken); err != nil {
		return errors.Join(err, listener.Close())
	}
	return c.newServer(h, p, log).Serve(ctx, listener)
}

// open gives the services over an open, migrated database and a broker.
func (c *serveCommand) open(ctx context.Context, p *program, log *slog.Logger, ends *cleanups) (*house, error) {
	db, err := storage.Open(ctx, c.URL())
	if err != nil {
		return nil, err
	}
	ends.add("close the database", func(context.Context) error { return db.Close() })
	if err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	broker, err := c.openBroker(ctx, db, log)
	if err != nil {
		return nil, err
	}
	ends.add("close the broker", func(context.Context) error {
		broker.Close()
		return nil
	})
	return p.furnish(db, broker, log)
}

// openBroker connects the nodes of one database. Several databases may share a Redis.
func (c *serveCommand) openBroker(ctx context.Context, db *storage.DB, log *slog.Logger) (notify.Broker, error) {
	if c.RedisURL == "" {
		return memory.New(log), nil
	}
	identity, err := db.Identity(ctx)
	if err != nil {
		return nil, err
	}
	return redisbroker.New(c.RedisURL, redisPrefix+identity+":", log)
}

// bootstrap makes the organization of MUSTER_BOOTSTRAP_TOKEN in an empty database.
func (c *serveCommand) bootstrap(ctx context.Context, h *house, log *slog.Logger) error {
	if c.BootstrapToken == "" {
		return nil
	}
	founded, err := h.organizations.Bootstrap(ctx, c.BootstrapToken)
	if err != nil {
		return fmt.Errorf("MUSTER_BOOTSTRAP_TOKEN: %w", err)
	}
	if founded {
		log.Info("made the first organization, with an ADMIN key of the bootstrap token")
	}
	return nil
}

// startWork starts what runs beside the requests: jobs, the clock, the note of which keys are used, and the look at imports
// whose node has died.
func (h *house) startWork(ctx context.Context, log *slog.Logger, ends *cleanups) error {
	besideCtx, end := context.WithCancel(context.WithoutCancel(ctx))
	var beside sync.WaitGroup
	beside.Go(func() { h.keys.WriteUses(besideCtx) })
	beside.Go(func() { h.transfers.Watch(besideCtx) })
	ends.add("write down which keys were used", func(context.Context) error {
		end()
		beside.Wait()
		return nil
	})

	workers := river.NewWorkers()
	river.AddWorker(workers, h.groups.Generator())
	river.AddWorker(workers, group.NewAnnouncer(h.db, h.broker))
	river.AddWorker(workers, h.groups.DriftWatcher())
	river.AddWorker(workers, h.reminders.Worker())
	runner := jobs.NewRunner(h.db, workers, log, group.DriftWatch())
	if err := runner.Start(ctx); err != nil {
		return err
	}
	ends.add("stop the jobs", runner.Stop)

	ticker := membership.NewTicker(h.engine, log)
	ticker.Start()
	ends.add("stop the clock", func(context.Context) error {
		ticker.Stop()
		return nil
	})
	return nil
}

func (c *serveCommand) newServer(h *house, p *program, log *slog.Logger) *server.Server {
	return server.New(server.Options{
		API:            &graph.Resolver{DB: h.db, Groups: h.groups, People: h.people, Departments: h.departments, Activity: h.activity, Reminders: h.reminders, Transfers: h.transfers, Keys: h.keys, Engine: h.engine, Glossaries: glossary.New(h.db, p.now), Broker: h.broker, Now: p.now, Log: log},
		Keys:           h.keys,
		Transfers:      h.transfers,
		SCIM:           scim.New(h.db, h.people, h.groups, p.now, log),
		Checks:         map[string]func(context.Context) error{"database": h.db.Ping, "broker": h.broker.Ping},
		CriteriaSchema: criteria.Schema(),
		Development:    c.Mode == config.Development,
		Log:            log,
	})
}
