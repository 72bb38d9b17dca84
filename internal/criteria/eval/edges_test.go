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

func compile(t require.TestingT, tree criteria.Tree) *eval.Program {
	program, err := eval.Compile(tree)
	require.NoError(t, err)
	return program
}

func TestOnlyCandidatesChange(t *testing.T) {
	world := criteriatest.Sample()
	rapid.Check(t, func(t *rapid.T) {
		tree := rapid.OneOf(criteriatest.Tree(world), rapid.Map(criteriatest.Condition(world), func(n criteria.Node) criteria.Tree { return criteria.Tree{Root: n} })).Draw(t, "tree")
		program := compile(t, tree)
		before := drawClock(t)
		after := drawLater(t, before)
		p := passing{program.Edges(), before, after}
		f := p.without(drawFacts(t, world, p.edges, before, after))
		require.Equal(t, program.At(before).Holds(f), program.At(after).Holds(f), "%+v", f)
	})
}

// passing tells what the edges pass between two clocks.
type passing struct {
	edges         []eval.Edge
	before, after criteria.Clock
}

func (p passing) any(kind eval.EdgeKind, of uint8, v int64) bool {
	return slices.ContainsFunc(p.edges, func(edge eval.Edge) bool {
		one, two := edge.At(p.before), edge.At(p.after)
		return edge.Kind == kind && (of == none || edge.Types>>of&1 != 0) && min(one, two) <= v && v < max(one, two)
	})
}

const none = 0xff // in place of a type

// without takes out the facts that an edge passes.
func (p passing) without(f *eval.Facts) *eval.Facts {
	if p.any(eval.EmployeeHired, none, int64(f.HiredOn)) {
		f.HiredOn = eval.NoDay
	}
	if p.any(eval.EmployeeLogin, none, int64(f.LastLoginAt)) {
		f.LastLoginAt = criteria.Never
	}
	if p.any(eval.EmployeeCreated, none, int64(f.CreatedAt)) {
		f.CreatedAt = criteria.Never
	}
	f.Attributes = slices.DeleteFunc(f.Attributes, func(a eval.AttributeValue) bool { return p.any(eval.AttributeDay, none, int64(a.Day)) })
	f.Simulations = eval.Arrange(slices.DeleteFunc(f.Simulations.All(), func(e eval.Event) bool {
		return p.any(eval.SimulationOccurred, e.Type, int64(e.At))
	}))
	f.Trainings = eval.Arrange(slices.DeleteFunc(f.Trainings.All(), func(e eval.Event) bool {
		return p.any(eval.TrainingOccurred, e.Type, int64(e.At)) || p.any(eval.TrainingDue, e.Type, int64(e.DueAt))
	}))
	return f
}

func TestNothingChangesBeforeItIsDue(t *testing.T) {
	world := criteriatest.Sample()
	rapid.Check(t, func(t *rapid.T) {
		program := compile(t, criteriatest.Tree(world).Draw(t, "tree"))
		now := drawClock(t)
		f := drawFacts(t, world, program.Edges(), now, drawLater(t, now))
		due := eval.NextDue(program.Edges(), f, now)
		require.Greater(t, due, now.Now())
		for range 5 {
			if at := drawLater(t, now); at.Now() < due {
				require.Equal(t, program.At(now).Holds(f), program.At(at).Holds(f), "at %s, due at %s", at.Now().Time(), due.Time())
			}
		}
	})
}

// TestDueComesBeforeTheCrossing steps through time for one bound and one value: the crossing is never before Due.
func TestDueComesBeforeTheCrossing(t *testing.T) {
	world := criteriatest.Sample()
	rapid.Check(t, func(t *rapid.T) {
		window := criteriatest.Window(world, true).Draw(t, "window")
		program := compile(t, criteria.Tree{Root: criteria.DateIn{Field: criteria.CreatedAt, Window: window}})
		edge := rapid.SampledFrom(program.Edges()).Draw(t, "edge")
		now := drawClock(t)
		// A value near the place where the edge is now, or will be in a few days.
		around := criteria.ClockAt(now.Now()+criteria.Instant(rapid.IntRange(-2, 4*24).Draw(t, "hours")*hour), now.Zone())
		v := edge.At(around) + rapid.Int64Range(-3*hour, 3*hour).Draw(t, "beside")
		due := edge.Due(v, now)
		require.Greater(t, due, now.Now())
		step := criteria.Instant(rapid.SampledFrom([]int{hour / 6, hour / 4, hour}).Draw(t, "step"))
		for at := now.Now() + step; at < now.Now()+6*24*hour && at < due; at += step {
			require.Equal(t, v < edge.At(now), v < edge.At(criteria.ClockAt(at, now.Zone())), "at %s, due at %s", at.Time(), due.Time())
		}
		if due < criteria.Never {
			require.Equal(t, v < edge.At(now), v < edge.At(criteria.ClockAt(due-1, now.Zone())), "just before %s", due.Time())
		}
	})
}

// TestDueIsExactWhereItMatters keeps quiet organizations quiet: for the windows that people write most, Due is the crossing itself.
func TestDueIsExactWhereItMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bound := rapid.SampledFrom([]criteria.Bound{
			{Ago: &criteria.Span{N: 36, Unit: criteria.Hour}},
			{Ago: &criteria.Span{N: 30, Unit: criteria.Day}},
			{Ago: &criteria.Span{N: 2, Unit: criteria.Week}},
			{Period: &criteria.Period{Unit: criteria.Week}},
			{Period: &criteria.Period{Unit: criteria.Month, Offset: -1}},
			{Period: &criteria.Period{Unit: criteria.Quarter}},
		}).Draw(t, "bound")
		program := compile(t, criteria.Tree{Root: criteria.DateIn{Field: criteria.CreatedAt, Window: criteria.Window{From: &bound}}})
		now := drawClock(t)
		f := &eval.Facts{LastLoginAt: criteria.Never, HiredOn: eval.NoDay, CreatedAt: now.Now() - criteria.Instant(rapid.IntRange(0, 40*24*hour).Draw(t, "age"))}
		f.Text[eval.Status] = "ACTIVE"
		due := eval.NextDue(program.Edges(), f, now)
		require.Equal(t, program.At(now).Holds(f), due < criteria.Never)
		if due < criteria.Never {
			require.False(t, program.At(criteria.ClockAt(due, now.Zone())).Holds(f))
		}
	})
}
