package main

import (
	"context"

	"muster/internal/config"
)

type migrateCommand struct {
	config.Database `embed:""`
}

// Run migrates as every server does when it starts, for those who want it done before.
func (c *migrateCommand) Run(ctx context.Context, p *program) error {
	return p.visit(ctx, c.Database, func(*house) error { return nil })
}
