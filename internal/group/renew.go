package group

import (
	"context"
	"maps"
	"time"

	"muster/internal/auth"
	"muster/internal/bulk"
	"muster/internal/errs"
	"muster/internal/storage"
)

// Override names a pin or an exclusion; the other is 0, and both are where it is neither.
type Override struct{ Pin, Exclusion int64 }

// Renew says that overrides of any groups were looked at and are to stand until expiresAt; nil: until they are taken back. What
// has expired, or is not there, is rejected. At most MaxMembers in a call.
func (s *Service) Renew(ctx context.Context, overrides []Override, expiresAt *time.Time) (result bulk.Result, err error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return result, err
	}
	if err := bulk.TooMany(len(overrides), MaxMembers, "overrides"); err != nil {
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
		renewed, err := s.renewKind(ctx, tx, who, pinned, overrides, until)
		if err != nil {
			return err
		}
		others, err := s.renewKind(ctx, tx, who, excluded, overrides, until)
		if err != nil {
			return err
		}
		maps.Copy(renewed, others)
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
		return s.engine.Expiring(ctx, tx, who.OrganizationID, instantOr(until))
	})
	return result, err
}

// renewKind renews those of one kind that are in force, and gives them.
func (s *Service) renewKind(ctx context.Context, tx *storage.Tx, who auth.Identity, k kind, overrides []Override, until *int64) (map[Override]bool, error) {
	var ids []int64
	for _, o := range overrides {
		ids = append(ids, o.id(k))
	}
	in, list := tx.Dialect.Any(ids)
	found, err := idsOf(ctx, tx, `UPDATE `+k.table+` SET expires_at = CAST(? AS BIGINT), renewed_at = ?, renewed_by = ?
		WHERE organization_id = ? AND id `+in+` AND (expires_at IS NULL OR expires_at > ?) RETURNING id`,
		until, s.instant(), who.Name, who.OrganizationID, list, s.instant())
	renewed := make(map[Override]bool, len(found))
	for _, id := range found {
		if k == pinned {
			renewed[Override{Pin: id}] = true
		} else {
			renewed[Override{Exclusion: id}] = true
		}
	}
	return renewed, err
}

// id gives the row where the override is one of the kind, else 0.
func (o Override) id(k kind) int64 {
	if k == pinned {
		return o.Pin
	}
	return o.Exclusion
}
