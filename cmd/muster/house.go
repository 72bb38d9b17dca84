package main

import (
	"context"
	"errors"
	"log/slog"

	"muster/internal/activity"
	"muster/internal/auth/keys"
	"muster/internal/config"
	"muster/internal/department"
	"muster/internal/group"
	"muster/internal/jobs"
	"muster/internal/membership"
	"muster/internal/notify"
	"muster/internal/notify/memory"
	"muster/internal/organization"
	"muster/internal/people"
	"muster/internal/reminder"
	"muster/internal/storage"
	"muster/internal/transfer"
	"muster/internal/vocabulary"
)

// house is the open database with the services around it. Nothing in it runs by itself.
type house struct {
	db            *storage.DB
	broker        notify.Broker
	engine        *membership.Engine
	keys          *keys.Service
	organizations *organization.Service
	groups        *group.Service
	people        *people.Service
	departments   *department.Service
	activity      *activity.Service
	transfers     *transfer.Service
	queue         *jobs.Queue
	reminders     *reminder.Service // nil in a visit
}

// furnish puts the services around a database whose tables are up to date.
func (p *program) furnish(db *storage.DB, broker notify.Broker, log *slog.Logger) (*house, error) {
	queue, err := jobs.NewQueue(db, log)
	if err != nil {
		return nil, err
	}
	h := &house{db: db, broker: broker, queue: queue, keys: keys.New(db, p.now, log)}
	h.engine = membership.New(db, broker, p.now, log)
	words := &vocabulary.Keeper{}
	h.groups = group.New(db, h.engine, queue, p.now)
	h.people = people.New(db, h.engine, words, p.now)
	h.departments = department.New(db, h.engine, h.groups, p.now)
	h.activity = activity.New(db, h.engine, words, p.now)
	h.transfers = transfer.New(db, h.people, h.activity, broker, p.now, log)
	h.organizations = organization.New(db, h.keys, h.groups, p.now)
	return h, nil
}

// visit opens the database for one short piece of work beside the servers that may be running.
func (p *program) visit(ctx context.Context, settings config.Database, work func(*house) error) (err error) {
	log := config.Development.Logger(p.stderr)
	db, err := storage.Open(ctx, settings.URL())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	broker := memory.New(log) // what is founded or revoked here needs no announcement
	defer broker.Close()
	h, err := p.furnish(db, broker, log)
	if err != nil {
		return err
	}
	return work(h)
}
