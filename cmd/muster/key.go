package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"muster/ent"
	"muster/internal/auth"
	"muster/internal/auth/keys"
	"muster/internal/config"
	"muster/internal/errs"
	"muster/internal/ids"
)

type keyCommand struct {
	Create keyCreateCommand `cmd:"" help:"Make a key, and print its token, which is shown this once."`
	List   keyListCommand   `cmd:"" help:"List an organization's keys."`
	Revoke keyRevokeCommand `cmd:"" help:"End a key's validity at once."`
}

type keyCreateCommand struct {
	config.Database `embed:""`

	Name    string        `arg:"" help:"What the key is for."`
	Org     string        `help:"The organization's name or id." required:""`
	Role    auth.Role     `default:"OPERATOR" enum:"VIEWER,OPERATOR,ADMIN,SCIM" help:"What it may do: VIEWER, OPERATOR or ADMIN; SCIM: for an identity provider."`
	Expires time.Duration `help:"How long it is valid, such as 2160h; default: for ever."`
}

// Run prints the token alone, so that a script can keep it.
func (c *keyCreateCommand) Run(ctx context.Context, p *program) error {
	return p.visit(ctx, c.Database, func(h *house) error {
		ctx, err := h.administer(ctx, c.Org)
		if err != nil {
			return err
		}
		in := keys.Input{Name: c.Name, Role: c.Role}
		if c.Expires > 0 {
			at := p.now().Add(c.Expires)
			in.ExpiresAt = &at
		}
		token, _, err := h.keys.Create(ctx, in)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(p.stdout, token)
		return err
	})
}

type keyListCommand struct {
	config.Database `embed:""`

	Org string `help:"The organization's name or id." required:""`
}

// Run prints a table.
func (c *keyListCommand) Run(ctx context.Context, p *program) error {
	return p.visit(ctx, c.Database, func(h *house) error {
		ctx, err := h.administer(ctx, c.Org)
		if err != nil {
			return err
		}
		list, err := h.keys.List(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tNAME\tROLE\tTOKEN\tCREATED\tLAST USED\tEXPIRES\tREVOKED")
		for _, key := range list {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s…\t%s\t%s\t%s\t%s\n", ids.Format(ids.APIKey, key.ID), key.Name, key.Role,
				key.Hint, at(&key.CreatedAt), at(key.LastUsedAt), at(key.ExpiresAt), at(key.RevokedAt))
		}
		return table.Flush()
	})
}

// at writes an instant of the database.
func at(milliseconds *int64) string {
	if milliseconds == nil {
		return "-"
	}
	return time.UnixMilli(*milliseconds).UTC().Format(time.RFC3339)
}

type keyRevokeCommand struct {
	config.Database `embed:""`

	ID string `arg:"" help:"The key's id, as key list shows it."`
}

// Run prints nothing.
func (c *keyRevokeCommand) Run(ctx context.Context, p *program) error {
	return p.visit(ctx, c.Database, func(h *house) error {
		id, _ := ids.Parse(ids.APIKey, c.ID)
		key, err := h.db.Read(ctx).APIKey.Get(auth.System(ctx), id)
		if ent.IsNotFound(err) {
			return errs.NotFound("key")
		}
		if err != nil {
			return err
		}
		_, err = h.keys.Revoke(asAdministrator(ctx, key.OrganizationID), id)
		return err
	})
}

// administer gives a context that may do everything in the organization: whoever can open the database can.
func (h *house) administer(ctx context.Context, reference string) (context.Context, error) {
	found, err := h.organizations.Find(ctx, reference)
	if err != nil {
		return nil, err
	}
	return asAdministrator(ctx, found.ID), nil
}

func asAdministrator(ctx context.Context, organization int64) context.Context {
	return auth.With(ctx, auth.Identity{OrganizationID: organization, Role: auth.Admin, Name: "command line", Source: auth.FromCLI})
}
