package reading_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
	"muster/internal/reading"
)

func TestAnOrganizationsOwnWords(t *testing.T) {
	glossary := reading.DefaultGlossary()
	glossary.NewHireDays, glossary.RiskDays = 60, 30
	glossary.Aliases = []reading.Alias{{Phrase: "the money people", Value: "Finance"}}
	reader := reading.NewReader(reading.Catalog{Departments: []reading.Department{{ID: 7, Name: "Finance", Path: "Finance"}}}, glossary)
	clock := criteria.ClockAt(0, time.UTC)
	for text, want := range map[string]criteria.Node{
		"New hires":                    criteria.DateIn{Field: criteria.HiredOn, Window: criteria.Last(60, criteria.Day)},
		"High-risk users":              criteria.Risk{Levels: []criteria.RiskLevel{criteria.High}, Window: criteria.Last(30, criteria.Day)},
		"Employees in Finance":         criteria.Department{IDs: []criteria.DepartmentID{7}},
		"Employees the money people":   criteria.Department{IDs: []criteria.DepartmentID{7}},
		"High-risk in the last 5 days": criteria.Risk{Levels: []criteria.RiskLevel{criteria.High}, Window: criteria.Last(5, criteria.Day)},
	} {
		got := reader.Read(text, clock)
		require.Equal(t, reading.Clear, got.Status, "%s: %v %s", text, got.Unresolved, got.Message)
		require.Equal(t, want, got.Tree.Root, text)
	}
}

func TestGlossaryValidate(t *testing.T) {
	require.NoError(t, reading.DefaultGlossary().Validate())
	for name, change := range map[string]func(*reading.Glossary){
		"no days":        func(g *reading.Glossary) { g.NewHireDays = 0 },
		"too many days":  func(g *reading.Glossary) { g.RiskDays = 4000 },
		"no count":       func(g *reading.Glossary) { g.RepeatCount = 0 },
		"no level":       func(g *reading.Glossary) { g.HighRiskIsAtLeast = criteria.Low },
		"an empty alias": func(g *reading.Glossary) { g.Aliases = []reading.Alias{{Phrase: " ", Value: "x"}} },
	} {
		g := reading.DefaultGlossary()
		change(&g)
		require.Error(t, g.Validate(), name)
	}
}
