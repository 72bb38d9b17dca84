// Package glossary keeps what an organization's words mean ("new hire", "recent", "repeat offender"): the product's definitions until
// the organization gives its own.
//
// Every change is a new version with its author, and nothing is forgotten. A change re-reads nothing by itself: groups stay what they
// were made to be, and package group tells which of them their words would now make otherwise.
package glossary

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"

	"muster/ent"
	entglossary "muster/ent/glossary"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/reading"
	"muster/internal/storage"
)

// Service reads and changes the glossary of the caller's organization.
type Service struct {
	db  *storage.DB
	now func() time.Time
}

// New makes the service; now is the clock.
func New(db *storage.DB, now func() time.Time) *Service { return &Service{db: db, now: now} }

// Version is a glossary with its author; of the product's own definitions Row is nil.
type Version struct {
	reading.Glossary
	Row *ent.Glossary
}

// Current gives the glossary in force.
func (s *Service) Current(ctx context.Context) (Version, error) {
	if _, err := auth.Require(ctx, auth.Viewer); err != nil {
		return Version{}, err
	}
	return Newest(ctx, s.db.Read(ctx))
}

// Newest gives the glossary in force in the organization that ctx acts for.
func Newest(ctx context.Context, client *ent.Client) (Version, error) {
	row, err := client.Glossary.Query().Order(entglossary.ByID(sql.OrderDesc())).First(ctx)
	if ent.IsNotFound(err) {
		return Version{Glossary: reading.DefaultGlossary()}, nil
	}
	if err != nil {
		return Version{}, err
	}
	return VersionOf(row)
}

// VersionOf reads a stored version. A definition that is younger than the version is the product's own.
func VersionOf(row *ent.Glossary) (Version, error) {
	v := Version{Glossary: reading.DefaultGlossary(), Row: row}
	if err := json.Unmarshal(row.Content, &v.Glossary); err != nil {
		return v, fmt.Errorf("glossary %d: %w", row.ID, err)
	}
	return v, nil
}

// Change makes a new version by changing the one in force. Errors: those of reading.Glossary.Validate, and what change gives.
func (s *Service) Change(ctx context.Context, change func(*reading.Glossary) error) (Version, error) {
	who, err := auth.Require(ctx, auth.Admin)
	if err != nil {
		return Version{}, err
	}
	var made Version
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.LockOrganization(ctx, who.OrganizationID, storage.Exclusive); err != nil {
			return err
		}
		present, err := Newest(ctx, tx.Ent)
		if err != nil {
			return err
		}
		before := present.Glossary
		if err := change(&present.Glossary); err != nil {
			return err
		}
		if err := present.Validate(); err != nil {
			return err
		}
		content, err := json.Marshal(present.Glossary)
		if err != nil {
			return err
		}
		row, err := tx.Ent.Glossary.Create().SetOrganizationID(who.OrganizationID).SetContent(content).
			SetCreatedAt(int64(criteria.InstantOf(s.now()))).SetCreatedBy(who.Name).Save(ctx)
		if err != nil {
			return err
		}
		made = Version{Glossary: present.Glossary, Row: row}
		return recordChange(ctx, tx, who, before, made)
	})
	return made, err
}

// recordChange names the definitions that changed. The aliases, which may be many, are in the version.
func recordChange(ctx context.Context, tx *storage.Tx, who auth.Identity, before reading.Glossary, made Version) error {
	changes, err := audit.Changes(before, made.Glossary)
	if err != nil {
		return err
	}
	details := map[string]any{"version": made.Row.ID, "changes": changes}
	if _, is := changes["aliases"]; is {
		changes["aliases"] = audit.Change{From: len(before.Aliases), To: len(made.Aliases)}
	}
	return audit.Record(ctx, tx, audit.Entry{
		Action: audit.GlossaryChanged, Details: details,
		Subject: audit.Subject{Kind: audit.Organization, ID: who.OrganizationID, Name: who.OrganizationName},
	})
}
