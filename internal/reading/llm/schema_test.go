package llm

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

// TestSchemaIsStrict holds the schema to what structured output asks for: every object closed, every property required, and no keyword
// that it does not know.
func TestSchemaIsStrict(t *testing.T) {
	known := []string{"type", "description", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "$ref", "$defs"}
	var look func(schema map[string]any)
	look = func(schema map[string]any) {
		for keyword := range schema {
			require.Contains(t, known, keyword)
		}
		properties, _ := schema["properties"].(map[string]any)
		if schema["type"] == "object" {
			require.Equal(t, false, schema["additionalProperties"])
			require.Len(t, schema["required"], len(properties))
		}
		for _, p := range properties {
			look(p.(map[string]any))
		}
		if items, has := schema["items"].(map[string]any); has {
			look(items)
		}
		alternatives, _ := schema["anyOf"].([]any)
		for _, a := range alternatives {
			look(a.(map[string]any))
		}
		defs, _ := schema["$defs"].(map[string]any)
		for _, d := range defs {
			look(d.(map[string]any))
		}
	}
	look(decoded(t))
}

func TestSchemaTakesAnswers(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("answer.json", any(decoded(t))))
	schema, err := compiler.Compile("answer.json")
	require.NoError(t, err)
	valid := func(answer string) error {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(answer))
		require.NoError(t, err)
		return schema.Validate(value)
	}
	require.NoError(t, valid(honest()))
	require.NoError(t, valid(`{"nodes":[],"unsupported":["left-handed"]}`))
	require.Error(t, valid(strings.Replace(honest(), `"department"`, `"risk"`, 1)), "fields of another kind")
	require.Error(t, valid(strings.Replace(honest(), `"missing":null`, `"everyone":true`, 1)))
	require.Error(t, valid(strings.Replace(honest(), `"CLICKED"`, `"HACKED"`, 1)))
}

// TestRequestsCarryTheSchema looks at what each protocol sends.
func TestRequestsCarryTheSchema(t *testing.T) {
	onBoth(t, []step{say(honest())}, func(t *testing.T, s *stub) {
		r, _ := s.reader(testLimits())
		read(t, r, outwitted)
		var sent map[string]any
		require.NoError(t, json.Unmarshal([]byte(s.requests[0]), &sent))
		require.Equal(t, modelName, sent["model"])
		var got any
		if s.protocol == "anthropic" {
			require.Equal(t, map[string]any{"type": "tool", "name": answerName}, sent["tool_choice"])
			got = sent["tools"].([]any)[0].(map[string]any)["input_schema"]
		} else {
			format := sent["response_format"].(map[string]any)
			require.Equal(t, "json_schema", format["type"])
			require.Equal(t, true, format["json_schema"].(map[string]any)["strict"])
			got = format["json_schema"].(map[string]any)["schema"]
		}
		require.Equal(t, any(decoded(t)), got)
	})
}

// decoded gives the schema as a reader of JSON sees it.
func decoded(t *testing.T) map[string]any {
	t.Helper()
	b, err := json.Marshal(answerSchema())
	require.NoError(t, err)
	var schema map[string]any
	require.NoError(t, json.Unmarshal(b, &schema))
	return schema
}
