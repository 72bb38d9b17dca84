package graph

import (
	"context"

	"muster/ent"
	"muster/ent/group"
	"muster/graph/model"
	"muster/internal/criteria"
	"muster/internal/errs"
)

func (r groups) Interpretation(ctx context.Context, g *ent.Group) (*model.Interpretation, error) {
	return r.Reading.Interpretation(ctx, g)
}

func (r groups) Criteria(ctx context.Context, g *ent.Group) (*model.Criteria, error) {
	return r.Reading.Criteria(ctx, g)
}

// EvaluatedAt is the instant as of which a smart group's members are exact; nil while it has none, and for a group
// whose members are set by hand.
func (r groups) EvaluatedAt(ctx context.Context, g *ent.Group) (*criteria.Instant, error) {
	if g.Kind == group.KindMANUAL || g.Status == group.StatusGENERATING || g.Status == group.StatusFAILED {
		return nil, nil
	}
	own, err := r.ownOrganization(ctx)
	if err != nil {
		return nil, err
	}
	at := criteria.Instant(own.EvaluatedAt)
	return &at, nil
}

func (q query) PreviewCriteria(ctx context.Context, text *string, tree *criteria.Tree) (*model.CriteriaPreview, error) {
	if (text == nil) == (tree == nil) {
		return nil, errs.New(errs.CodeInvalid, "give exactly one of text and tree")
	}
	return q.Reading.Preview(ctx, text, tree)
}

func (q query) CriteriaSuggestions(ctx context.Context) ([]*model.CriteriaSuggestion, error) {
	own, err := q.ownOrganization(ctx)
	if err != nil {
		return nil, err
	}
	return q.Reading.Suggestions(own.Language), nil
}

func (r members) Reasons(ctx context.Context, m *model.GroupMember) ([]*model.MembershipReason, error) {
	return nil, errs.New(errs.CodeInvalid, "reasons are not served yet")
}
