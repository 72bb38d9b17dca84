package graph

import (
	"context"
	"time"

	"muster/ent"
	"muster/ent/criteriaversion"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/ids"
	"muster/internal/membership"
)

// maxEpisodes bounds the episodes of one employee in one group.
const maxEpisodes = 100

// known gives the caller's group, or NOT_FOUND.
func (q query) known(ctx context.Context, id string) (*ent.Group, error) {
	g, err := q.Group(ctx, id)
	if err == nil && g == nil {
		return nil, errs.NotFound("group")
	}
	return g, err
}

func (q query) GroupMembersAt(ctx context.Context, groupID string, at time.Time, first *int, after *string) (*model.EmployeeConnection, error) {
	g, err := q.known(ctx, groupID)
	if err != nil {
		return nil, err
	}
	past := q.Engine.MembersAt(g.OrganizationID, g.ID, criteria.InstantOf(at))
	return selected(past).Page(ctx, first, after)
}

// selection is a question for employees, asked in the order of their ids.
type selection interface {
	After(ctx context.Context, id int64, limit int) ([]int64, error)
	Count(ctx context.Context) (int, error)
}

// selected gives the answer in pages.
func selected(s selection) connection.Forward[*ent.Employee] {
	return connection.Forward[*ent.Employee]{
		Order: employeesByID,
		After: func(ctx context.Context, id int64, limit int) ([]*ent.Employee, error) {
			chosen, err := s.After(ctx, id, limit)
			if err != nil {
				return nil, err
			}
			return employeesOf(ctx, chosen)
		},
		Count: s.Count,
	}
}

func (q query) MembershipEpisodes(ctx context.Context, groupID, employeeID string) ([]*membership.Episode, error) {
	g, err := q.known(ctx, groupID)
	if err != nil {
		return nil, err
	}
	episodes, err := q.Engine.Episodes(ctx, g.OrganizationID, g.ID, number(ids.Employee, employeeID), maxEpisodes)
	all := make([]*membership.Episode, len(episodes))
	for i := range episodes {
		all[i] = &episodes[i]
	}
	return all, err
}

// CriteriaVersions lists what the group's criteria were, the newest first.
func (r groups) CriteriaVersions(ctx context.Context, g *ent.Group, first *int, after *string) (*model.CriteriaVersionConnection, error) {
	rows := r.client(ctx).CriteriaVersion.Query().Where(criteriaversion.GroupID(g.ID))
	return pageOf(ctx, rows, versionsNewestFirst, connection.Args{First: first, After: after})
}

// Criteria reads a version's criteria back as things are called today.
func (r versions) Criteria(ctx context.Context, v *ent.CriteriaVersion) (*model.Criteria, error) {
	var tree criteria.Tree
	if err := tree.UnmarshalJSON(v.Criteria); err != nil {
		return nil, err
	}
	readback, err := r.readback(ctx, tree, v.Criteria)
	return &model.Criteria{Readback: readback, Tree: tree}, err
}
