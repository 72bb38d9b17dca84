package eval_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
	"muster/internal/criteria/eval"
)

func TestHoldsDoesNotAllocate(t *testing.T) {
	world, trees := criteriatest.Sample(), typicalTrees(12)
	for seed := range 200 {
		trees = append(trees, criteria.Tree{Root: criteriatest.Condition(world).Example(seed)})
	}
	groups, batch := evaluators(t, trees), typicalFacts(20)
	for i, group := range groups {
		require.Zero(t, testing.AllocsPerRun(2, func() {
			for i := range batch {
				group.Holds(&batch[i])
			}
		}), "%+v", trees[i])
	}
}

func TestCompileRefusesWhatIsNotValid(t *testing.T) {
	_, err := eval.Compile(criteria.Tree{})
	require.ErrorContains(t, err, "INVALID")
}

// person has the facts given as events: "CLICKED 1 2026-06-01" is a click in campaign 1.
type person struct {
	simulations, trainings []eval.Event
}

func on(t *testing.T, kind string, subject int64, date string) eval.Event {
	t.Helper()
	return eval.Event{At: instant(t, date+"T12:00:00Z"), Subject: subject, Type: typeOf(t, kind), DueAt: criteria.Never}
}

func typeOf(t *testing.T, kind string) uint8 {
	t.Helper()
	for i, word := range criteria.SimulationTypes {
		if string(word) == kind {
			return uint8(i)
		}
	}
	for i, word := range criteria.TrainingTypes {
		if string(word) == kind {
			return uint8(i)
		}
	}
	require.Fail(t, kind)
	return 0
}

func (p person) holds(t *testing.T, n criteria.Node, now string) bool {
	t.Helper()
	f := &eval.Facts{HiredOn: eval.NoDay, LastLoginAt: criteria.Never, Simulations: eval.Arrange(p.simulations), Trainings: eval.Arrange(p.trainings)}
	f.Text[eval.Status] = "ACTIVE"
	return compile(t, criteria.Tree{Root: n}).At(criteria.ClockAt(instant(t, now), time.UTC)).Holds(f)
}

func simulation(window criteria.Window, count criteria.Count, types ...criteria.SimulationType) criteria.Node {
	return criteria.Simulation{SimulationEvents: criteria.SimulationEvents{Types: types, Window: window}, Count: count}
}

func TestTwoClicksInOneCampaignAreOne(t *testing.T) {
	p := person{simulations: []eval.Event{on(t, "CLICKED", 1, "2026-06-01"), on(t, "CLICKED", 1, "2026-06-02")}}
	twice := simulation(criteria.Window{}, criteria.Count{Min: 2}, criteria.Clicked)
	require.False(t, p.holds(t, twice, "2026-06-10T00:00:00Z"))
	p.simulations = append(p.simulations, on(t, "CLICKED", 2, "2026-06-03"))
	require.True(t, p.holds(t, twice, "2026-06-10T00:00:00Z"))
}

func TestAFactCountsForExactlyItsWindow(t *testing.T) {
	p := person{simulations: []eval.Event{on(t, "CLICKED", 1, "2026-06-01")}}
	clicked := simulation(criteria.Last(30, criteria.Day), criteria.Count{}, criteria.Clicked)
	for now, want := range map[string]bool{
		"2026-06-01T11:59:59.999Z": false, "2026-06-01T12:00:00Z": true,
		"2026-07-01T11:59:59.999Z": true, "2026-07-01T12:00:00Z": false,
	} {
		require.Equal(t, want, p.holds(t, clicked, now), now)
	}
}

func TestOverdueBeginsAtItsInstantAndEndsWithCompletion(t *testing.T) {
	enrolled := on(t, "ENROLLED", 1, "2026-06-01")
	enrolled.DueAt = instant(t, "2026-06-10T00:00:00Z")
	p := person{trainings: []eval.Event{enrolled}}
	overdue := criteria.Enrolment{State: criteria.Overdue}
	require.False(t, p.holds(t, overdue, "2026-06-09T23:59:59.999Z"))
	require.True(t, p.holds(t, overdue, "2026-06-10T00:00:00Z"))

	p.trainings = append(p.trainings, on(t, "COMPLETED", 1, "2026-06-12"), on(t, "COMPLETED", 2, "2026-06-11"))
	require.True(t, p.holds(t, overdue, "2026-06-12T11:59:59Z"))
	require.False(t, p.holds(t, overdue, "2026-06-12T12:00:00Z"))

	again := on(t, "ENROLLED", 1, "2026-06-13")
	p.trainings = append(p.trainings, again)
	require.False(t, p.holds(t, overdue, "2026-06-20T00:00:00Z"), "without dueAt nothing is overdue")
	require.True(t, p.holds(t, criteria.Enrolment{State: criteria.Unfinished}, "2026-06-20T00:00:00Z"))
}

func TestOrder(t *testing.T) {
	none := 0
	clicks := criteria.Events{Simulation: &criteria.SimulationEvents{Types: []criteria.SimulationType{criteria.Clicked}}}
	completions := criteria.Events{Training: &criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Completed}}}
	untrainedSince := criteria.Order{Event: completions, After: clicks, Anchor: criteria.LastOfThem, Count: criteria.Count{Max: &none}}
	clickedAfter := criteria.Order{Event: clicks, After: completions, Anchor: criteria.AnyOfThem}
	const now = "2026-06-20T00:00:00Z"

	require.False(t, person{}.holds(t, untrainedSince, now), "there must have been a click")
	p := person{simulations: []eval.Event{on(t, "CLICKED", 1, "2026-06-01"), on(t, "CLICKED", 2, "2026-06-10")}}
	require.True(t, p.holds(t, untrainedSince, now))
	require.False(t, p.holds(t, clickedAfter, now))

	p.trainings = []eval.Event{on(t, "COMPLETED", 1, "2026-06-05")}
	require.True(t, p.holds(t, untrainedSince, now))
	require.True(t, p.holds(t, clickedAfter, now))

	p.trainings = append(p.trainings, on(t, "COMPLETED", 2, "2026-06-11"))
	require.False(t, p.holds(t, untrainedSince, now))

	clickedAfter.Within = &criteria.Span{N: 4, Unit: criteria.Day}
	require.False(t, p.holds(t, clickedAfter, now))
	clickedAfter.Within.N = 5
	require.True(t, p.holds(t, clickedAfter, now))
}

func TestRateNeedsEnoughSimulations(t *testing.T) {
	half := 50.0
	rate := criteria.Rate{Types: []criteria.SimulationType{criteria.Clicked}, Range: criteria.Range{GTE: &half}}
	p := person{simulations: []eval.Event{on(t, "SENT", 1, "2026-06-01"), on(t, "SENT", 2, "2026-06-02"), on(t, "CLICKED", 1, "2026-06-03"), on(t, "CLICKED", 9, "2026-06-03")}}
	require.False(t, p.holds(t, rate, "2026-06-20T00:00:00Z"))
	p.simulations = append(p.simulations, on(t, "SENT", 3, "2026-06-04"))
	require.False(t, p.holds(t, rate, "2026-06-20T00:00:00Z"), "1 of 3: a click in a campaign that was not received is none of them")
	p.simulations = append(p.simulations, on(t, "CLICKED", 3, "2026-06-05"))
	require.True(t, p.holds(t, rate, "2026-06-20T00:00:00Z"))
}

func TestScore(t *testing.T) {
	now := criteria.ClockAt(instant(t, "2026-06-20T00:00:00Z"), time.UTC)
	overdue := on(t, "ENROLLED", 5, "2025-06-01")
	overdue.DueAt = instant(t, "2025-07-01T00:00:00Z")
	for _, tt := range []struct {
		name   string
		person person
		want   int
	}{
		{"nothing", person{}, 0},
		{"a click counts once for its campaign", person{simulations: []eval.Event{on(t, "CLICKED", 1, "2026-06-01"), on(t, "CLICKED", 1, "2026-06-02")}}, 35},
		{"what happened in one campaign adds up", person{simulations: []eval.Event{on(t, "CLICKED", 1, "2026-06-01"), on(t, "SUBMITTED", 1, "2026-06-01")}}, 85},
		{"not below 0", person{simulations: []eval.Event{on(t, "REPORTED", 1, "2026-06-01")}}, 0},
		{"not above 100", person{simulations: []eval.Event{on(t, "SUBMITTED", 1, "2026-06-01"), on(t, "SUBMITTED", 2, "2026-06-01"), on(t, "REPLIED", 3, "2026-06-01")}}, 100},
		{"training helps", person{simulations: []eval.Event{on(t, "QR_SCANNED", 1, "2026-06-01")}, trainings: []eval.Event{on(t, "COMPLETED", 1, "2026-06-02")}}, 20},
		{"overdue counts now, however old", person{trainings: []eval.Event{overdue}}, 20},
		{"outside the window", person{simulations: []eval.Event{on(t, "CLICKED", 1, "2026-03-01")}}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := &eval.Facts{Simulations: eval.Arrange(tt.person.simulations), Trainings: eval.Arrange(tt.person.trainings)}
			require.Equal(t, tt.want, eval.Score(f, criteria.Last(criteria.RiskDays, criteria.Day), now))
		})
	}
}
