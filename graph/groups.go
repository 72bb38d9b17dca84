package graph

import (
	"context"

	"muster/ent"
	"muster/ent/group"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/criteria"
	"muster/internal/ids"
)

func (q query) Groups(
	ctx context.Context, first *int, after *string, last *int, before *string, filter *model.GroupFilter,
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
		var err error
		if rows, err = searchGroups(rows, filter.Search); err != nil {
			return nil, err
		}
	}
	return pageOf(ctx, rows, groupsNewestFirst, connection.Args{First: first, After: after, Last: last, Before: before})
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
