package eval_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
	"muster/internal/criteria/eval"
)

// TestNobodyElseIsLeftOut holds Keys to its promise.
func TestNobodyElseIsLeftOut(t *testing.T) {
	world := criteriatest.Sample()
	rapid.Check(t, func(t *rapid.T) {
		tree := criteriatest.Tree(world).Draw(t, "tree")
		if rapid.Bool().Draw(t, "more") {
			more := []criteria.Node{tree.Root}
			for range rapid.IntRange(1, 2).Draw(t, "conditions") {
				more = append(more, criteriatest.Condition(world).Draw(t, "condition"))
			}
			tree.Root = criteria.AllOf{Of: more}
		}
		program, err := eval.Compile(tree)
		require.NoError(t, err)
		clock := drawClock(t)
		f := drawFacts(t, world, program.Edges(), clock)
		keys := program.Keys()
		if len(keys) == 0 || !program.At(clock).Holds(f) {
			return
		}
		has := false
		f.EachKey(func(k eval.Key) { has = has || slices.Contains(keys, k) })
		require.True(t, has, "%v", keys)
	})
}
