package gqlop

import (
	"encoding/json"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"

	"muster/internal/errs"
)

func TestDecode(t *testing.T) {
	got, err := Decode([]byte(` {"query":"{a}","operationName":"A","variables":{"n":9007199254740993},"extensions":{"e":null},` +
		`"headers":{"Authorization":["Bearer forged"]},"more":1} `))
	require.NoError(t, err)
	require.Equal(t, &graphql.RawParams{
		Query:         "{a}",
		OperationName: "A",
		Variables:     map[string]any{"n": json.Number("9007199254740993")},
		Extensions:    map[string]any{"e": nil},
	}, got, "numbers keep their digits, and a body says nothing about headers")

	got, err = Decode([]byte(`{"query":"","operationName":null,"variables":null,"extensions":null}`))
	require.NoError(t, err)
	require.Equal(t, &graphql.RawParams{}, got)
}

func TestDecodeSaysWhatIsWrong(t *testing.T) {
	for data, message := range map[string]string{
		``:                             "not valid JSON",
		`{`:                            "not valid JSON",
		`{"query":}`:                   "not valid JSON at byte 10",
		`{"query":"{a}"} x`:            "there is more after the JSON value",
		`{"query":"{a}"}]`:             "there is more after the JSON value",
		`null`:                         "the request has no query",
		`{"query":null}`:               "the request has no query",
		`{"query":1}`:                  "query must not be a JSON number",
		`{"query":"","variables":"x"}`: "variables must not be a JSON string",
		`[]`:                           "a JSON object is expected, not a JSON array",
	} {
		_, err := Decode([]byte(data))
		require.Equal(t, errs.New(errs.CodeInvalid, "%s", message), err, data)
	}
}

func TestDecodeObject(t *testing.T) {
	for data, want := range map[string]map[string]any{
		``:         nil,
		`null`:     nil,
		`{}`:       {},
		`{"a":[]}`: {"a": []any{}},
	} {
		got, err := DecodeObject([]byte(data))
		require.NoError(t, err, data)
		require.Equal(t, want, got, data)
	}
	for _, data := range []string{`1`, `"a"`, `[]`, `{`, `{}{}`} {
		_, err := DecodeObject([]byte(data))
		require.Equal(t, errs.CodeInvalid, errs.CodeOf(err), data)
	}
}
