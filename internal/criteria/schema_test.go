package criteria_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
)

func compiledSchema(t require.TestingT) *jsonschema.Schema {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(criteria.Schema()))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource("criteria.schema.json", document))
	compiled, err := compiler.Compile("criteria.schema.json")
	require.NoError(t, err)
	return compiled
}

func loose(t require.TestingT, text string) any {
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	return value
}

func TestSchemaAcceptsEveryValidTree(t *testing.T) {
	schema := compiledSchema(t)
	rapid.Check(t, func(t *rapid.T) {
		tree := criteriatest.Tree(criteriatest.Sample()).Draw(t, "tree")
		require.NoError(t, schema.Validate(loose(t, written(t, tree))))
		require.NoError(t, schema.Validate(loose(t, written(t, criteria.Canonical(tree)))))
	})
}

func TestSchemaKnowsEveryWord(t *testing.T) {
	schema := compiledSchema(t)
	all := criteria.AllOf{Of: []criteria.Node{
		criteria.Simulation{SimulationEvents: criteria.SimulationEvents{Types: criteria.SimulationTypes, Channels: criteria.Channels}},
		criteria.Training{TrainingEvents: criteria.TrainingEvents{Types: criteria.TrainingTypes}},
		criteria.Risk{Levels: criteria.RiskLevels},
		criteria.Profile{Field: criteria.FieldEmployeeType, Values: criteria.EmployeeTypes},
		criteria.Profile{Field: criteria.FieldStatus, Values: criteria.Statuses},
	}}
	for _, state := range criteria.EnrolmentStates {
		all.Of = append(all.Of, criteria.Enrolment{State: state})
	}
	for _, unit := range criteria.Units {
		all.Of = append(all.Of, criteria.DateIn{Field: criteria.CreatedAt, Window: criteria.Last(criteria.MaxSpan, unit)})
	}
	require.NoError(t, schema.Validate(loose(t, written(t, criteria.Tree{Root: all}))))
}

func TestSchemaRefuses(t *testing.T) {
	schema := compiledSchema(t)
	for _, text := range []string{
		`null`, `[]`, `{}`,
		`{"allOf":[],"anyOf":[{"allOf":[]}]}`,
		`{"everybody":true}`,
		`{"anyOf":[]}`,
		`{"not":[]}`,
		`{"department":{}}`,
		`{"department":{"ids":["dep_1"],"missing":true}}`,
		`{"department":{"ids":["grp_1"]}}`,
		`{"department":{"ids":["dep_01"]}}`,
		`{"group":{"ids":[]}}`,
		`{"profile":{"field":"shoeSize","values":["44"]}}`,
		`{"profile":{"field":"title"}}`,
		`{"profile":{"field":"title","match":"IS","missing":true}}`,
		`{"profile":{"field":"title","values":["?!"]}}`,
		`{"profile":{"field":"title","values":["a\u0000b"]}}`,
		`{"profile":{"field":"location","values":["  "]}}`,
		`{"profile":{"field":"location","values":["` + strings.Repeat("a", criteria.MaxText+1) + `"]}}`,
		`{"profile":{"field":"location","match":"WORDS","values":["a"]}}`,
		`{"profile":{"field":"status","missing":true}}`,
		`{"profile":{"field":"status","values":["RETIRED"]}}`,
		`{"profile":{"field":"employeeType","values":["BOSS"]}}`,
		`{"profile":{"field":"country","values":["Spain"]}}`,
		`{"profile":{"field":"language","values":["Spanish"]}}`,
		`{"profile":{"field":"email","values":["ana"]}}`,
		`{"profile":{"field":"email","match":"ENDS_WITH","values":["@a b"]}}`,
		`{"attribute":{"name":"x"}}`,
		`{"attribute":{"name":"x","values":[null]}}`,
		`{"attribute":{"name":"x","values":[1],"missing":true}}`,
		`{"attribute":{"name":"x","range":{}}}`,
		`{"attribute":{"name":"x","range":{"gt":1,"gte":1}}}`,
		`{"attribute":{"name":"x","range":{"min":1}}}`,
		`{"attribute":{"name":"x","window":{"from":{"ago":{"n":1,"unit":"HOUR"}}}}}`,
		`{"simulation":{"types":[]}}`,
		`{"simulation":{"count":{"min":1}}}`,
		`{"simulation":{"types":["CLICKED"],"courses":["crs_1"]}}`,
		`{"simulation":{"types":["CLICKED"],"count":{"min":-1}}}`,
		`{"simulation":{"types":["CLICKED"],"count":{"min":1.5}}}`,
		`{"training":{"types":["CLICKED"]}}`,
		`{"enrolment":{"state":"LATE"}}`,
		`{"order":{"event":{"simulation":{"types":["CLICKED"]}},"after":{},"anchor":"ANY"}}`,
		`{"order":{"event":{"simulation":{"types":["CLICKED"],"count":{"min":1}}},"after":{"training":{"types":["COMPLETED"]}},"anchor":"ANY"}}`,
		`{"order":{"event":{"simulation":{"types":["CLICKED"]}},"after":{"training":{"types":["COMPLETED"]}}}}`,
		`{"rate":{"types":["CLICKED"],"range":{"gt":101}}}`,
		`{"rate":{"types":["CLICKED"],"range":{"over":50}}}`,
		`{"risk":{}}`,
		`{"risk":{"score":{"min":0,"max":101}}}`,
		`{"date":{"field":"bornOn"}}`,
		`{"date":{"field":"hiredOn","window":{"from":{"ago":{"n":1,"unit":"HOUR"}}}}}`,
		`{"date":{"field":"createdAt","window":{"from":{}}}}`,
		`{"date":{"field":"createdAt","window":{"from":{"ago":{"n":0,"unit":"DAY"}}}}}`,
		`{"date":{"field":"createdAt","window":{"from":{"date":"2025-02-30"}}}}`,
		`{"date":{"field":"createdAt","window":{"from":{"date":"1899-12-31"}}}}`,
		`{"date":{"field":"createdAt","window":{"from":{"period":{"unit":"DAY","offset":1}}}}}`,
		`{"date":{"field":"createdAt","window":{"through":{"period":{"unit":"MONTH","offset":-1}}}}}`,
		`{"date":{"field":"createdAt","window":{"from":{"recent":{"month":2,"day":30}}}}}`,
		`{"date":{"field":"createdAt","window":{"from":{"recent":{"month":4,"day":31}}}}}`,
		`{"date":{"field":"createdAt","window":{"from":{"recent":{"month":4,"day":1,"plus":{"n":1,"unit":"WEEK"}}}}}}`,
		`{"date":{"field":"createdAt","window":{"to":{"date":"2025-01-01"},"through":{"date":"2025-01-01"}}}}`,
	} {
		require.Error(t, schema.Validate(loose(t, text)), text)
		var tree criteria.Tree
		err := json.Unmarshal([]byte(text), &tree)
		require.True(t, err != nil || tree.Validate() != nil, "Validate lets it pass: %s", text)
	}
}

// A tree with one key removed or added that decoding and Validate refuse is refused by the schema.
func TestSchemaIsAsStrictAsValidate(t *testing.T) {
	schema := compiledSchema(t)
	rapid.Check(t, func(t *rapid.T) {
		value := loose(t, written(t, criteriatest.Tree(criteriatest.Sample()).Draw(t, "tree")))
		object := rapid.SampledFrom(objects(value)).Draw(t, "object")
		key := rapid.SampledFrom(slices.Sorted(maps.Keys(object))).Draw(t, "key")
		if rapid.Bool().Draw(t, "add") {
			object["surprise"] = object[key]
		} else {
			delete(object, key)
		}
		text, err := json.Marshal(value)
		require.NoError(t, err)
		var tree criteria.Tree
		if err = json.Unmarshal(text, &tree); err == nil {
			err = tree.Validate()
		}
		if err != nil && !strings.Contains(err.Error(), "does not lie before its end") {
			require.Error(t, schema.Validate(value), "%s\n%v", text, err)
		}
	})
}

// objects gives every object in the value that has a key.
func objects(value any) []map[string]any {
	var found []map[string]any
	switch value := value.(type) {
	case map[string]any:
		if len(value) > 0 {
			found = append(found, value)
		}
		for _, key := range slices.Sorted(maps.Keys(value)) {
			found = append(found, objects(value[key])...)
		}
	case []any:
		for _, item := range value {
			found = append(found, objects(item)...)
		}
	}
	return found
}
