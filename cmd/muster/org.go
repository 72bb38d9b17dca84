package main

import (
	"context"
	"errors"
	"fmt"

	"muster/internal/auth"
	"muster/internal/auth/keys"
	"muster/internal/config"
	"muster/internal/group"
	"muster/internal/organization"
)

type orgCommand struct {
	Create orgCreateCommand `cmd:"" help:"Make an organization, and print the token of its first ADMIN key."`
	Update orgUpdateCommand `cmd:"" help:"Change an organization's settings, and wait until its groups have followed."`
}

type orgCreateCommand struct {
	config.Database `embed:""`

	Name     string `arg:"" help:"The organization's name."`
	Timezone string `default:"UTC" help:"IANA time zone, which decides its days and months."`
	Language string `default:"en" enum:"en,es,pt" help:"Language of its suggestions and messages."`
}

// Run prints the token alone, so that a script can keep it.
func (c *orgCreateCommand) Run(ctx context.Context, p *program) error {
	return p.visit(ctx, c.Database, func(h *house) error {
		in := organization.Input{Name: c.Name, Timezone: c.Timezone, Language: c.Language}
		_, token, err := h.organizations.Found(ctx, in, keys.Input{Name: "first", Role: auth.Admin})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(p.stdout, token)
		return err
	})
}

type orgUpdateCommand struct {
	config.Database `embed:""`

	Organization   string  `arg:"" help:"The organization's name or id."`
	RedisURL       string  `env:"MUSTER_REDIS_URL" help:"The servers' Redis, to tell their subscribers what changes." placeholder:"URL"`
	Timezone       *string `help:"IANA time zone, which decides its days and months." placeholder:"ZONE"`
	Retention      *int    `help:"How many months a failure keeps somebody in Phished Users: 1, 3, 6 or 12; 0: for ever." placeholder:"MONTHS"`
	FollowUpCourse *string `help:"The course that those in Phished Users are to take, by name or id; empty: none." placeholder:"COURSE"`
}

// Run does what updateOrganization does, without its time limit: it is for organizations whose groups take longer to follow.
func (c *orgUpdateCommand) Run(ctx context.Context, p *program) (err error) {
	log := config.Development.Logger(p.stderr)
	ends := &cleanups{log: log}
	defer func() { err = errors.Join(err, ends.run(stopTimeout)) }()
	serve := serveCommand{Serve: config.Serve{Database: c.Database, RedisURL: c.RedisURL}}
	h, err := serve.open(ctx, p, log, ends)
	if err != nil {
		return err
	}
	ctx, err = h.administer(ctx, c.Organization)
	if err != nil {
		return err
	}
	_, err = h.groups.ChangeSettings(ctx, group.Settings{Timezone: c.Timezone, Retention: c.Retention, FollowUpCourse: c.FollowUpCourse})
	return err
}
