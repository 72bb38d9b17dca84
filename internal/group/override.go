package group

import (
	"context"
	"fmt"
	"slices"
	"time"

	"muster/ent"
	"muster/ent/exclusion"
	"muster/ent/pin"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/bulk"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/group/action"
	"muster/internal/membership"
	"muster/internal/storage"
)

// An override is an order about one employee in one group, whatever its criteria say: pinned to it, or excluded from it. An employee has
// at most one of them in a group: a later order of the other kind replaces an earlier one, in the same transaction. The methods about many
// employees leave those as they are, unchanged, for whom the same order is in force already, or for whom there is none to take back.

// kind is one of the two kinds of overrides: its table, who may give it, and what is said of giving it and of taking it back.
type kind struct {
	table        string
	action       action.Action
	given, ended said
}

// said is what moved members, and what was done.
type said struct {
	cause  membership.Cause
	action audit.Action
}

var (
	pinned = kind{
		table: pin.Table, action: action.Pin,
		given: said{membership.ByPin, audit.MemberPinned}, ended: said{membership.ByUnpin, audit.MemberUnpinned},
	}
	excluded = kind{
		table: exclusion.Table, action: action.Exclude,
		given: said{membership.ByExclusion, audit.MemberExcluded}, ended: said{membership.ByReturn, audit.MemberReadmitted},
	}
)

// one reads the outcome of a call about one employee: an error where they are unknown, and another where nothing was to be done.
func one(result bulk.Result, err, unchanged error) error {
	switch {
	case err != nil:
		return err
	case len(result.Rejected) > 0:
		return errs.New(result.Rejected[0].Code, "%s", result.Rejected[0].Message)
	case result.Unchanged > 0:
		return unchanged
	}
	return nil
}

// order is an override for some employees, as it is stored.
type order struct {
	group     *ent.Group
	employees []int64
	expiresAt *int64
	at        int64
	by        string
}

// ordered is how many overrides one statement stores; a statement of SQLite has at most 32,766 values.
const ordered = 2000

// order gives the employees overrides of the kind: replaces those of the other kind, and leaves those of the same kind.
func (s *Service) order(ctx context.Context, id int64, who Members, k kind, why details, until *time.Time,
	store func(context.Context, *storage.Tx, order) error,
) (*ent.Group, bulk.Result, error) {
	expiresAt, err := s.expiry(until)
	if err != nil {
		return nil, bulk.Result{}, err
	}
	return s.onEmployees(ctx, id, who, k.action, func(ctx context.Context, tx *storage.Tx, g *ent.Group, employees []int64) (int, error) {
		now := s.instant()
		of, args := among(tx, g, employees)
		present, err := idsOf(ctx, tx, `SELECT employee_id FROM `+k.table+` WHERE `+of+` AND (expires_at IS NULL OR expires_at > ?) ORDER BY employee_id`, append(args, now)...)
		if err != nil {
			return 0, err
		}
		fresh := slices.DeleteFunc(employees, func(id int64) bool {
			_, is := slices.BinarySearch(present, id)
			return is
		})
		of, args = among(tx, g, fresh)
		for _, table := range []string{pinned.table, excluded.table} {
			if _, err := tx.ExecContext(ctx, tx.Dialect.Rebind(`DELETE FROM `+table+` WHERE `+of), args...); err != nil {
				return 0, err
			}
		}
		for part := range slices.Chunk(fresh, ordered) {
			if err := store(ctx, tx, order{group: g, employees: part, expiresAt: expiresAt, at: now, by: auth.Name(ctx)}); err != nil {
				return 0, fmt.Errorf("store %s: %w", k.table, err)
			}
		}
		if until != nil {
			why["expiresAt"] = until.UTC()
		}
		if err := recordMembers(ctx, tx, g, k.given.action, fresh, why); err != nil {
			return 0, err
		}
		return len(fresh), s.engine.Override(ctx, tx, g.OrganizationID, g.ID, k.given.cause, fresh, instantOr(expiresAt))
	})
}

// takeBack ends the employees' overrides of the kind.
func (s *Service) takeBack(ctx context.Context, id int64, who Members, k kind) (*ent.Group, bulk.Result, error) {
	return s.onEmployees(ctx, id, who, k.action, func(ctx context.Context, tx *storage.Tx, g *ent.Group, employees []int64) (int, error) {
		of, args := among(tx, g, employees)
		gone, err := idsOf(ctx, tx, `DELETE FROM `+k.table+` WHERE `+of+` AND (expires_at IS NULL OR expires_at > ?) RETURNING employee_id`, append(args, s.instant())...)
		if err != nil {
			return 0, err
		}
		if err := recordMembers(ctx, tx, g, k.ended.action, gone, details{}); err != nil {
			return 0, err
		}
		return len(gone), s.engine.Override(ctx, tx, g.OrganizationID, g.ID, k.ended.cause, gone, criteria.Never)
	})
}

// among writes that a row is about one of the employees in the group, for WHERE.
func among(tx *storage.Tx, g *ent.Group, employees []int64) (where string, args []any) {
	in, ids := tx.Dialect.Any(employees)
	return `organization_id = ? AND group_id = ? AND employee_id ` + in, []any{g.OrganizationID, g.ID, ids}
}

func idsOf(ctx context.Context, tx *storage.Tx, query string, args ...any) (found []int64, err error) {
	err = storage.Each(ctx, tx, tx.Dialect.Rebind(query), args, func(row *storage.Row) error {
		found = append(found, row.Int(0))
		return nil
	})
	return found, err
}

// latest bounds expiries: 9999-12-31.
var latest = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// expiry checks when overrides are to end: later than now, or never.
func (s *Service) expiry(at *time.Time) (*int64, error) {
	if at == nil {
		return nil, nil
	}
	instant := int64(criteria.InstantOf(*at))
	if instant <= s.instant() {
		return nil, errs.New(errs.CodeInvalid, "expiresAt is not in the future")
	}
	if at.After(latest) {
		return nil, errs.New(errs.CodeInvalid, "expiresAt is after %d", latest.Year())
	}
	return &instant, nil
}

func instantOr(at *int64) criteria.Instant {
	if at == nil {
		return criteria.Never
	}
	return criteria.Instant(*at)
}
