package reading_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
	"muster/internal/reading"
)

// What any canonical tree is read back as, in each language, is read as that tree again, and as nothing to be asked about;
// only a tree that asks for two values of one field at once is pointed out as one that nobody may meet.
func TestReadbacksAreReadAsTheirTrees(t *testing.T) {
	reader := reading.NewReader(awkwardCatalog(), reading.DefaultGlossary())
	for name, trees := range map[string]*rapid.Generator[criteria.Tree]{
		"trees":       criteriatest.Tree(awkwardWorld()),
		"large trees": criteriatest.LargeTree(awkwardWorld()),
		"conditions": rapid.Map(criteriatest.Condition(awkwardWorld()), func(n criteria.Node) criteria.Tree {
			return criteria.Tree{Root: n}
		}),
		"opposites": rapid.Map(criteriatest.Condition(awkwardWorld()), func(n criteria.Node) criteria.Tree {
			return criteria.Tree{Root: criteria.Not{Of: n}}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				tree := criteria.Canonical(trees.Draw(t, "tree"))
				want, err := json.Marshal(tree)
				require.NoError(t, err)
				for _, lang := range []string{"en", "es", "pt"} {
					text := criteria.Readback(tree, awkward{}, lang)
					r := reader.ReadWhole(text, now)
					require.Equal(t, string(want), treeOf(t, r), text)
					if r.Status != reading.Clear {
						require.Equal(t, reading.NeedsReview, r.Status, text)
						for _, issue := range r.Assumptions {
							require.Equal(t, reading.CodeContradiction, issue.Code, text)
						}
					}
				}
			})
		})
	}
}
