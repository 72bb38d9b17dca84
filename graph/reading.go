package graph

import (
	"context"
	"encoding/json"

	"muster/ent"
	"muster/graph/model"
	"muster/internal/criteria"
	"muster/internal/group"
)

// readback says a tree in plain words, in the organization's language. Its text is the tree's JSON.
func (r *Resolver) readback(ctx context.Context, tree criteria.Tree, text []byte) (string, error) {
	names, err := loadersFrom(ctx).names.Load(ctx, string(text))
	if err != nil {
		return "", err
	}
	own, err := r.ownOrganization(ctx)
	if err != nil {
		return "", err
	}
	return criteria.Readback(tree, names, own.Language), nil
}

// loadNames looks up what all the trees name, at once.
func (r *Resolver) loadNames(ctx context.Context, texts []string) (map[string]criteria.Names, error) {
	all := make([]criteria.Node, len(texts))
	for i, text := range texts {
		var tree criteria.Tree
		if err := json.Unmarshal([]byte(text), &tree); err != nil {
			return nil, err
		}
		all[i] = tree.Root
	}
	names, err := r.Groups.Names(ctx, criteria.Tree{Root: criteria.AllOf{Of: all}}.References())
	byText := make(map[string]criteria.Names, len(texts))
	for _, text := range texts {
		byText[text] = names
	}
	return byText, err
}

// Criteria are the group's criteria in force; nil where it has none.
func (r groups) Criteria(ctx context.Context, g *ent.Group) (*model.Criteria, error) {
	tree, err := group.CriteriaOf(g)
	if err != nil || tree == nil {
		return nil, err
	}
	readback, err := r.readback(ctx, *tree, g.Criteria)
	return &model.Criteria{Readback: readback, Tree: *tree}, err
}

// Interpretation is how the group's description was read; nil before it was, and for a group without description.
func (r groups) Interpretation(ctx context.Context, g *ent.Group) (*model.Interpretation, error) {
	stored, err := group.InterpretationOf(g)
	if err != nil || stored == nil {
		return nil, err
	}
	tree, err := group.CriteriaOf(g)
	if err != nil {
		return nil, err
	}
	return r.interpretation(ctx, *stored, tree)
}

func (r *Resolver) interpretation(ctx context.Context, in group.Interpretation, tree *criteria.Tree) (*model.Interpretation, error) {
	out := &model.Interpretation{Status: in.Status, Unresolved: in.Unresolved, Assumptions: in.Assumptions, Engine: in.Engine}
	if tree == nil {
		return out, nil
	}
	text, err := json.Marshal(tree)
	if err != nil {
		return nil, err
	}
	out.Readback, err = r.readback(ctx, *tree, text)
	return out, err
}

func (q query) PreviewCriteria(ctx context.Context, text *string, tree *criteria.Tree) (*model.CriteriaPreview, error) {
	var given []byte
	if tree != nil {
		var err error
		if given, err = json.Marshal(tree); err != nil {
			return nil, err
		}
	}
	preview, err := q.Resolver.Groups.Preview(ctx, text, given)
	if err != nil {
		return nil, err
	}
	out := &model.CriteriaPreview{Selection: preview.Selection}
	if out.Interpretation, err = q.interpretation(ctx, preview.Interpretation, preview.Tree); err != nil {
		return nil, err
	}
	if preview.Tree != nil {
		out.Criteria = &model.Criteria{Readback: out.Interpretation.Readback, Tree: *preview.Tree}
	}
	return out, nil
}

func (previews) TotalCount(ctx context.Context, p *model.CriteriaPreview) (int, error) {
	return count(ctx, p.Selection)
}

// Members lists who it would be, in the order in which a group lists its members.
func (previews) Members(ctx context.Context, p *model.CriteriaPreview, first *int, after *string) (*model.EmployeeConnection, error) {
	return page(ctx, p.Selection, first, after)
}

func (q query) CriteriaSuggestions(ctx context.Context) ([]*group.Suggestion, error) {
	own, err := q.ownOrganization(ctx)
	if err != nil {
		return nil, err
	}
	list := group.Suggestions(own.Language)
	all := make([]*group.Suggestion, len(list))
	for i := range list {
		all[i] = &list[i]
	}
	return all, nil
}
