package group

import (
	"context"
	"maps"
	"slices"
	"time"

	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/bulk"
	"muster/internal/errs"
	"muster/internal/storage"
)

// Override names a pin or an exclusion; the other is 0, and both are where it is neither.
type Override struct{ Pin, Exclusion int64 }

// maxRenewed bounds the overrides of one Renew.
const maxRenewed = 1000

// Renew says that overrides of any groups were looked at and are to stand until expiresAt; nil: until they are taken back. What
// has expired, or is not there, is rejected. At most maxRenewed in a call.
func (s *Service) Renew(ctx context.Context, overrides []Override, expiresAt *time.Time) (result bulk.Result, err error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return result, err
	}
	if err := bulk.TooMany(len(overrides), maxRenewed, "overrides"); err != nil {
		return result, err
	}
	until, err := s.expiry(expiresAt)
	if err != nil {
		return result, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		result = bulk.Result{}
		if err := tx.LockOrganization(ctx, who.OrganizationID, storage.Exclusive); err != nil {
			return err
		}
		renewed, employees := map[Override]bool{}, map[int64][]int64{}
		for _, k := range []kind{pinned, excluded} {
			if err := s.renewKind(ctx, tx, who, k, overrides, until, func(o Override, group, employee int64) {
				renewed[o], employees[group] = true, append(employees[group], employee)
			}); err != nil {
				return err
			}
		}
		seen := map[Override]bool{}
		for i, o := range overrides {
			switch {
			case !renewed[o]:
				result.Reject(i, errs.NotFound("pin or exclusion"))
			case seen[o]:
				result.Unchanged++
			default:
				seen[o], result.Accepted = true, result.Accepted+1
			}
		}
		if err := recordRenewed(ctx, tx, employees, expiresAt); err != nil {
			return err
		}
		return s.engine.Expiring(ctx, tx, who.OrganizationID, instantOr(until))
	})
	return result, err
}

// renewKind renews those of one kind that are in force, and tells which with whom they are about.
func (s *Service) renewKind(
	ctx context.Context, tx *storage.Tx, who auth.Identity, k kind, overrides []Override, until *int64, tell func(o Override, group, employee int64),
) error {
	rows := make([]int64, len(overrides))
	for i, o := range overrides {
		rows[i] = max(o.Pin, o.Exclusion)
		if (k == pinned) != (o.Pin != 0) {
			rows[i] = 0
		}
	}
	in, list := tx.Dialect.Any(rows)
	query := `UPDATE ` + k.table + ` SET expires_at = CAST(? AS BIGINT), renewed_at = ?, renewed_by = ?
		WHERE organization_id = ? AND id ` + in + ` AND (expires_at IS NULL OR expires_at > ?) RETURNING id, group_id, employee_id`
	args := []any{until, s.instant(), who.Name, who.OrganizationID, list, s.instant()}
	return storage.Each(ctx, tx, tx.Dialect.Rebind(query), args, func(row *storage.Row) error {
		o := Override{Exclusion: row.Int(0)}
		if k == pinned {
			o = Override{Pin: row.Int(0)}
		}
		tell(o, row.Int(1), row.Int(2))
		return nil
	})
}

// recordRenewed tells of each group whose overrides were renewed.
func recordRenewed(ctx context.Context, tx *storage.Tx, employees map[int64][]int64, until *time.Time) error {
	details := map[string]any{"expiresAt": until}
	for _, id := range slices.Sorted(maps.Keys(employees)) {
		g, err := tx.Ent.Group.Get(ctx, id)
		if err != nil {
			return err
		}
		if err := recordMembers(ctx, tx, g, audit.OverridesRenewed, employees[id], details); err != nil {
			return err
		}
	}
	return nil
}
