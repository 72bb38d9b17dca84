package graph

import (
	"context"
	"encoding/json"
	"fmt"

	"muster/ent"
	"muster/ent/group"
	"muster/graph/model"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/ids"
	"muster/internal/membership"
	"muster/internal/notify"
)

// own gives a group of the caller's organization.
func (s subscription) own(ctx context.Context, id string) (*ent.Group, error) {
	if _, err := auth.Require(ctx, auth.Viewer); err != nil {
		return nil, err
	}
	number, _ := ids.Parse(ids.Group, id)
	return s.present(ctx, number)
}

// present reads the group as it is now.
func (s subscription) present(ctx context.Context, number int64) (*ent.Group, error) {
	g, err := s.client(ctx).Group.Query().Where(group.ID(number)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.NotFound("group")
	}
	return g, err
}

// GroupUpdated sends the group as it is after a change. Changes that come faster than they are read are sent as one,
// and so are those that were missed. A deleted group ends it with NOT_FOUND.
func (s subscription) GroupUpdated(ctx context.Context, id string) (<-chan *ent.Group, error) {
	own, err := s.own(ctx, id)
	if err != nil {
		return nil, err
	}
	read := func(ctx context.Context, _ []notify.Message) ([]*ent.Group, error) {
		g, err := s.present(ctx, own.ID)
		return []*ent.Group{g}, err
	}
	return listen(ctx, s.Broker, notify.GroupUpdated(own.OrganizationID, own.ID), read)
}

// MembershipChanged sends every change at most once, in order. Where some may have been missed it sends a change without
// names that has the present version: a client that is at another one refetches. A deleted group ends it with
// NOT_FOUND.
func (s subscription) MembershipChanged(ctx context.Context, id string) (<-chan *model.MembershipChange, error) {
	own, err := s.own(ctx, id)
	if err != nil {
		return nil, err
	}
	told := int64(0) // the version that was told after what may have been missed
	read := func(ctx context.Context, messages []notify.Message) (changes []*model.MembershipChange, err error) {
		g, err := s.present(ctx, own.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range messages {
			change := &model.MembershipChange{GroupID: own.ID, At: criteria.InstantOf(s.Now()), Version: g.Version}
			if m.Missed {
				told = g.Version
			} else if change, err = changeOf(own.ID, m); err != nil {
				return nil, err
			} else if m.Version <= told {
				continue
			}
			changes = append(changes, change)
		}
		return changes, nil
	}
	messages, err := s.Broker.Subscribe(ctx, notify.MembershipChanged(own.OrganizationID, own.ID))
	if err != nil {
		return nil, err
	}
	own, err = s.present(ctx, own.ID)
	if err != nil {
		messages.Close()
		return nil, err
	}
	return turn(ctx, notify.InOrder(messages, own.Version), read), nil
}

func changeOf(number int64, m notify.Message) (*model.MembershipChange, error) {
	var d membership.Delta
	if err := json.Unmarshal(m.Payload, &d); err != nil {
		return nil, fmt.Errorf("a delta of group %d: %w", number, err)
	}
	return &model.MembershipChange{
		GroupID: number, At: criteria.Instant(d.At), Version: m.Version,
		JoinedIDs: d.Joined, LeftIDs: d.Left, JoinedCount: d.JoinedCount, LeftCount: d.LeftCount,
	}, nil
}

func (changes) Group(ctx context.Context, c *model.MembershipChange) (*ent.Group, error) {
	g, err := orNil(loadersFrom(ctx).group.Load(ctx, c.GroupID))
	if g == nil && err == nil {
		err = errs.NotFound("group")
	}
	return g, err
}

func (changes) Joined(ctx context.Context, c *model.MembershipChange) ([]*ent.Employee, error) {
	return employeesOf(ctx, c.JoinedIDs)
}

func (changes) Left(ctx context.Context, c *model.MembershipChange) ([]*ent.Employee, error) {
	return employeesOf(ctx, c.LeftIDs)
}

// employeesOf loads employees in the ids' order, without those that do not exist.
func employeesOf(ctx context.Context, ids []int64) ([]*ent.Employee, error) {
	thunks := make([]func() (*ent.Employee, error), len(ids))
	for i, id := range ids {
		thunks[i] = loadersFrom(ctx).employee.LoadThunk(ctx, id)
	}
	found := make([]*ent.Employee, 0, len(ids))
	for _, thunk := range thunks {
		e, err := orNil(thunk())
		if err != nil {
			return nil, err
		}
		if e != nil {
			found = append(found, e)
		}
	}
	return found, nil
}
