package audit

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Change is what became of one field.
type Change struct {
	From any `json:"from"`
	To   any `json:"to"`
}

// Changes compares two states of a thing by the fields of their JSON objects, and gives those that differ.
func Changes(before, after any) (map[string]Change, error) {
	was, err := fields(before)
	if err != nil {
		return nil, err
	}
	is, err := fields(after)
	if err != nil {
		return nil, err
	}
	changes := map[string]Change{}
	for name, to := range is {
		if from := was[name]; !bytes.Equal(from, to) {
			changes[name] = Change{From: from, To: to}
		}
	}
	for name, from := range was {
		if _, still := is[name]; !still {
			changes[name] = Change{From: from}
		}
	}
	return changes, nil
}

func fields(of any) (map[string]json.RawMessage, error) {
	text, err := json.Marshal(of)
	if err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	var found map[string]json.RawMessage
	if err := json.Unmarshal(text, &found); err != nil {
		return nil, fmt.Errorf("audit: a thing without fields: %w", err)
	}
	return found, nil
}
