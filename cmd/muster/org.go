package main

import (
	"context"
	"fmt"

	"muster/internal/auth"
	"muster/internal/auth/keys"
	"muster/internal/config"
	"muster/internal/organization"
)

type orgCommand struct {
	Create orgCreateCommand `cmd:"" help:"Make an organization, and print the token of its first ADMIN key."`
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
