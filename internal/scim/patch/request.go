package patch

import (
	"encoding/json"
	"errors"
	"strings"

	"muster/internal/scim/fault"
)

// maxOperations bounds a request. Identity providers send some dozens at most.
const maxOperations = 1000

// Kind is what an operation does.
type Kind string

const (
	Add     Kind = "add"
	Replace Kind = "replace"
	Remove  Kind = "remove"
)

// Operation is one step of a request.
type Operation struct {
	Op    Kind
	Path  string // "": the whole resource
	Value any    // as JSON decodes it
}

// Parse reads the body of a PATCH request.
func Parse(body []byte) ([]Operation, error) {
	var request struct {
		Operations []struct {
			Op    string  `json:"op"`
			Path  *string `json:"path"`
			Value any     `json:"value"`
		} `json:"operations"` // in any case, as all names
	}
	if err := json.Unmarshal(body, &request); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return nil, fault.New(fault.InvalidSyntax, "%.100s: no %.20s was expected here", kind.Field, kind.Value)
		}
		return nil, fault.New(fault.InvalidSyntax, "the body is not JSON")
	}
	switch n := len(request.Operations); {
	case n == 0:
		return nil, fault.New(fault.InvalidSyntax, "there are no Operations")
	case n > maxOperations:
		return nil, fault.New(fault.InvalidSyntax, "%d operations in one request: at most %d are allowed", n, maxOperations)
	}
	operations := make([]Operation, len(request.Operations))
	for i, o := range request.Operations {
		kind := Kind(strings.ToLower(o.Op))
		if kind != Add && kind != Replace && kind != Remove {
			return nil, fault.New(fault.InvalidSyntax, "%.40q is no operation: add, replace or remove", o.Op)
		}
		operations[i] = Operation{Op: kind, Value: o.Value}
		if o.Path != nil {
			operations[i].Path = strings.TrimSpace(*o.Path)
		}
	}
	return operations, nil
}
