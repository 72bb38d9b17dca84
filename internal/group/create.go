package group

import (
	"context"
	"errors"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/storage"
)

// SmartInput is a smart group to create. With a ClientMutationID, sending it again gives the group that the first call made.
type SmartInput struct {
	Name             string
	Description      string
	ClientMutationID *string
}

// CreateSmart makes a GENERATING group together with the job that generates it.
func (s *Service) CreateSmart(ctx context.Context, in SmartInput) (*ent.Group, error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return nil, err
	}
	if in.Name, err = text("the name", in.Name, maxName); err != nil {
		return nil, err
	}
	if in.Description, err = text("the description", in.Description, maxDescription); err != nil {
		return nil, err
	}
	if in.ClientMutationID != nil {
		id, err := text("clientMutationId", *in.ClientMutationID, maxName)
		if err != nil {
			return nil, err
		}
		in.ClientMutationID = &id
	}
	var made *ent.Group
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if made, err = sentBefore(ctx, tx, in); made != nil || err != nil {
			return err
		}
		made, err = s.draft(tx, who.OrganizationID, in.Name, entgroup.KindSMART, entgroup.StatusGENERATING).
			SetDescription(in.Description).SetNillableClientMutationID(in.ClientMutationID).Save(ctx)
		if err != nil {
			return err
		}
		if err := record(ctx, tx, made, audit.GroupCreated, details{"kind": made.Kind, "description": in.Description}); err != nil {
			return err
		}
		return s.jobs.Enqueue(ctx, tx, GenerateArgs{OrganizationID: who.OrganizationID, GroupID: made.ID, Author: who.Name})
	})
	if ent.IsConstraintError(err) && in.ClientMutationID != nil { // the same call on another node was faster
		return s.again(ctx, in)
	}
	return made, err
}

func (s *Service) again(ctx context.Context, in SmartInput) (made *ent.Group, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		made, err = sentBefore(ctx, tx, in)
		if err == nil && made == nil {
			return errors.New("the group that refused a second one is gone")
		}
		return err
	})
	return made, err
}

// sentBefore finds the group that an earlier call with the same clientMutationId made; one with other words is a conflict.
func sentBefore(ctx context.Context, tx *storage.Tx, in SmartInput) (*ent.Group, error) {
	if in.ClientMutationID == nil {
		return nil, nil
	}
	g, err := tx.Ent.Group.Query().Where(entgroup.ClientMutationID(*in.ClientMutationID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err == nil && g.Description != nil && *g.Description != in.Description {
		return nil, errs.New(errs.CodeConflict, "clientMutationId %q was used for another group", *in.ClientMutationID)
	}
	return g, err
}

// CreateManual makes a group whose members are set by hand, ACTIVE at once.
func (s *Service) CreateManual(ctx context.Context, name string) (*ent.Group, error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return nil, err
	}
	if name, err = text("the name", name, maxName); err != nil {
		return nil, err
	}
	var made *ent.Group
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		made, err = s.draft(tx, who.OrganizationID, name, entgroup.KindMANUAL, entgroup.StatusACTIVE).Save(ctx)
		if err != nil {
			return err
		}
		return record(ctx, tx, made, audit.GroupCreated, details{"kind": made.Kind})
	})
	return made, err
}

func (s *Service) draft(tx *storage.Tx, organization int64, name string, kind entgroup.Kind, status entgroup.Status) *ent.GroupCreate {
	now := s.instant()
	return tx.Ent.Group.Create().SetOrganizationID(organization).SetName(name).SetNameKey(criteria.Fold(name)).
		SetKind(kind).SetStatus(status).SetCreatedAt(now).SetUpdatedAt(now)
}
