package llm

import (
	_ "embed"
	"encoding/json"

	"muster/internal/criteria"
	"muster/internal/reading"
)

// prompt tells the model its task. It is the same for every organization.
//
//go:embed prompt.md
var prompt string

// request writes what the model is asked, as JSON, so that a description or a value cannot end the place it stands in.
func request(description string, values offer, glossary reading.Glossary, clock criteria.Clock) string {
	body, err := json.Marshal(struct {
		Description string      `json:"description"`
		Today       string      `json:"today"`
		Glossary    definitions `json:"glossary"`
		Values      offer       `json:"values"`
	}{description, clock.Today().String(), definitionsOf(glossary), values})
	if err != nil {
		panic(err) // strings and numbers only
	}
	return string(body)
}

// definitions is what of the glossary is sent.
type definitions struct {
	NewHireDays  int                `json:"newHireDays"`
	RecentDays   int                `json:"recentDays"`
	RepeatCount  int                `json:"repeatOffenderFailures"`
	RepeatDays   int                `json:"repeatOffenderDays"`
	InactiveDays int                `json:"inactiveDays"`
	SeveralCount int                `json:"several"`
	Risky        criteria.RiskLevel `json:"risky"`
}

func definitionsOf(g reading.Glossary) definitions {
	return definitions{g.NewHireDays, g.RecentDays, g.RepeatCount, g.RepeatDays, g.InactiveDays, g.SeveralCount, g.HighRiskIsAtLeast}
}
