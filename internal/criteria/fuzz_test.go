package criteria_test

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
	"muster/internal/errs"
)

// FuzzTree feeds arbitrary text to everything that a tree from outside goes through.
func FuzzTree(f *testing.F) {
	trees := criteriatest.Tree(criteriatest.Sample())
	for seed := range 50 {
		f.Add([]byte(written(f, trees.Example(seed))))
	}
	f.Add([]byte(`{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"allOf":[]}}}}}}}}`))
	f.Add([]byte(`{"allOf":[{"profile":{"field":"\xff"}}],"anyOf":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var tree criteria.Tree
		if err := json.Unmarshal(text, &tree); err != nil {
			require.True(t, utf8.ValidString(err.Error()), "%q", err.Error())
			return
		}
		if err := tree.Validate(); err != nil {
			require.Equal(t, errs.CodeInvalid, errs.CodeOf(err))
			require.True(t, utf8.ValidString(err.Error()), "%q", err.Error())
			return
		}
		canonical := criteria.Canonical(tree)
		require.NoError(t, canonical.Validate())
		require.Equal(t, written(t, canonical), written(t, criteria.Canonical(canonical)))
		require.Equal(t, canonical, parse(t, written(t, canonical)))
		for _, lang := range []string{"en", "es", "pt"} {
			require.NotEmpty(t, criteria.Readback(canonical, names{}, lang))
		}
	})
}
