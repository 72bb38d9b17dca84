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
		Description string           `json:"description"`
		Today       string           `json:"today"`
		Glossary    reading.Glossary `json:"glossary"`
		Values      offer            `json:"values"`
	}{description, clock.Today().String(), glossary, values})
	if err != nil {
		panic(err) // strings and numbers only
	}
	return string(body)
}
