package group

import (
	"encoding/json"
	"fmt"

	"muster/ent"
	"muster/internal/criteria"
	"muster/internal/reading"
)

// Interpretation is how a group's words were read, as stored with the group. The readback is not in it: it is made from
// the tree whenever it is shown, so that it follows renamed departments and the asker's language.
type Interpretation struct {
	Status      reading.Status  `json:"status"`
	Unresolved  []reading.Issue `json:"unresolved"`
	Assumptions []reading.Issue `json:"assumptions"`
	Engine      string          `json:"engine"`
	Language    string          `json:"language"`
	Message     string          `json:"message,omitempty"`
}

func interpretationOf(r reading.Reading) Interpretation {
	return Interpretation{Status: r.Status, Unresolved: r.Unresolved, Assumptions: r.Assumptions, Engine: r.Engine, Language: r.Language, Message: r.Message}
}

// Pending is a redescription that is being generated while the present criteria keep serving.
type Pending struct {
	Description string `json:"description"`
}

// InterpretationOf gives how the group's words were read; nil where they have not been yet or the group has none.
func InterpretationOf(g *ent.Group) (*Interpretation, error) {
	return stored[Interpretation](g, "interpretation", g.Interpretation)
}

// CriteriaOf gives the group's criteria; nil where it has none.
func CriteriaOf(g *ent.Group) (*criteria.Tree, error) {
	return stored[criteria.Tree](g, "criteria", g.Criteria)
}

func stored[T any](g *ent.Group, column string, raw json.RawMessage) (*T, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, fmt.Errorf("group %d: %s: %w", g.ID, column, err)
	}
	return &v, nil
}
