package criteria_test

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
)

// The reference shows trees and windows as examples: all of them are valid.
func TestTheReferencesExamplesAreValid(t *testing.T) {
	page, err := os.ReadFile("../../docs/criteria.md")
	require.NoError(t, err)
	schema := compiledSchema(t)
	trees := regexp.MustCompile("(?s)```json\n(.*?)```").FindAllSubmatch(page, -1)
	require.NotEmpty(t, trees)
	for _, example := range trees {
		require.NoError(t, parse(t, string(example[1])).Validate(), "%s", example[1])
		require.NoError(t, schema.Validate(loose(t, string(example[1]))), "%s", example[1])
	}
	windows := regexp.MustCompile("`(\\{\"(?:from|to|through)\".*?)`").FindAllSubmatch(page, -1)
	require.NotEmpty(t, windows)
	for _, example := range windows {
		var w criteria.Window
		require.NoError(t, json.Unmarshal(example[1], &w), "%s", example[1])
		require.NoError(t, criteria.Tree{Root: criteria.DateIn{Field: criteria.HiredOn, Window: w}}.Validate(), "%s", example[1])
	}
}
