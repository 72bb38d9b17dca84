package group

import (
	"context"
	"errors"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/group/action"
	"muster/internal/storage"
)

// Provisioned is what an identity provider says of a group, beside its members.
type Provisioned struct {
	Name       string
	ExternalID *string // nil: it has none
}

// The methods below act for an identity that came by SCIM, in the caller's transaction, which holds the organization's lock exclusively.

// errNotProvider is a fault of ours: nobody else gets this far.
var errNotProvider = errors.New("group: a provisioned group is changed by SCIM alone")

// CreateProvisioned makes a manual group that the identity provider alone changes, ACTIVE at once.
func (s *Service) CreateProvisioned(ctx context.Context, tx *storage.Tx, p Provisioned) (*ent.Group, error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return nil, err
	}
	if who.Source != auth.FromSCIM {
		return nil, errNotProvider
	}
	if p.Name, err = text("the name", p.Name, maxName); err != nil {
		return nil, err
	}
	g, err := s.draft(tx, who.OrganizationID, p.Name, entgroup.KindMANUAL, entgroup.StatusACTIVE).
		SetSource(entgroup.SourceSCIM).SetNillableExternalID(p.ExternalID).Save(ctx)
	if err != nil {
		return nil, err
	}
	return g, record(ctx, tx, g, audit.GroupCreated, details{"kind": g.Kind})
}

// ChangeProvisioned gives a group the name and the external id.
func (s *Service) ChangeProvisioned(ctx context.Context, tx *storage.Tx, g *ent.Group, p Provisioned) (*ent.Group, error) {
	if err := action.Rename.Check(ctx, g); err != nil {
		return nil, err
	}
	name, err := text("the name", p.Name, maxName)
	if err != nil {
		return nil, err
	}
	update := tx.Ent.Group.UpdateOne(g).SetName(name).SetNameKey(criteria.Fold(name)).SetUpdatedAt(s.instant())
	if p.ExternalID == nil {
		update.ClearExternalID()
	} else {
		update.SetExternalID(*p.ExternalID)
	}
	changed, err := update.Save(ctx)
	if err != nil {
		return nil, err
	}
	s.engine.GroupUpdated(tx, g.OrganizationID, g.ID, g.Version)
	if name == g.Name {
		return changed, nil
	}
	return changed, record(ctx, tx, changed, audit.GroupRenamed, details{"from": g.Name})
}

// MoveProvisioned lets employees join a group and others leave it; those who are where they should be stay there.
func (s *Service) MoveProvisioned(ctx context.Context, tx *storage.Tx, g *ent.Group, join, leave []int64) (*ent.Group, error) {
	for _, part := range []struct {
		action  action.Action
		set     func(ctx context.Context, tx *storage.Tx, organization, group int64, employees []int64) ([]int64, error)
		members []int64
		audited audit.Action
	}{
		{action.AddMembers, s.engine.Add, join, audit.MembersAdded},
		{action.RemoveMembers, s.engine.Remove, leave, audit.MembersRemoved},
	} {
		if err := part.action.Check(ctx, g); err != nil {
			return nil, err
		}
		moved, err := part.set(ctx, tx, g.OrganizationID, g.ID, part.members)
		if err != nil {
			return nil, err
		}
		if len(moved) == 0 {
			continue
		}
		if g, err = tx.Ent.Group.UpdateOneID(g.ID).SetUpdatedAt(s.instant()).Save(ctx); err != nil {
			return nil, err
		}
		if err := recordMembers(ctx, tx, g, part.audited, moved, map[string]any{}); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// DeleteProvisioned removes a group for good. One that others' criteria name stays (errs.CodeConflict says which).
func (s *Service) DeleteProvisioned(ctx context.Context, tx *storage.Tx, g *ent.Group) error {
	if err := action.Delete.Check(ctx, g); err != nil {
		return err
	}
	return s.end(ctx, tx, g, audit.GroupDeleted)
}
