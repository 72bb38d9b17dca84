package scim

import (
	"context"
	"slices"
	"strings"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/ent/membership"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/group"
	"muster/internal/ids"
	engine "muster/internal/membership"
	"muster/internal/scim/fault"
	"muster/internal/scim/patch"
	"muster/internal/scim/schema"
	"muster/internal/storage"
)

// createGroup makes a manual group that the identity provider alone changes.
func (s *Service) createGroup(ctx context.Context, body map[string]any, show selection) (made resource, err error) {
	members, err := membersIn(body)
	if err != nil {
		return made, err
	}
	d, err := schema.Group.Read(body)
	if err != nil {
		return made, err
	}
	err = s.alone(ctx, func(ctx context.Context, tx *storage.Tx) error {
		said := provisioned(d)
		if err := checkGroupName(ctx, tx, said.Name, 0); err != nil {
			return err
		}
		g, err := s.groups.CreateProvisioned(ctx, tx, said)
		if err != nil {
			return err
		}
		if g, err = s.move(ctx, tx, g, moves{all: true, join: members}); err != nil {
			return err
		}
		made, err = s.representGroup(ctx, g, show)
		return err
	})
	return made, err
}

func provisioned(d schema.Document) group.Provisioned {
	name, _ := d["displayName"].(string)
	id, _ := d["externalId"].(string)
	return group.Provisioned{Name: strings.TrimSpace(name), ExternalID: some(id)}
}

// checkGroupName refuses a name that another Group has: identity providers find Groups by their names.
func checkGroupName(ctx context.Context, tx *storage.Tx, name string, self int64) error {
	found, err := tx.Ent.Group.Query().
		Where(entgroup.SourceEQ(entgroup.SourceSCIM), entgroup.NameKey(criteria.Fold(name)), entgroup.IDNEQ(self)).All(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(found, func(g *ent.Group) bool { return lower(g.Name) == lower(name) }) {
		return fault.New(fault.Uniqueness, "there is a Group of that displayName")
	}
	return nil
}

// group finds a Group by its id.
func (s *Service) group(ctx context.Context, id string) (*ent.Group, error) {
	number, _ := ids.Parse(ids.Group, id) // 0, which no row has, for what is no id
	g, err := s.db.Read(ctx).Group.Query().Where(entgroup.ID(number), entgroup.SourceEQ(entgroup.SourceSCIM)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.NotFound("Group")
	}
	return g, err
}

func (s *Service) getGroup(ctx context.Context, id string, show selection) (resource, error) {
	g, err := s.group(ctx, id)
	if err != nil {
		return resource{}, err
	}
	return s.representGroup(ctx, g, show)
}

func (s *Service) replaceGroup(ctx context.Context, id, ifMatch string, body map[string]any, show selection) (resource, error) {
	members, err := membersIn(body)
	if err != nil {
		return resource{}, err
	}
	after, err := schema.Group.Read(body)
	if err != nil {
		return resource{}, err
	}
	return s.changeGroup(ctx, id, ifMatch, moves{all: true, join: members}, show, func(schema.Document) (schema.Document, error) {
		return after, nil
	})
}

func (s *Service) patchGroup(ctx context.Context, id, ifMatch string, operations []patch.Operation, show selection) (resource, error) {
	others, moving, err := split(operations)
	if err != nil {
		return resource{}, err
	}
	return s.changeGroup(ctx, id, ifMatch, moving, show, func(before schema.Document) (schema.Document, error) {
		return patch.Apply(schema.Group, before, others)
	})
}

// changeGroup writes what change makes of a Group, and its members.
func (s *Service) changeGroup(ctx context.Context, id, ifMatch string, moving moves, show selection,
	change func(before schema.Document) (schema.Document, error),
) (r resource, err error) {
	err = s.alone(ctx, func(ctx context.Context, tx *storage.Tx) error {
		g, err := s.group(ctx, id)
		if err != nil {
			return err
		}
		if err := checkMatch(ifMatch, versionOf(g)); err != nil {
			return err
		}
		before := groupDocument(g)
		after, err := change(before)
		if err != nil {
			return err
		}
		was, said := provisioned(before), provisioned(after)
		if said.Name != was.Name || pointed(said.ExternalID) != pointed(was.ExternalID) {
			if err := checkGroupName(ctx, tx, said.Name, g.ID); err != nil {
				return err
			}
			if g, err = s.groups.ChangeProvisioned(ctx, tx, g, said); err != nil {
				return err
			}
		}
		if g, err = s.move(ctx, tx, g, moving); err != nil {
			return err
		}
		r, err = s.representGroup(ctx, g, show)
		return err
	})
	return r, err
}

func (s *Service) deleteGroup(ctx context.Context, id, ifMatch string) error {
	return s.alone(ctx, func(ctx context.Context, tx *storage.Tx) error {
		g, err := s.group(ctx, id)
		if err != nil {
			return err
		}
		if err := checkMatch(ifMatch, versionOf(g)); err != nil {
			return err
		}
		return s.groups.DeleteProvisioned(ctx, tx, g)
	})
}

// leaveAll takes a person out of all Groups.
func (s *Service) leaveAll(ctx context.Context, tx *storage.Tx, employee int64) error {
	in, err := tx.Ent.Membership.Query().Where(membership.EmployeeID(employee)).All(ctx)
	if err != nil {
		return err
	}
	numbers, err := engine.WaitedFor(ctx, tx, organization(ctx), employee)
	if err != nil {
		return err
	}
	for _, m := range in {
		numbers = append(numbers, m.GroupID)
	}
	groups, err := tx.Ent.Group.Query().Where(entgroup.IDIn(numbers...), entgroup.SourceEQ(entgroup.SourceSCIM)).Order(entgroup.ByID()).All(ctx)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if _, err := s.groups.MoveProvisioned(ctx, tx, g, nil, []int64{employee}); err != nil {
			return err
		}
	}
	return nil
}
