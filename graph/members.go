package graph

import (
	"context"

	"muster/ent"
	"muster/ent/membership"
	"muster/graph/connection"
	"muster/graph/model"
)

func (r groups) Members(
	ctx context.Context, g *ent.Group, first *int, after *string, last *int, before, search *string,
) (*model.GroupMemberConnection, error) {
	rows := r.client(ctx).Membership.Query().Where(membership.GroupID(g.ID))
	count := func(context.Context) (int, error) { return g.MemberCount, nil }
	if search != nil {
		found, err := employeeSearch(*search)
		if err != nil {
			return nil, err
		}
		rows = rows.Where(membership.HasEmployeeWith(found))
		count = func(ctx context.Context) (int, error) { return rows.Clone().Count(ctx) }
	}
	return connection.List[*model.GroupMember]{
		Order: membersByID,
		Fetch: func(ctx context.Context, s connection.Slice) ([]*model.GroupMember, error) {
			found, err := rows.Clone().Where(s.Where).Order(s.OrderBy).Limit(s.Limit).All(ctx)
			page := make([]*model.GroupMember, len(found))
			for i, m := range found {
				page[i] = &model.GroupMember{Group: g, EmployeeID: m.EmployeeID, JoinedAt: m.JoinedAt}
			}
			return page, err
		},
		Count: count,
	}.Page(ctx, connection.Args{First: first, After: after, Last: last, Before: before})
}

func (members) Employee(ctx context.Context, m *model.GroupMember) (*ent.Employee, error) {
	return loadersFrom(ctx).employee.Load(ctx, m.EmployeeID)
}
