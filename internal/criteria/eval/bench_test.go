package eval_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
)

var benchNow = criteria.InstantOf(time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC))

const day = 24 * 60 * 60 * 1000

// typicalTrees are conditions such as people write, over 40 departments.
func typicalTrees(n int) []criteria.Tree {
	trees := make([]criteria.Tree, n)
	two, none := 2, 0
	for i := range trees {
		window := criteria.Last(7+i%120, criteria.Day)
		clicked := criteria.Simulation{SimulationEvents: criteria.SimulationEvents{Types: []criteria.SimulationType{criteria.Clicked}, Window: window}}
		untrained := criteria.Training{TrainingEvents: criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Completed}, Window: window}, Count: criteria.Count{Max: &none}}
		failed := criteria.Simulation{SimulationEvents: criteria.SimulationEvents{Types: criteria.FailureTypes, Window: window}, Count: criteria.Count{Min: two}}
		in := criteria.Department{IDs: []criteria.DepartmentID{criteria.DepartmentID(1 + i%40)}}
		switch i % 6 {
		case 0:
			trees[i].Root = criteria.AllOf{Of: []criteria.Node{clicked, untrained}}
		case 1:
			trees[i].Root = criteria.AllOf{Of: []criteria.Node{in, clicked}}
		case 2:
			trees[i].Root = failed
		case 3:
			trees[i].Root = criteria.AllOf{Of: []criteria.Node{criteria.DateIn{Field: criteria.HiredOn, Window: window}, untrained}}
		case 4:
			trees[i].Root = criteria.AllOf{Of: []criteria.Node{in, criteria.Profile{Field: criteria.FieldTitle, Values: []string{"manager"}}, failed}}
		case 5:
			trees[i].Root = criteria.Enrolment{State: criteria.Overdue, Window: window}
		}
	}
	return trees
}

// typicalFacts have about 16 simulation events and 4 training events each.
func typicalFacts(n int) []eval.Facts {
	r := rand.New(rand.NewPCG(1, 2))
	list := make([]eval.Facts, n)
	titles := []string{" account executive ", " marketing manager ", " senior software engineer "}
	for i := range list {
		f := &list[i]
		*f = eval.Facts{Employee: int64(i + 1), HiredOn: criteria.Date(20000 + r.IntN(600)), LastLoginAt: criteria.Never, CreatedAt: benchNow - 400*day}
		f.Text[eval.Status], f.Text[eval.Title] = "ACTIVE", titles[r.IntN(3)]
		f.Departments = []criteria.DepartmentID{1, criteria.DepartmentID(2 + r.IntN(5)), criteria.DepartmentID(7 + r.IntN(34))}
		var simulations, trainings []eval.Event
		for campaign := range 8 {
			at := benchNow - criteria.Instant(campaign*45*day+r.IntN(day))
			simulations = append(simulations, eval.Event{At: at, Subject: int64(campaign)})
			if r.IntN(2) == 0 {
				simulations = append(simulations, eval.Event{At: at + 1000, Subject: int64(campaign), Type: 1})
			}
			if r.IntN(4) == 0 {
				simulations = append(simulations, eval.Event{At: at + 2000, Subject: int64(campaign), Type: 2 + uint8(r.IntN(2))})
			}
			if r.IntN(5) == 0 {
				simulations = append(simulations, eval.Event{At: at + 3000, Subject: int64(campaign), Type: 7})
			}
		}
		for course := range 2 {
			at := benchNow - criteria.Instant(r.IntN(300*day))
			trainings = append(trainings, eval.Event{At: at, Subject: int64(course), DueAt: at + 30*day})
			if r.IntN(3) > 0 {
				trainings = append(trainings, eval.Event{At: at + 5*day, Subject: int64(course), Type: 2, DueAt: criteria.Never})
			}
		}
		f.Simulations, f.Trainings = eval.Arrange(simulations), eval.Arrange(trainings)
	}
	return list
}

func evaluators(tb testing.TB, trees []criteria.Tree) []*eval.Evaluator {
	tb.Helper()
	list := make([]*eval.Evaluator, len(trees))
	for i, tree := range trees {
		program, err := eval.Compile(tree)
		require.NoError(tb, err)
		list[i] = program.At(criteria.ClockAt(benchNow, time.UTC))
	}
	return list
}

// BenchmarkBatch evaluates 1,000 groups for 1,000 employees.
func BenchmarkBatch(b *testing.B) {
	groups, batch := evaluators(b, typicalTrees(1000)), typicalFacts(1000)
	members := 0
	b.ReportAllocs()
	for b.Loop() {
		members = 0
		for i := range batch {
			for _, group := range groups {
				if group.Holds(&batch[i]) {
					members++
				}
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(groups)*len(batch)), "ns/answer")
	b.ReportMetric(float64(members)/float64(len(groups)), "members/group")
}

func BenchmarkHolds(b *testing.B) {
	batch := typicalFacts(100)
	for kind, group := range evaluators(b, typicalTrees(6)) {
		b.Run(fmt.Sprintf("kind%d", kind), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				group.Holds(&batch[i%len(batch)])
			}
		})
	}
}

// BenchmarkAt binds 1,000 programs to a clock, as every batch does.
func BenchmarkAt(b *testing.B) {
	var programs []*eval.Program
	for _, tree := range typicalTrees(1000) {
		program, err := eval.Compile(tree)
		require.NoError(b, err)
		programs = append(programs, program)
	}
	zone, err := time.LoadLocation("America/New_York")
	require.NoError(b, err)
	clock := criteria.ClockAt(benchNow, zone)
	b.ReportAllocs()
	for b.Loop() {
		for _, program := range programs {
			program.At(clock)
		}
	}
}
