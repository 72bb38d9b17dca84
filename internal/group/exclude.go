package group

import (
	"context"

	"muster/ent"
	"muster/ent/exclusion"
	entgroup "muster/ent/group"
	"muster/internal/auth"
	"muster/internal/errs"
	"muster/internal/storage"
)

// Exclude keeps one employee out of the group from now on, whatever its criteria say, until Readmit.
func (s *Service) Exclude(ctx context.Context, id, employee int64, reason exclusion.Reason, note *string) (*ent.Group, *ent.Exclusion, error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return nil, nil, err
	}
	if err := exclusion.ReasonValidator(reason); err != nil {
		return nil, nil, errs.New(errs.CodeInvalid, "%q is no reason of an exclusion", reason)
	}
	if note != nil {
		trimmed, err := text("the note", *note, maxNote)
		if err != nil {
			return nil, nil, err
		}
		note = &trimmed
	}
	var made *ent.Exclusion
	g, err := s.change(ctx, id, func(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
		if err := checkExcludable(ctx, tx, g, employee); err != nil {
			return err
		}
		made, err = tx.Ent.Exclusion.Create().SetOrganizationID(g.OrganizationID).SetGroupID(g.ID).SetEmployeeID(employee).
			SetReason(reason).SetNillableNote(note).SetCreatedAt(s.instant()).SetCreatedBy(who.Name).Save(ctx)
		if ent.IsConstraintError(err) {
			return errs.New(errs.CodeConflict, "the employee is excluded from this group already")
		}
		if err != nil {
			return err
		}
		return s.engine.Exclude(ctx, tx, g.OrganizationID, g.ID, []int64{employee})
	})
	return g, made, err
}

func checkExcludable(ctx context.Context, tx *storage.Tx, g *ent.Group, employee int64) error {
	if g.Kind == entgroup.KindMANUAL {
		return errs.New(errs.CodeInvalid, "a manual group has no exclusions: remove the member")
	}
	if _, err := tx.Ent.Employee.Get(ctx, employee); ent.IsNotFound(err) {
		return errs.NotFound("employee")
	} else if err != nil {
		return err
	}
	excluded, err := tx.Ent.Exclusion.Query().Where(exclusion.GroupID(g.ID), exclusion.EmployeeID(employee)).Exist(ctx)
	if err == nil && excluded {
		return errs.New(errs.CodeConflict, "the employee is excluded from this group already")
	}
	return err
}

// Readmit takes an exclusion back: the employee is in the group again where the criteria hold.
func (s *Service) Readmit(ctx context.Context, id, employee int64) (*ent.Group, error) {
	return s.change(ctx, id, func(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
		gone, err := tx.Ent.Exclusion.Delete().Where(exclusion.GroupID(g.ID), exclusion.EmployeeID(employee)).Exec(ctx)
		if err != nil {
			return err
		}
		if gone == 0 {
			return errs.NotFound("exclusion")
		}
		return s.engine.Readmit(ctx, tx, g.OrganizationID, g.ID, []int64{employee})
	})
}
