package llm

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"

	"muster/internal/criteria"
)

// answerName is what the answer is called in both protocols.
const answerName = "reading"

// combinations are the kinds of node that have nodes below them.
var combinations = []string{"allOf", "anyOf", "not"}

// answerSchema gives the JSON Schema of an answer, made from the schema of criteria trees: the conditions are the same, written in the
// part of JSON Schema that structured output knows. Every field is required there and may be null, and nothing but shape is
// said; Validate says the rest. It is read only.
var answerSchema = sync.OnceValue(func() map[string]any {
	var tree struct {
		Defs map[string]map[string]any `json:"$defs"`
	}
	if err := json.Unmarshal(criteria.Schema(), &tree); err != nil {
		panic(err)
	}
	s := strict{of: tree.Defs, defs: map[string]any{}}
	kinds := []any{nodeSchema(combinations, map[string]any{"type": "null"})}
	conditions := tree.Defs["node"]["properties"].(map[string]any)
	for _, kind := range slices.Sorted(maps.Keys(conditions)) {
		if !slices.Contains(combinations, kind) {
			kinds = append(kinds, nodeSchema([]string{kind}, s.schema(conditions[kind].(map[string]any))))
		}
	}
	return object(map[string]any{
		"nodes":       map[string]any{"type": "array", "items": map[string]any{"anyOf": kinds}},
		"unsupported": texts("Words of the description that no condition can express, letter for letter."),
	}, map[string]any{"$defs": s.defs})
})

func nodeSchema(kinds []string, fields any) map[string]any {
	return object(map[string]any{
		"id":     map[string]any{"type": "string"},
		"parent": map[string]any{"type": []string{"string", "null"}},
		"kind":   map[string]any{"type": "string", "enum": kinds},
		"quotes": texts("The words of the description that say this, letter for letter."),
		"fields": fields,
	}, nil)
}

func texts(description string) map[string]any {
	return map[string]any{"type": "array", "description": description, "items": map[string]any{"type": "string"}}
}

// object gives the schema of an object that has just these properties.
func object(properties, more map[string]any) map[string]any {
	schema := map[string]any{
		"type": "object", "properties": properties, "required": slices.Sorted(maps.Keys(properties)), "additionalProperties": false,
	}
	maps.Copy(schema, more)
	return schema
}

// strict rewrites the definitions of a schema that are asked for.
type strict struct {
	of   map[string]map[string]any
	defs map[string]any
}

func (s strict) schema(in map[string]any) map[string]any {
	if name, is := s.reference(in); is && in["properties"] == nil {
		if _, done := s.defs[name]; !done {
			s.defs[name] = nil // ends a recursion
			s.defs[name] = s.schema(s.of[name])
		}
		return map[string]any{"$ref": "#/$defs/" + name}
	}
	out := map[string]any{}
	if description, has := in["description"]; has {
		out["description"] = description
	}
	properties := s.properties(in)
	switch {
	case len(properties) > 0:
		return s.object(in, properties, out)
	case in["enum"] != nil:
		out["type"], out["enum"] = "string", in["enum"]
	case in["const"] != nil:
		out["type"] = "boolean"
	case in["anyOf"] != nil:
		var of []any
		for _, one := range in["anyOf"].([]any) {
			of = append(of, s.schema(one.(map[string]any)))
		}
		out["anyOf"] = of
	case in["items"] != nil:
		out["type"], out["items"] = "array", s.schema(in["items"].(map[string]any))
	default:
		out["type"] = in["type"]
	}
	return out
}

// object writes an object whose optional properties may be null.
func (s strict) object(in, properties, out map[string]any) map[string]any {
	required := s.required(in)
	written := map[string]any{}
	for name, property := range properties {
		schema := s.schema(property.(map[string]any))
		if !slices.Contains(required, any(name)) {
			schema = map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
		}
		written[name] = schema
	}
	return object(written, out)
}

// reference gives the name of the definition that the schema refers to.
func (s strict) reference(in map[string]any) (string, bool) {
	ref, is := in["$ref"].(string)
	if !is {
		return "", false
	}
	return ref[len("#/$defs/"):], true
}

// properties gives the object's properties and those of what it refers to; its own win.
func (s strict) properties(in map[string]any) map[string]any {
	all := map[string]any{}
	if name, is := s.reference(in); is {
		maps.Copy(all, s.properties(s.of[name]))
	}
	if own, has := in["properties"].(map[string]any); has {
		maps.Copy(all, own)
	}
	return all
}

func (s strict) required(in map[string]any) []any {
	var all []any
	if name, is := s.reference(in); is {
		all = s.required(s.of[name])
	}
	own, _ := in["required"].([]any)
	return append(all, own...)
}
