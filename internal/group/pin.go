package group

import (
	"context"
	"time"

	"muster/ent"
	"muster/internal/bulk"
	"muster/internal/errs"
	"muster/internal/storage"
)

// PinInput is why employees are kept in a group, and until when; nil: until they are unpinned.
type PinInput struct {
	Note      string
	ExpiresAt *time.Time
}

// Pin keeps one employee in the group from now on, as long as the account is active.
func (s *Service) Pin(ctx context.Context, id, employee int64, in PinInput) (*ent.Group, *ent.Pin, error) {
	g, made, result, err := s.pin(ctx, id, Members{IDs: []int64{employee}}, in)
	return g, made, one(result, err, errs.New(errs.CodeConflict, "the employee is pinned to this group already"))
}

// PinMany keeps employees in the group from now on, as long as their accounts are active.
func (s *Service) PinMany(ctx context.Context, id int64, who Members, in PinInput) (*ent.Group, bulk.Result, error) {
	g, _, result, err := s.pin(ctx, id, who, in)
	return g, result, err
}

// pin gives the last pin that it made, too.
func (s *Service) pin(ctx context.Context, id int64, who Members, in PinInput) (*ent.Group, *ent.Pin, bulk.Result, error) {
	note, err := text("the note", in.Note, maxNote)
	if err != nil {
		return nil, nil, bulk.Result{}, err
	}
	var made *ent.Pin
	g, result, err := s.order(ctx, id, who, pinned, details{"note": note}, in.ExpiresAt, func(ctx context.Context, tx *storage.Tx, o order) error {
		rows, err := tx.Ent.Pin.MapCreateBulk(o.employees, func(c *ent.PinCreate, i int) {
			c.SetOrganizationID(o.group.OrganizationID).SetGroupID(o.group.ID).SetEmployeeID(o.employees[i]).SetNote(note).
				SetCreatedAt(o.at).SetCreatedBy(o.by).SetNillableExpiresAt(o.expiresAt)
		}).Save(ctx)
		if err == nil {
			made = rows[len(rows)-1]
		}
		return err
	})
	return g, made, result, err
}

// Unpin takes a pin back: the employee stays where the criteria hold.
func (s *Service) Unpin(ctx context.Context, id, employee int64) (*ent.Group, error) {
	g, result, err := s.UnpinMany(ctx, id, Members{IDs: []int64{employee}})
	return g, one(result, err, errs.NotFound("pin"))
}

// UnpinMany takes pins back.
func (s *Service) UnpinMany(ctx context.Context, id int64, who Members) (*ent.Group, bulk.Result, error) {
	return s.takeBack(ctx, id, who, pinned)
}
