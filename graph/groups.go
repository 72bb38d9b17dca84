package graph

import (
	"context"

	"muster/ent"
	"muster/ent/group"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/criteria"
	"muster/internal/group/action"
	"muster/internal/ids"
)

func (q query) Groups(
	ctx context.Context, first *int, after *string, last *int, before *string, filter *model.GroupFilter, orderBy *model.GroupOrder,
) (*model.GroupConnection, error) {
	rows := q.client(ctx).Group.Query()
	if filter != nil {
		switch {
		case filter.Tab == nil:
		case *filter.Tab == model.GroupTabActive:
			rows = rows.Where(group.StatusEQ(group.StatusACTIVE))
		default:
			rows = rows.Where(group.StatusNEQ(group.StatusACTIVE))
		}
		if filter.Kinds != nil {
			rows = rows.Where(group.KindIn(filter.Kinds...))
		}
		if filter.Statuses != nil {
			rows = rows.Where(group.StatusIn(filter.Statuses...))
		}
		var err error
		if rows, err = searchGroups(rows, filter.Search); err != nil {
			return nil, err
		}
	}
	order := groupsNewestFirst
	if orderBy != nil {
		order = groupsBy[orderBy.Field]
		order.Descending = orderBy.Direction == model.OrderDirectionDesc
	}
	return pageOf(ctx, rows, order, connection.Args{First: first, After: after, Last: last, Before: before})
}

// GroupCounts counts by kind and status in one query; the rest are sums.
func (q query) GroupCounts(ctx context.Context, search *string) (*model.GroupCounts, error) {
	rows, err := searchGroups(q.client(ctx).Group.Query(), search)
	if err != nil {
		return nil, err
	}
	var counts []struct {
		Kind   group.Kind   `json:"kind"`
		Status group.Status `json:"status"`
		Count  int          `json:"count"`
	}
	if err := rows.GroupBy(group.FieldKind, group.FieldStatus).Aggregate(ent.Count()).Scan(ctx, &counts); err != nil {
		return nil, err
	}
	all := &model.GroupCounts{Kinds: []*model.GroupKindCount{}, Statuses: []*model.GroupStatusCount{}}
	kinds, statuses := map[group.Kind]*model.GroupKindCount{}, map[group.Status]*model.GroupStatusCount{}
	for _, kind := range []group.Kind{group.KindMANUAL, group.KindSMART, group.KindSYSTEM} {
		kinds[kind] = &model.GroupKindCount{Kind: kind}
		all.Kinds = append(all.Kinds, kinds[kind])
	}
	for _, status := range []group.Status{group.StatusGENERATING, group.StatusREADY, group.StatusFAILED, group.StatusINACTIVE, group.StatusACTIVE} {
		statuses[status] = &model.GroupStatusCount{Status: status}
		all.Statuses = append(all.Statuses, statuses[status])
	}
	for _, c := range counts {
		all.Total, kinds[c.Kind].Total = all.Total+c.Count, kinds[c.Kind].Total+c.Count
		statuses[c.Status].Total += c.Count
		if c.Status == group.StatusACTIVE {
			all.Active, kinds[c.Kind].Active = all.Active+c.Count, kinds[c.Kind].Active+c.Count
		} else {
			all.Inactive, kinds[c.Kind].Inactive = all.Inactive+c.Count, kinds[c.Kind].Inactive+c.Count
		}
	}
	return all, nil
}

// AllowedActions lists what the viewer may do with the group now.
func (groups) AllowedActions(ctx context.Context, g *ent.Group) ([]action.Action, error) {
	return action.Allowed(ctx, g), nil
}

// SelectableGroups lists what a selector of groups offers: the active ones.
func (q query) SelectableGroups(ctx context.Context, first *int, after, search *string) (*model.GroupConnection, error) {
	rows, err := searchGroups(q.client(ctx).Group.Query().Where(group.StatusEQ(group.StatusACTIVE)), search)
	if err != nil {
		return nil, err
	}
	return pageOf(ctx, rows, groupsNewestFirst, connection.Args{First: first, After: after})
}

func searchGroups(rows *ent.GroupQuery, words *string) (*ent.GroupQuery, error) {
	if words == nil {
		return rows, nil
	}
	return rows.Where(group.NameKeyContains(criteria.Fold(*words))), checkSearch(*words)
}

func (groups) ID(_ context.Context, g *ent.Group) (string, error) {
	return ids.Format(ids.Group, g.ID), nil
}

// AiGenerated tells whether the group came from a description.
func (groups) AiGenerated(_ context.Context, g *ent.Group) (bool, error) {
	return g.Kind == group.KindSMART, nil
}

func (groups) Failure(_ context.Context, g *ent.Group) (*model.GroupFailure, error) {
	if g.FailureCode == nil || g.FailureMessage == nil {
		return nil, nil
	}
	return &model.GroupFailure{Code: *g.FailureCode, Message: *g.FailureMessage}, nil
}

func (groups) Redescribing(_ context.Context, g *ent.Group) (bool, error) {
	return len(g.Pending) > 0 && string(g.Pending) != "null", nil
}
