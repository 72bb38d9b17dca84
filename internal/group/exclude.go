package group

import (
	"context"
	"time"

	"muster/ent"
	"muster/ent/exclusion"
	"muster/internal/bulk"
	"muster/internal/errs"
	"muster/internal/storage"
)

// ExclusionInput is why employees are kept out of a group, and until when; nil: until they are readmitted.
type ExclusionInput struct {
	Reason    exclusion.Reason
	Note      *string
	ExpiresAt *time.Time
}

// Exclude keeps one employee out of the group from now on.
func (s *Service) Exclude(ctx context.Context, id, employee int64, in ExclusionInput) (*ent.Group, *ent.Exclusion, error) {
	g, made, result, err := s.exclude(ctx, id, Members{IDs: []int64{employee}}, in)
	return g, made, one(result, err, errs.New(errs.CodeConflict, "the employee is excluded from this group already"))
}

// ExcludeMany keeps employees out of the group from now on.
func (s *Service) ExcludeMany(ctx context.Context, id int64, who Members, in ExclusionInput) (*ent.Group, bulk.Result, error) {
	g, _, result, err := s.exclude(ctx, id, who, in)
	return g, result, err
}

// exclude gives the last exclusion that it made, too.
func (s *Service) exclude(ctx context.Context, id int64, who Members, in ExclusionInput) (*ent.Group, *ent.Exclusion, bulk.Result, error) {
	if err := exclusion.ReasonValidator(in.Reason); err != nil {
		return nil, nil, bulk.Result{}, errs.New(errs.CodeInvalid, "%q is no reason of an exclusion", in.Reason)
	}
	if in.Note != nil {
		note, err := text("the note", *in.Note, maxNote)
		if err != nil {
			return nil, nil, bulk.Result{}, err
		}
		in.Note = &note
	}
	var made *ent.Exclusion
	why := details{"reason": in.Reason}
	if in.Note != nil {
		why["note"] = *in.Note
	}
	g, result, err := s.order(ctx, id, who, excluded, why, in.ExpiresAt, func(ctx context.Context, tx *storage.Tx, o order) error {
		rows, err := tx.Ent.Exclusion.MapCreateBulk(o.employees, func(c *ent.ExclusionCreate, i int) {
			c.SetOrganizationID(o.group.OrganizationID).SetGroupID(o.group.ID).SetEmployeeID(o.employees[i]).SetReason(in.Reason).SetNillableNote(in.Note).
				SetCreatedAt(o.at).SetCreatedBy(o.by).SetNillableExpiresAt(o.expiresAt)
		}).Save(ctx)
		if err == nil {
			made = rows[len(rows)-1]
		}
		return err
	})
	return g, made, result, err
}

// Readmit takes an exclusion back: the employee is in the group again where the criteria hold.
func (s *Service) Readmit(ctx context.Context, id, employee int64) (*ent.Group, error) {
	g, result, err := s.ReadmitMany(ctx, id, Members{IDs: []int64{employee}})
	return g, one(result, err, errs.NotFound("exclusion"))
}

// ReadmitMany takes exclusions back.
func (s *Service) ReadmitMany(ctx context.Context, id int64, who Members) (*ent.Group, bulk.Result, error) {
	return s.takeBack(ctx, id, who, excluded)
}
