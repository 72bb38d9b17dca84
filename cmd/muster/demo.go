package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"

	"muster/internal/config"
	"muster/internal/demo"
)

// firstDescription is what a newcomer is told to try.
const firstDescription = "Repeat offenders in Finance or Legal"

// installDemo keeps the demo organization, where it is wanted, and gives its administrator's token; "" where it is not.
func (c *serveCommand) installDemo(ctx context.Context, h *house, p *program, log *slog.Logger) (token string, err error) {
	if !c.Demo {
		return "", nil
	}
	began := p.now()
	i := demo.Installer{
		DB: h.db, Organizations: h.organizations, Keys: h.keys, People: h.people, Activity: h.activity,
		TokenFile: filepath.Join(c.DataDir, "demo.token"),
	}
	if token, err = i.Install(ctx, began); err != nil {
		return "", err
	}
	log.Info("the demo organization is up to date", slog.String("organization", demo.Name), slog.Duration("took", p.now().Sub(began)))
	return token, nil
}

// greet says where the server is and, in development, what to do next. Only there are tokens printed.
func (c *serveCommand) greet(to io.Writer, address, demoToken string) error {
	text := fmt.Sprintf("muster serves http://%s\n", address)
	if c.Mode == config.Development {
		text += fmt.Sprintf("  API explorer   http://%s/explorer/", address)
		if demoToken != "" {
			text += fmt.Sprintf("#token=%s\n  demo token     %s (ADMIN of %q, kept in %s)\n  describe       %s",
				demoToken, demoToken, demo.Name, filepath.Join(c.DataDir, "demo.token"), firstDescription)
		}
		text += "\n"
	}
	_, err := io.WriteString(to, text)
	return err
}
