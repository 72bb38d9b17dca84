package llm

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"

	"muster/internal/criteria"
)

// answerName is what the answer is called in both protocols.
const answerName = "reading"

// combinations are the kinds of node that have nodes below them.
var combinations = []string{"allOf", "anyOf", "not"}

// schema is a JSON Schema, in the part of the language that is needed here.
type schema struct {
	Ref         string             `json:"$ref,omitempty"`
	Description string             `json:"description,omitempty"`
	Type        any                `json:"type,omitempty"`
	Enum        []string           `json:"enum,omitempty"`
	Const       any                `json:"const,omitempty"`
	AnyOf       []*schema          `json:"anyOf,omitempty"`
	Items       *schema            `json:"items,omitempty"`
	Properties  map[string]*schema `json:"properties,omitempty"`
	Required    []string           `json:"required,omitempty"`
	Others      json.RawMessage    `json:"additionalProperties,omitempty"`
	Defs        map[string]*schema `json:"$defs,omitempty"`
}

var (
	nothing   = &schema{Type: "null"}
	oneString = &schema{Type: "string"}
)

// answerSchema gives the JSON Schema of an answer, made from the schema of criteria trees: the conditions are the same, written in the
// part of JSON Schema that structured output knows. Every field is required there and may be null, and nothing but shape is
// said; Validate says the rest. It is read only.
var answerSchema = sync.OnceValue(func() *schema {
	var tree schema
	if err := json.Unmarshal(criteria.Schema(), &tree); err != nil {
		panic(err)
	}
	s := strict{of: tree.Defs, defs: map[string]*schema{}}
	kinds := []*schema{nodeSchema(combinations, nothing)}
	conditions := tree.Defs["node"].Properties
	for _, kind := range slices.Sorted(maps.Keys(conditions)) {
		if !slices.Contains(combinations, kind) {
			kinds = append(kinds, nodeSchema([]string{kind}, s.schema(conditions[kind])))
		}
	}
	answer := object("", map[string]*schema{
		"nodes":       {Type: "array", Items: &schema{AnyOf: kinds}},
		"unsupported": texts("Words of the description that no condition can express, letter for letter."),
	})
	answer.Defs = s.defs
	return answer
})

func nodeSchema(kinds []string, fields *schema) *schema {
	return object("", map[string]*schema{
		"id":     oneString,
		"parent": {Type: []string{"string", "null"}},
		"kind":   {Type: "string", Enum: kinds},
		"quotes": texts("The words of the description that say this, letter for letter."),
		"fields": fields,
	})
}

func texts(description string) *schema {
	return &schema{Type: "array", Description: description, Items: oneString}
}

// object gives the schema of an object that has just these properties.
func object(description string, properties map[string]*schema) *schema {
	return &schema{
		Type: "object", Description: description, Properties: properties, Required: slices.Sorted(maps.Keys(properties)), Others: json.RawMessage("false"),
	}
}

// strict rewrites the definitions of a schema that are asked for.
type strict struct {
	of, defs map[string]*schema
}

func (s strict) schema(in *schema) *schema {
	if name, is := in.reference(); is && in.Properties == nil {
		if _, done := s.defs[name]; !done {
			s.defs[name] = nil // ends a recursion
			s.defs[name] = s.schema(s.of[name])
		}
		return &schema{Ref: in.Ref}
	}
	if properties := s.properties(in); len(properties) > 0 {
		return s.object(in, properties)
	}
	out := &schema{Description: in.Description, Type: in.Type, Enum: in.Enum}
	switch {
	case in.Enum != nil:
		out.Type = "string"
	case in.Const != nil:
		out.Type = "boolean"
	case in.Items != nil:
		out.Items = s.schema(in.Items)
	}
	for _, one := range in.AnyOf {
		out.AnyOf = append(out.AnyOf, s.schema(one))
	}
	return out
}

// object writes an object whose optional properties may be null.
func (s strict) object(in *schema, properties map[string]*schema) *schema {
	required := s.required(in)
	written := map[string]*schema{}
	for name, property := range properties {
		written[name] = s.schema(property)
		if !slices.Contains(required, name) {
			written[name] = &schema{AnyOf: []*schema{written[name], nothing}}
		}
	}
	return object(in.Description, written)
}

// reference gives the name of the definition that the schema refers to.
func (in *schema) reference() (string, bool) {
	return strings.CutPrefix(in.Ref, "#/$defs/")
}

// properties gives the object's properties and those of what it refers to; its own win.
func (s strict) properties(in *schema) map[string]*schema {
	all := map[string]*schema{}
	if name, is := in.reference(); is {
		maps.Copy(all, s.properties(s.of[name]))
	}
	maps.Copy(all, in.Properties)
	return all
}

func (s strict) required(in *schema) []string {
	var all []string
	if name, is := in.reference(); is {
		all = s.required(s.of[name])
	}
	return append(all, in.Required...)
}
