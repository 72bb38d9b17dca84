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

// TestNobodyElseIsLeftOut holds Departments to its promise.
func TestNobodyElseIsLeftOut(t *testing.T) {
	world := criteriatest.Sample()
	rapid.Check(t, func(t *rapid.T) {
		tree := criteriatest.Tree(world).Draw(t, "tree")
		if rapid.Bool().Draw(t, "in a department") {
			in := criteria.Department{IDs: []criteria.DepartmentID{rapid.SampledFrom(world.Departments).Draw(t, "department")}}
			tree.Root = criteria.AllOf{Of: []criteria.Node{tree.Root, in}}
		}
		program, err := eval.Compile(tree)
		require.NoError(t, err)
		clock := drawClock(t)
		f := drawFacts(t, world, program.Edges(), clock)
		if !program.At(clock).Holds(f) || program.Departments() == nil {
			return
		}
		require.True(t, slices.ContainsFunc(program.Departments(), func(id criteria.DepartmentID) bool { return slices.Contains(f.Departments, id) }))
	})
}
