package storage

import (
	"context"
	"fmt"
)

// LockMode says with whom an organization's lock may be shared.
type LockMode int

const (
	// Shared is for writers of facts: any number of them at once.
	Shared LockMode = iota
	// Exclusive is for whatever changes what the facts mean: the tick, the admission of a new group's members, a change of a group or of
	// the departments. It waits for the writers before it and keeps later ones waiting.
	Exclusive
)

// LockOrganization takes the organization's lock until the transaction ends. It must come before any row lock. On
// SQLite there is one writer, and nothing to do.
func (tx *Tx) LockOrganization(ctx context.Context, organization int64, mode LockMode) error {
	if err := tx.Dialect.Together(ctx, tx, tx.OrganizationLock(organization, mode)...); err != nil {
		return fmt.Errorf("storage: lock organization %d: %w", organization, err)
	}
	return nil
}

// OrganizationLock is LockOrganization as a statement to send together with others; none on SQLite.
func (tx *Tx) OrganizationLock(organization int64, mode LockMode) []Statement {
	if tx.Dialect == SQLite {
		return nil
	}
	// Keys of one number are the organizations' own; the nodes' locks (package jobs) have keys of two.
	query := "SELECT pg_advisory_xact_lock_shared(?)"
	if mode == Exclusive {
		query = "SELECT pg_advisory_xact_lock(?)"
	}
	return []Statement{{Query: query, Args: []any{organization}}}
}

// LockWithin takes the organization's lock of that name until the transaction ends. It keeps out nobody but those who
// ask for the same one.
func (tx *Tx) LockWithin(ctx context.Context, organization int64, name string) error {
	if err := tx.Dialect.Together(ctx, tx, tx.LockOfName(organization, name)...); err != nil {
		return fmt.Errorf("storage: lock %s of organization %d: %w", name, organization, err)
	}
	return nil
}

// LockOfName is LockWithin as a statement to send together with others; none on SQLite.
func (tx *Tx) LockOfName(organization int64, name string) []Statement {
	if tx.Dialect == SQLite {
		return nil
	}
	// The hash shares 64 bits with the organizations' own keys, which are small numbers.
	return []Statement{{Query: "SELECT pg_advisory_xact_lock(hashtextextended(?, ?))", Args: []any{name, organization}}}
}
