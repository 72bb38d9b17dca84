package group

import (
	"context"
	"encoding/json"
	"time"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/criteria"
	"muster/internal/glossary"
	"muster/internal/reading"
)

// Interpret reads words against the organization's own values and glossary, at the present instant.
func (s *Service) Interpret(ctx context.Context, organization int64, words string) (reading.Reading, error) {
	definitions, err := glossary.Newest(ctx, s.db.Read(ctx))
	if err != nil {
		return reading.Reading{}, err
	}
	grammar, clock, err := s.reader(ctx, organization, definitions.Glossary)
	if err != nil {
		return reading.Reading{}, err
	}
	if s.model == nil {
		return grammar.Read(words, clock), nil
	}
	return s.model.Read(ctx, organization, grammar, words, clock), nil
}

func (s *Service) reader(ctx context.Context, organization int64, definitions reading.Glossary) (*reading.Reader, criteria.Clock, error) {
	org, err := s.db.Read(ctx).Organization.Get(ctx, organization)
	if err != nil {
		return nil, criteria.Clock{}, err
	}
	zone, err := time.LoadLocation(org.Timezone)
	if err != nil {
		return nil, criteria.Clock{}, err
	}
	catalog, err := s.catalog(ctx)
	return reading.NewReader(catalog, definitions), criteria.ClockAt(criteria.InstantOf(s.now()), zone), err
}

// MadeOtherwise gives the groups whose words mean something else by the glossary in force than they were made to mean: those made
// under an older definition that they depend on. Nothing is changed; redescribing such a group with its own words brings it up to date.
func (s *Service) MadeOtherwise(ctx context.Context, organization int64) ([]*ent.Group, error) {
	definitions, err := glossary.Newest(ctx, s.db.Read(ctx))
	if err != nil {
		return nil, err
	}
	grammar, clock, err := s.reader(ctx, organization, definitions.Glossary)
	if err != nil {
		return nil, err
	}
	groups, err := s.db.Read(ctx).Group.Query().
		Where(entgroup.KindEQ(entgroup.KindSMART), entgroup.CriteriaNotNil(), entgroup.DescriptionNotNil()).Order(entgroup.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	var otherwise []*ent.Group
	for _, g := range groups {
		made, err := CriteriaOf(g)
		if err != nil {
			return nil, err
		}
		read := grammar.Read(*g.Description, clock)
		if made == nil || read.Tree == nil {
			continue
		}
		same, err := equal(*made, *read.Tree)
		if err != nil {
			return nil, err
		}
		if !same {
			otherwise = append(otherwise, g)
		}
	}
	return otherwise, nil
}

// equal compares canonical trees.
func equal(one, other criteria.Tree) (bool, error) {
	a, err := json.Marshal(one)
	if err != nil {
		return false, err
	}
	b, err := json.Marshal(other)
	return string(a) == string(b), err
}
