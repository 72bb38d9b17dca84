package demo

import (
	"context"
	"fmt"
	"time"

	"muster/ent"
	"muster/internal/activity"
	"muster/internal/auth"
	"muster/internal/auth/keys"
	"muster/internal/errs"
	"muster/internal/organization"
	"muster/internal/people"
	"muster/internal/storage"
)

// keyName is what the demo's key is called among the organization's keys.
const keyName = "demo"

// Installer keeps the demo organization.
type Installer struct {
	DB            *storage.DB
	Organizations *organization.Service
	Keys          *keys.Service
	People        *people.Service
	Activity      *activity.Service
	// TokenFile is where the token of an administrator of the demo is kept, readable by its owner alone, so that every
	// start can show it. The database has only its hash.
	TokenFile string
}

// Install makes the demo organization where there is none, brings its history up to yesterday, and gives the token of
// an administrator of it. The same call again changes nothing.
func (i *Installer) Install(ctx context.Context, now time.Time) (token string, err error) {
	in := organization.Input{Name: Name}
	org, made, err := i.Organizations.Ensure(ctx, in, keys.Input{Name: keyName, Role: auth.Admin})
	if err != nil {
		return "", fmt.Errorf("demo: %w", err)
	}
	ctx = auth.With(ctx, auth.Identity{OrganizationID: org.ID, OrganizationName: org.Name, Role: auth.Admin, Name: keyName, Source: auth.FromCLI})
	if token, err = i.token(ctx, org, made); err != nil {
		return "", fmt.Errorf("demo: its token: %w", err)
	}
	if err := i.load(ctx, Imagine(time.UnixMilli(org.CreatedAt), now)); err != nil {
		return "", fmt.Errorf("demo: load its history: %w", err)
	}
	return token, nil
}

// token gives the one that is kept, if it still is one, or else the one that was made with the organization, or a new one.
func (i *Installer) token(ctx context.Context, org *ent.Organization, made string) (string, error) {
	kept, err := readToken(i.TokenFile)
	if err != nil {
		return "", err
	}
	if kept != "" {
		who, err := i.Keys.Authenticate(ctx, kept)
		switch {
		case err == nil && who.OrganizationID == org.ID && who.Role == auth.Admin:
			return kept, nil
		case err != nil && errs.CodeOf(err) != errs.CodeUnauthenticated:
			return "", err
		}
	}
	if made == "" {
		if made, _, err = i.Keys.Create(ctx, keys.Input{Name: keyName, Role: auth.Admin}); err != nil {
			return "", err
		}
	}
	return made, writeToken(i.TokenFile, made)
}
