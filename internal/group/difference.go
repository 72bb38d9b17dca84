package group

import (
	"context"
	"encoding/json"
	"slices"

	"muster/ent"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/membership"
)

// Difference is what a redescription would change, before it takes effect.
type Difference struct {
	Preview *Preview
	Added   []criteria.Node // conditions that only the new criteria have
	Removed []criteria.Node // conditions that only the present ones have
	Joining *membership.Select
	Leaving *membership.Select // nil, with Joining, where the words were refused
}

// Difference reads new words for a group and compares what they mean with what it is, without changing anything.
func (s *Service) Difference(ctx context.Context, id int64, words string) (*Difference, error) {
	who, err := auth.Require(ctx, auth.Viewer)
	if err != nil {
		return nil, err
	}
	g, err := s.db.Read(ctx).Group.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, errs.NotFound("group")
	}
	if err != nil {
		return nil, err
	}
	present, err := CriteriaOf(g)
	if err != nil {
		return nil, err
	}
	if present == nil {
		return nil, errs.New(errs.CodeState, "the group is %s and has no criteria to compare with", g.Status)
	}
	p, err := s.Preview(ctx, &words, nil)
	if err != nil || p.Tree == nil {
		return &Difference{Preview: p}, err
	}
	d := &Difference{Preview: p, Joining: s.engine.Joining(who.OrganizationID, id, *p.Tree), Leaving: s.engine.Leaving(who.OrganizationID, id, *p.Tree)}
	d.Added, d.Removed, err = compare(*present, *p.Tree)
	return d, err
}

// compare gives the conditions of the one tree that the other does not have, both ways, with their negation.
func compare(before, after criteria.Tree) (added, removed []criteria.Node, err error) {
	old, err := conditionsOf(before)
	if err != nil {
		return nil, nil, err
	}
	fresh, err := conditionsOf(after)
	if err != nil {
		return nil, nil, err
	}
	return without(fresh, old), without(old, fresh), nil
}

// condition is a condition of a tree, under its negation if it has one, with its JSON.
type condition struct {
	node criteria.Node
	text string
}

func conditionsOf(t criteria.Tree) (list []condition, err error) {
	for _, node := range t.Conditions() {
		text, err := json.Marshal(criteria.Tree{Root: node})
		if err != nil {
			return nil, err
		}
		list = append(list, condition{node, string(text)})
	}
	return list, nil
}

func without(list, other []condition) (rest []criteria.Node) {
	for _, c := range list {
		if !slices.ContainsFunc(other, func(o condition) bool { return o.text == c.text }) {
			rest = append(rest, c.node)
		}
	}
	return rest
}
