package eval_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
	"muster/internal/criteria/eval"
)

// TestWhyNotNamesWhatDecides: nothing is missing exactly where the criteria hold, and everything named fails.
func TestWhyNotNamesWhatDecides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := criteriatest.Tree(criteriatest.Sample()).Draw(t, "tree")
		program, err := eval.Compile(tree)
		require.NoError(t, err)
		clock := drawClock(t)
		facts := drawFacts(t, criteriatest.Sample(), program.Edges(), clock)
		evaluator := program.At(clock)
		missing := evaluator.WhyNot(facts, names{})
		if canBe(tree.Root, true) {
			require.Equal(t, evaluator.Holds(facts), !missing.Inactive && len(missing.Conditions) == 0)
		}
		for _, reason := range missing.Conditions {
			require.False(t, reason.Holds)
		}
	})
}

// canBe tells whether the node comes out so for some facts, each condition taken by itself.
func canBe(n criteria.Node, want bool) bool {
	can := func(child criteria.Node) bool { return canBe(child, want) }
	cannot := func(child criteria.Node) bool { return !can(child) }
	switch n := n.(type) {
	case criteria.AllOf:
		return want && !slices.ContainsFunc(n.Of, cannot) || !want && slices.ContainsFunc(n.Of, can)
	case criteria.AnyOf:
		return want && slices.ContainsFunc(n.Of, can) || !want && !slices.ContainsFunc(n.Of, cannot)
	case criteria.Not:
		return canBe(n.Of, !want)
	}
	return true
}

func TestWhyNotGivesTheNearestWay(t *testing.T) {
	title := func(value string) criteria.Node {
		return criteria.Profile{Field: criteria.FieldTitle, Values: []string{value}}
	}
	tree := criteria.Tree{Root: criteria.AnyOf{Of: []criteria.Node{
		criteria.AllOf{Of: []criteria.Node{title("clerk"), title("paralegal")}},
		criteria.AllOf{Of: []criteria.Node{title("manager"), criteria.Not{Of: title("recruiter")}}},
	}}}
	program, err := eval.Compile(tree)
	require.NoError(t, err)
	facts := &eval.Facts{HiredOn: eval.NoDay, LastLoginAt: criteria.Never}
	facts.Text[eval.Status], facts.Text[eval.Title] = "ACTIVE", criteria.FoldWords("Recruiter, Manager")
	missing := program.At(criteria.ClockAt(0, time.UTC)).WhyNot(facts, names{})
	require.False(t, missing.Inactive)
	require.Len(t, missing.Conditions, 1)
	require.Equal(t, criteria.Not{Of: title("recruiter")}, missing.Conditions[0].Condition)
}
