package group

import (
	"context"

	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/membership"
	"muster/internal/reading"
)

// Preview is what words or a tree would give, without a group.
type Preview struct {
	Interpretation Interpretation
	Tree           *criteria.Tree     // nil where the words were refused
	Selection      *membership.Select // who it would be; nil where the words were refused
}

// Preview reads and selects without creating anything. Exactly one of words and tree is given.
func (s *Service) Preview(ctx context.Context, words *string, tree []byte) (*Preview, error) {
	who, err := auth.Require(ctx, auth.Viewer)
	if err != nil {
		return nil, err
	}
	if (words == nil) == (tree == nil) {
		return nil, errs.New(errs.CodeInvalid, "give exactly one of text and tree")
	}
	p := &Preview{Interpretation: Interpretation{Status: reading.Clear, Engine: "tree"}}
	if words != nil {
		description, err := text("the text", *words, maxDescription)
		if err != nil {
			return nil, err
		}
		result, err := s.Interpret(ctx, who.OrganizationID, description)
		if err != nil {
			return nil, err
		}
		p.Interpretation, p.Tree = interpretationOf(result), result.Tree
	} else if p.Tree, err = s.Tree(ctx, tree); err != nil {
		return nil, err
	}
	if p.Tree != nil {
		p.Selection = s.engine.Select(who.OrganizationID, *p.Tree)
	}
	return p, nil
}
