package eval_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
	"muster/internal/criteria/eval"
)

type names struct{}

func (names) Department(criteria.DepartmentID) string { return "Finance" }
func (names) Campaign(criteria.CampaignID) string     { return "Parcel" }
func (names) Course(criteria.CourseID) string         { return "Basics" }
func (names) Group(criteria.GroupID) string           { return "Interns" }

func instant(t *testing.T, s string) criteria.Instant {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	require.NoError(t, err)
	return criteria.InstantOf(at)
}

func TestExplain(t *testing.T) {
	none := 0
	tree := criteria.Tree{Root: criteria.AllOf{Of: []criteria.Node{
		criteria.Department{IDs: []criteria.DepartmentID{3}},
		criteria.Simulation{SimulationEvents: criteria.SimulationEvents{Types: []criteria.SimulationType{criteria.Clicked}, Window: criteria.Last(30, criteria.Day)}},
		criteria.Not{Of: criteria.Training{TrainingEvents: criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Completed}}}},
		criteria.Enrolment{State: criteria.Overdue, Count: criteria.Count{Max: &none}},
	}}}
	zone, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	at := compile(t, tree).At(criteria.ClockAt(instant(t, "2026-06-15T12:00:00Z"), zone))
	f := &eval.Facts{
		HiredOn: eval.NoDay, LastLoginAt: criteria.Never, Departments: []criteria.DepartmentID{1, 3},
		Simulations: eval.Arrange([]eval.Event{
			{At: instant(t, "2026-05-20T10:00:00Z"), Subject: 7, Type: 2, DueAt: criteria.Never},
			{At: instant(t, "2026-06-01T10:00:00Z"), Subject: 8, DetailAt: 1, Type: 2, DueAt: criteria.Never},
			{At: instant(t, "2026-06-02T10:00:00Z"), Subject: 8, DetailAt: 2, Type: 1, DueAt: criteria.Never},
		}, eval.Detail{ID: "evt-1"}, eval.Detail{ID: "evt-2"}, eval.Detail{ID: "evt-3"}),
		Trainings: eval.Arrange([]eval.Event{{At: instant(t, "2026-06-01T10:00:00Z"), Subject: 9, DueAt: instant(t, "2026-06-20T04:00:00Z")}}, eval.Detail{ID: "evt-4"}),
	}
	f.Text[eval.Status] = "ACTIVE"
	got := at.Explain(f, names{})

	clicked, overdue := instant(t, "2026-07-01T10:00:00Z"), instant(t, "2026-06-20T04:00:00Z")
	of := tree.Root.(criteria.AllOf).Of
	require.Equal(t, eval.Explanation{Holds: true, Until: &overdue, Reasons: []eval.Reason{
		{Condition: of[0], Holds: true, Evidence: []string{"department: Finance"}},
		{Condition: of[1], Holds: true, Until: &clicked, Evidence: []string{
			"CLICKED · Parcel · 2026-06-01T06:00:00-04:00 · evt-2", "CLICKED · Parcel · 2026-05-20T06:00:00-04:00 · evt-1",
		}},
		{Condition: of[2], Holds: true},
		{Condition: of[3], Holds: true, Until: &overdue},
	}}, got)

	later := compile(t, tree).At(criteria.ClockAt(overdue, zone)).Explain(f, names{})
	require.False(t, later.Holds)
	require.Equal(t, eval.Reason{Condition: of[3], Evidence: []string{
		"ENROLLED · Basics · 2026-06-01T06:00:00-04:00 · evt-4 · due 2026-06-20T00:00:00-04:00",
	}}, later.Reasons[3])
}

func TestUntilIsWhenItStops(t *testing.T) {
	world := criteriatest.Sample()
	rapid.Check(t, func(t *rapid.T) {
		program := compile(t, criteriatest.Tree(world).Draw(t, "tree"))
		now := drawClock(t)
		f := drawFacts(t, world, program.Edges(), now, drawLater(t, now))
		got := program.At(now).Explain(f, names{})
		holds := func(at criteria.Instant) bool { return program.At(criteria.ClockAt(at, now.Zone())).Holds(f) }
		require.Equal(t, holds(now.Now()), got.Holds)
		if !got.Holds {
			require.Nil(t, got.Until)
			return
		}
		if got.Until != nil {
			require.False(t, holds(*got.Until))
			require.True(t, holds(*got.Until-1))
		}
		for range 5 {
			if at := drawLater(t, now).Now(); got.Until == nil || at < *got.Until {
				require.True(t, holds(at), "at %s", at.Time())
			}
		}
	})
}

// TestReasonsMakeTheAnswer holds the reasons to the answer where the tree is one AllOf.
func TestReasonsMakeTheAnswer(t *testing.T) {
	world := criteriatest.Sample()
	rapid.Check(t, func(t *rapid.T) {
		conditions := rapid.SliceOfN(criteriatest.Condition(world), 1, 4).Draw(t, "conditions")
		for i := range conditions {
			if rapid.Bool().Draw(t, "not") {
				conditions[i] = criteria.Not{Of: conditions[i]}
			}
		}
		tree := criteria.Tree{Root: criteria.AllOf{Of: conditions}}
		program, now := compile(t, tree), drawClock(t)
		f := drawFacts(t, world, program.Edges(), now)
		got := program.At(now).Explain(f, names{})
		all := true
		for i, reason := range got.Reasons {
			require.Equal(t, conditions[i], reason.Condition)
			all = all && reason.Holds
		}
		require.Equal(t, got.Holds, all)
	})
}
