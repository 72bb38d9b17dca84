package graph

import (
	"context"

	"muster/ent"
	"muster/graph/model"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/membership"
)

func (q query) PreviewRedescription(ctx context.Context, groupID, description string) (*model.RedescriptionPreview, error) {
	g, err := q.known(ctx, groupID)
	if err != nil {
		return nil, err
	}
	d, err := q.Resolver.Groups.Difference(ctx, g.ID, description)
	if err != nil {
		return nil, err
	}
	out := &model.RedescriptionPreview{GroupID: g.ID, JoiningSelection: d.Joining, LeavingSelection: d.Leaving, Added: []string{}, Removed: []string{}}
	if out.Interpretation, err = q.interpretation(ctx, d.Preview.Interpretation, d.Preview.Tree); err != nil || d.Preview.Tree == nil {
		return out, err
	}
	out.Criteria = &model.Criteria{Readback: out.Interpretation.Readback, Tree: *d.Preview.Tree}
	if out.Added, err = q.phrases(ctx, d.Added); err != nil {
		return nil, err
	}
	out.Removed, err = q.phrases(ctx, d.Removed)
	return out, err
}

// phrases reads conditions back, one by one.
func (r *Resolver) phrases(ctx context.Context, conditions []criteria.Node) ([]string, error) {
	own, err := r.ownOrganization(ctx)
	if err != nil {
		return nil, err
	}
	names, err := r.Groups.Names(ctx, criteria.Tree{Root: criteria.AllOf{Of: conditions}}.References())
	if err != nil {
		return nil, err
	}
	phrases := make([]string, len(conditions))
	for i, c := range conditions {
		phrases[i] = criteria.ReadbackCondition(c, names, own.Language)
	}
	return phrases, nil
}

// count and page answer for a selection that refused words do not have.
func count(ctx context.Context, s *membership.Select) (int, error) {
	if s == nil {
		return 0, nil
	}
	return s.Count(ctx)
}

func page(ctx context.Context, s *membership.Select, first *int, after *string) (*model.EmployeeConnection, error) {
	if s == nil {
		return selected(nobody{}).Page(ctx, first, after)
	}
	return selected(s).Page(ctx, first, after)
}

// nobody is the selection that finds none.
type nobody struct{}

func (nobody) After(context.Context, int64, int) ([]int64, error) { return nil, nil }
func (nobody) Count(context.Context) (int, error)                 { return 0, nil }

func (redescriptions) JoiningCount(ctx context.Context, p *model.RedescriptionPreview) (int, error) {
	return count(ctx, p.JoiningSelection)
}

func (redescriptions) Joining(ctx context.Context, p *model.RedescriptionPreview, first *int, after *string) (*model.EmployeeConnection, error) {
	return page(ctx, p.JoiningSelection, first, after)
}

func (redescriptions) LeavingCount(ctx context.Context, p *model.RedescriptionPreview) (int, error) {
	return count(ctx, p.LeavingSelection)
}

func (redescriptions) Leaving(ctx context.Context, p *model.RedescriptionPreview, first *int, after *string) (*model.EmployeeConnection, error) {
	return page(ctx, p.LeavingSelection, first, after)
}

// Effects tells what becomes of the groups that name this one.
func (r redescriptions) Effects(ctx context.Context, p *model.RedescriptionPreview) ([]*model.GroupEffect, error) {
	list := []*model.GroupEffect{}
	if p.Criteria == nil {
		return list, nil
	}
	own, err := r.ownOrganization(ctx)
	if err != nil {
		return nil, err
	}
	effects, known, err := r.Engine.Effects(ctx, own.ID, p.GroupID, p.Criteria.Tree)
	if err != nil || !known {
		return nil, err
	}
	for _, e := range effects {
		g, err := loadersFrom(ctx).group.Load(ctx, e.Group)
		if err != nil {
			return nil, err
		}
		list = append(list, &model.GroupEffect{Group: g, JoiningCount: e.Joining, LeavingCount: e.Leaving})
	}
	return list, nil
}

// maxDependents bounds the groups that are listed as hanging on one.
const maxDependents = 100

// Dependents says what hangs on the group.
func (r groups) Dependents(ctx context.Context, g *ent.Group) (*model.GroupDependents, error) {
	d, err := r.Groups.Dependents(ctx, g)
	if err != nil {
		return nil, err
	}
	return &model.GroupDependents{
		Groups: d.Groups[:min(len(d.Groups), maxDependents)], GroupCount: len(d.Groups),
		PendingReminders: d.PendingReminders, PinCount: d.Pins, ExclusionCount: d.Exclusions,
	}, nil
}

// maxOverlap bounds the groups that are compared at once.
const maxOverlap = 10

func (q query) GroupOverlap(ctx context.Context, groupIds []string) (*model.GroupOverlap, error) {
	byID := map[int64]*ent.Group{}
	out := &model.GroupOverlap{Pairs: []*model.GroupPairOverlap{}}
	var numbers []int64
	for _, id := range groupIds[:min(len(groupIds), maxOverlap+1)] {
		g, err := q.known(ctx, id)
		if err != nil {
			return nil, err
		}
		if byID[g.ID] == nil {
			byID[g.ID], numbers, out.Groups = g, append(numbers, g.ID), append(out.Groups, g)
		}
	}
	if len(numbers) < 2 || len(numbers) > maxOverlap {
		return nil, errs.New(errs.CodeInvalid, "groupOverlap compares between 2 and %d groups", maxOverlap)
	}
	overlap, err := q.Engine.Overlap(ctx, out.Groups[0].OrganizationID, numbers)
	if err != nil {
		return nil, err
	}
	out.All, out.Any = overlap.All, overlap.Any
	for _, p := range overlap.Pairs {
		out.Pairs = append(out.Pairs, &model.GroupPairOverlap{One: byID[p.One], Other: byID[p.Other], Count: p.Count})
	}
	return out, nil
}

// Gaps says how many employees lack what the criteria ask for.
func (r previews) Gaps(ctx context.Context, p *model.CriteriaPreview) ([]*model.DataGap, error) {
	if p.Selection == nil {
		return []*model.DataGap{}, nil
	}
	gaps, err := p.Selection.Gaps(ctx)
	if err != nil {
		return nil, err
	}
	own, err := r.ownOrganization(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]*model.DataGap, len(gaps))
	for i, g := range gaps {
		all[i] = &model.DataGap{Field: g.Field, Missing: g.Missing, Total: g.Total, Message: criteria.ReadbackGap(g.Field, g.Missing, g.Total, own.Language)}
	}
	return all, nil
}
