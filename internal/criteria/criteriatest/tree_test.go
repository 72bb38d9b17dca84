package criteriatest_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
)

func TestTreesAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		require.NoError(t, criteriatest.Tree(criteriatest.Sample()).Draw(t, "tree").Validate())
		require.NoError(t, criteriatest.LargeTree(criteriatest.Sample()).Draw(t, "large tree").Validate())
	})
}

func TestEveryKindOfConditionComesUp(t *testing.T) {
	seen := map[string]bool{}
	conditions := criteriatest.Condition(criteriatest.Sample())
	for seed := range 300 {
		b, err := criteria.Tree{Root: conditions.Example(seed)}.MarshalJSON()
		require.NoError(t, err)
		for i, c := range b {
			if c == ':' {
				seen[string(b[:i])] = true
				break
			}
		}
	}
	require.Len(t, seen, 11)
}

func TestAnEmptyWorldHasTreesToo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		require.NoError(t, criteriatest.Tree(criteriatest.World{}).Draw(t, "tree").Validate())
	})
}
