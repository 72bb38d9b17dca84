package group

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"muster/ent"
	"muster/ent/exclusion"
	entgroup "muster/ent/group"
	"muster/ent/pin"
	"muster/ent/reminder"
	"muster/ent/reminderrequest"
	"muster/internal/criteria"
)

// Dependents is what hangs on a group.
type Dependents struct {
	Groups           []*ent.Group // whose criteria name it
	PendingReminders int          // e-mails to its members that have not gone out
	Pins, Exclusions int
}

// Dependents says what hangs on a group of the caller's organization.
func (s *Service) Dependents(ctx context.Context, g *ent.Group) (*Dependents, error) {
	client := s.db.Read(ctx)
	var d Dependents
	var err error
	if d.Groups, err = naming(ctx, client, g); err != nil {
		return nil, err
	}
	if d.Pins, err = client.Pin.Query().Where(pin.GroupID(g.ID)).Count(ctx); err != nil {
		return nil, err
	}
	if d.Exclusions, err = client.Exclusion.Query().Where(exclusion.GroupID(g.ID)).Count(ctx); err != nil {
		return nil, err
	}
	d.PendingReminders, err = client.Reminder.Query().Where(reminder.StateIn(reminder.StatePENDING, reminder.StateSENDING), func(s *sql.Selector) {
		requests := sql.Table(reminderrequest.Table)
		s.Where(sql.In(s.C(reminder.FieldRequestID), sql.Select(requests.C(reminderrequest.FieldID)).From(requests).Where(sql.And(
			sql.EQ(requests.C(reminderrequest.FieldOrganizationID), g.OrganizationID), sql.EQ(requests.C(reminderrequest.FieldGroupID), g.ID)))))
	}).Count(ctx)
	return &d, err
}

// naming gives the groups whose criteria name the group.
func naming(ctx context.Context, client *ent.Client, g *ent.Group) ([]*ent.Group, error) {
	others, err := client.Group.Query().Where(entgroup.IDNEQ(g.ID), entgroup.CriteriaNotNil()).Order(entgroup.ByNameKey(), entgroup.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	found := []*ent.Group{}
	for _, other := range others {
		tree, err := CriteriaOf(other)
		if err != nil {
			return nil, err
		}
		if tree != nil && slices.Contains(tree.References().Groups, criteria.GroupID(g.ID)) {
			found = append(found, other)
		}
	}
	return found, nil
}
