package graph_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	entgroup "muster/ent/group"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

func TestGlossary(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		hired := criteria.Tree{Root: criteria.DateIn{Field: criteria.HiredOn, Window: criteria.Last(30, criteria.Day)}}
		smart(a, "New hires", entgroup.StatusACTIVE, hired)
		smart(a, "Employees in Finance", entgroup.StatusACTIVE, criteria.Tree{Root: criteria.Profile{Field: criteria.FieldCountry, Values: []string{"PT"}}})

		require.Equal(t, map[string]any{"newHireDays": 30., "riskDays": 90., "aliases": []any{}, "changedBy": nil},
			a.get(`{ glossary { newHireDays riskDays aliases { phrase value } changedBy } }`, nil, "glossary"))

		const change = `mutation($in: ChangeGlossaryInput!) { changeGlossary(input: $in) { glossary { newHireDays recentDays changedBy changedAt aliases { phrase } } madeOtherwise { name } } }`
		changed := a.get(change, vars{"in": vars{"newHireDays": 45, "aliases": []vars{{"phrase": "the money people", "value": "Finance"}}}}, "changeGlossary")
		require.EqualValues(t, 45, at(t, changed, "glossary", "newHireDays"))
		require.EqualValues(t, 30, at(t, changed, "glossary", "recentDays"), "what is not given stays")
		require.NotEmpty(t, at(t, changed, "glossary", "changedBy"))
		require.Contains(t, at(t, changed, "madeOtherwise"), map[string]any{"name": "New hires"})

		preview := a.get(`{ previewCriteria(text: "New hires in the money people") { totalCount interpretation { readback } } }`, nil, "previewCriteria")
		require.Contains(t, at(t, preview, "interpretation", "readback"), "45 days")
		require.Contains(t, at(t, preview, "interpretation", "readback"), "Finance")

		require.Equal(t, []any{45.}, nodes(t, a.get(`{ glossaryVersions { edges { node { newHireDays } } } }`, nil, "glossaryVersions"), "newHireDays"))
		require.EqualValues(t, 30, a.other().get(`{ glossary { newHireDays } }`, nil, "glossary", "newHireDays"))

		require.Equal(t, []string{"INVALID"}, a.ask(change, vars{"in": vars{"repeatCount": 0}}).codes())
		operator := a.identity
		operator.Role = auth.Operator
		require.Equal(t, []string{"FORBIDDEN"}, a.as(operator).ask(change, vars{"in": vars{"recentDays": 10}}).codes())
	})
}
