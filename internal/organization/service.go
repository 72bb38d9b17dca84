package organization

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"muster/ent"
	"muster/ent/organization"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/auth/keys"
	"muster/internal/errs"
	"muster/internal/ids"
	"muster/internal/storage"
)

// founder is who founds organizations, in the audit log: whoever runs the program.
const founder = "command line"

// maxName bounds an organization's name, in characters.
const maxName = 200

// Languages are those that an organization can have.
var Languages = []string{"en", "es", "pt"}

// SystemGroups makes the groups that every organization has; group.Service does.
type SystemGroups interface {
	InstallSystemGroups(ctx context.Context, tx *storage.Tx, organization int64) error
}

// Service founds and finds organizations.
type Service struct {
	db     *storage.DB
	keys   *keys.Service
	groups SystemGroups
	now    func() time.Time
}

// New makes the service; now is the clock.
func New(db *storage.DB, keys *keys.Service, groups SystemGroups, now func() time.Time) *Service {
	return &Service{db: db, keys: keys, groups: groups, now: now}
}

// Input describes an organization to be founded.
type Input struct {
	Name     string
	Timezone string // an IANA name; empty: UTC
	Language string // one of Languages; empty: en
}

// Validate reports what is wrong with the input, as errs.CodeInvalid.
func (in Input) Validate() error {
	if n := utf8.RuneCountInString(in.Name); strings.TrimSpace(in.Name) == "" || n > maxName {
		return errs.New(errs.CodeInvalid, "an organization's name has 1 to %d characters", maxName)
	}
	// Local is whatever the machine is set to, and not a place.
	if _, err := time.LoadLocation(in.Timezone); err != nil || in.Timezone == "Local" {
		return errs.New(errs.CodeInvalid, "%q is not the IANA name of a time zone, such as Europe/Madrid", in.Timezone)
	}
	if in.Language != "" && !slices.Contains(Languages, in.Language) {
		return errs.New(errs.CodeInvalid, "%q is not a language: %s", in.Language, strings.Join(Languages, ", "))
	}
	return nil
}

// Found makes an organization with its first key, and gives the key's token.
func (s *Service) Found(ctx context.Context, in Input, key keys.Input) (made *ent.Organization, token string, err error) {
	err = s.db.InTx(auth.System(ctx), func(ctx context.Context, tx *storage.Tx) (err error) {
		made, token, err = s.found(ctx, tx, in, key)
		return err
	})
	return made, token, err
}

func (s *Service) found(ctx context.Context, tx *storage.Tx, in Input, key keys.Input) (*ent.Organization, string, error) {
	if err := in.Validate(); err != nil {
		return nil, "", err
	}
	now := s.now().UnixMilli()
	create := tx.Ent.Organization.Create().SetName(strings.TrimSpace(in.Name)).SetEvaluatedAt(now).SetCreatedAt(now)
	if in.Timezone != "" {
		create.SetTimezone(in.Timezone)
	}
	if in.Language != "" {
		create.SetLanguage(in.Language)
	}
	made, err := create.Save(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("organization: found: %w", err)
	}
	if err := s.groups.InstallSystemGroups(ctx, tx, made.ID); err != nil {
		return nil, "", err
	}
	ctx = auth.With(ctx, auth.Identity{OrganizationID: made.ID, OrganizationName: made.Name, Role: auth.Admin, Name: founder, Source: auth.FromCLI})
	err = audit.Record(ctx, tx, audit.Entry{
		Action: audit.OrganizationFounded, Subject: audit.Subject{Kind: audit.Organization, ID: made.ID, Name: made.Name},
		Details: map[string]any{"timezone": made.Timezone, "language": made.Language},
	})
	if err != nil {
		return nil, "", err
	}
	token, _, err := s.keys.Issue(ctx, tx, made.ID, key)
	return made, token, err
}

// everywhere is the key of the lock under which an empty database gets its first organization; no organization has it.
const everywhere = 0

// Bootstrap founds the first organization of an empty database, with an ADMIN key that has this token. It reports
// false, and changes nothing, where there is an organization already.
func (s *Service) Bootstrap(ctx context.Context, token string) (founded bool, err error) {
	key := keys.Input{Name: "bootstrap", Role: auth.Admin, Token: token}
	err = s.db.InTx(auth.System(ctx), func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.LockOrganization(ctx, everywhere, storage.Exclusive); err != nil {
			return err
		}
		some, err := tx.Ent.Organization.Query().Exist(ctx)
		if err != nil {
			return fmt.Errorf("organization: look for the first: %w", err)
		}
		if founded = !some; founded {
			_, _, err = s.found(ctx, tx, Input{Name: "My organization"}, key)
		}
		return err
	})
	return founded, err
}

// Find gives the organization of an id ("org_3"), or the one of that name; errs.CodeConflict where several have it.
func (s *Service) Find(ctx context.Context, reference string) (*ent.Organization, error) {
	where := organization.Name(reference)
	if id, ok := ids.Parse(ids.Organization, reference); ok {
		where = organization.ID(id)
	}
	found, err := s.db.Read(ctx).Organization.Query().Where(where).Limit(2).All(auth.System(ctx))
	switch {
	case err != nil:
		return nil, fmt.Errorf("organization: find: %w", err)
	case len(found) == 0:
		return nil, errs.NotFound("organization")
	case len(found) > 1:
		return nil, errs.New(errs.CodeConflict, "more than one organization is called %q: name it by its id", reference)
	}
	return found[0], nil
}
