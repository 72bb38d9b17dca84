package main

import (
	"context"
	"errors"
	"fmt"

	"muster/internal/auth"
	"muster/internal/config"
	"muster/internal/membership"
)

type rebuildCommand struct {
	config.Database `embed:""`

	RedisURL     string `env:"MUSTER_REDIS_URL" help:"The servers' Redis, to tell their subscribers what changes." placeholder:"URL"`
	Organization string `help:"Only the organization of that id (org_3) or name." placeholder:"ID"`
	After        int64  `help:"Go on after the employee of that number, which a rebuild that was ended has printed." placeholder:"N"`
}

// Run makes every group exact from all facts, beside the servers that may be running.
func (c *rebuildCommand) Run(ctx context.Context, p *program) (err error) {
	if c.After > 0 && c.Organization == "" {
		return errors.New("--after is about one organization: name it with --organization")
	}
	log := config.Development.Logger(p.stderr)
	ends := &cleanups{log: log}
	defer func() { err = errors.Join(err, ends.run(stopTimeout)) }()
	serve := serveCommand{Serve: config.Serve{Database: c.Database, RedisURL: c.RedisURL}}
	h, err := serve.open(ctx, p, log, ends)
	if err != nil {
		return err
	}
	ctx = auth.System(ctx)
	organizations, err := c.organizations(ctx, h)
	if err != nil {
		return err
	}
	for _, id := range organizations {
		err := h.engine.Rebuild(ctx, id, c.After, func(r membership.Rebuilt) {
			_, _ = fmt.Fprintf(p.stdout, "organization %d through employee %d: %d joined, %d left\n", id, r.Through, r.Joined, r.Left)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *rebuildCommand) organizations(ctx context.Context, h *house) ([]int64, error) {
	if c.Organization == "" {
		return h.db.Read(ctx).Organization.Query().IDs(ctx)
	}
	found, err := h.organizations.Find(ctx, c.Organization)
	if err != nil {
		return nil, err
	}
	return []int64{found.ID}, nil
}
