package graph

import (
	"context"
	"time"

	"muster/ent"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/criteria"
	"muster/internal/glossary"
	"muster/internal/reading"
)

func (q query) Glossary(ctx context.Context) (*glossary.Version, error) {
	v, err := q.Glossaries.Current(ctx)
	return &v, err
}

// GlossaryVersions lists what words meant, the newest first. The product's own definitions are none of them.
func (q query) GlossaryVersions(ctx context.Context, first *int, after *string) (*model.GlossaryConnection, error) {
	rows := q.client(ctx).Glossary.Query()
	return connection.List[*glossary.Version]{
		Order: glossariesNewestFirst,
		Fetch: func(ctx context.Context, s connection.Slice) ([]*glossary.Version, error) {
			found, err := rows.Clone().Where(s.Where).Order(s.OrderBy).Limit(s.Limit).All(ctx)
			if err != nil {
				return nil, err
			}
			return versionsOf(found)
		},
		Count: func(ctx context.Context) (int, error) { return rows.Clone().Count(ctx) },
	}.Page(ctx, connection.Args{First: first, After: after})
}

func versionsOf(rows []*ent.Glossary) ([]*glossary.Version, error) {
	all := make([]*glossary.Version, len(rows))
	for i, row := range rows {
		v, err := glossary.VersionOf(row)
		if err != nil {
			return nil, err
		}
		all[i] = &v
	}
	return all, nil
}

func (glossaries) ChangedAt(_ context.Context, v *glossary.Version) (*time.Time, error) {
	if v.Row == nil {
		return nil, nil
	}
	at := criteria.Instant(v.Row.CreatedAt).Time()
	return &at, nil
}

func (glossaries) ChangedBy(_ context.Context, v *glossary.Version) (*string, error) {
	if v.Row == nil {
		return nil, nil
	}
	return &v.Row.CreatedBy, nil
}

func (m mutation) ChangeGlossary(ctx context.Context, in model.ChangeGlossaryInput) (*model.ChangeGlossaryPayload, error) {
	made, err := m.Glossaries.Change(ctx, func(g *reading.Glossary) error {
		for _, f := range []struct{ given, into *int }{
			{in.NewHireDays, &g.NewHireDays},
			{in.RecentDays, &g.RecentDays},
			{in.RepeatCount, &g.RepeatCount},
			{in.RepeatDays, &g.RepeatDays},
			{in.InactiveDays, &g.InactiveDays},
			{in.RiskDays, &g.RiskDays},
			{in.SeveralCount, &g.SeveralCount},
			{in.FewCount, &g.FewCount},
			{in.ManyCount, &g.ManyCount},
			{in.RateMinimumSent, &g.RateMinimumSent},
		} {
			if f.given != nil {
				*f.into = *f.given
			}
		}
		if in.HighRiskIsAtLeast != nil {
			g.HighRiskIsAtLeast = *in.HighRiskIsAtLeast
		}
		if in.Aliases != nil {
			g.Aliases = nil
			for _, a := range in.Aliases {
				g.Aliases = append(g.Aliases, *a)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	otherwise, err := m.Groups.MadeOtherwise(ctx, made.Row.OrganizationID)
	return &model.ChangeGlossaryPayload{Glossary: &made, MadeOtherwise: otherwise}, err
}
