package main

import (
	"context"

	"muster/internal/bench"
)

type benchCommand struct {
	DatabaseURL string `env:"MUSTER_DATABASE_URL" help:"postgres://… of a server; the run makes a database there and drops it." placeholder:"URL" required:""`
	Large       bool   `help:"An organization of 1,000,000 with 20,000,000 events. It takes the better part of an hour."`
	Employees   int    `help:"How many employees." placeholder:"100000"`
	Events      int    `help:"How many simulation and training events, about." placeholder:"2000000"`
	Groups      int    `help:"How many groups." placeholder:"1000"`
	Compared    int    `help:"How many of the groups are made in the other ways too, whose time is scaled to all: most of a large run's time." placeholder:"200"`
}

// Run measures the engine and prints one table.
func (c *benchCommand) Run(ctx context.Context, p *program) error {
	o := bench.Default()
	if c.Large {
		o = bench.Large()
	}
	for _, given := range []struct {
		size *int
		n    int
	}{{&o.Employees, c.Employees}, {&o.Events, c.Events}, {&o.Groups, c.Groups}, {&o.Compared, c.Compared}} {
		if given.n > 0 {
			*given.size = given.n
		}
	}
	return bench.Run(ctx, c.DatabaseURL, o, p.stdout, p.stderr)
}
