package eval_test

import (
	"slices"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
	"muster/internal/criteria/eval"
)

const hour = 60 * 60 * 1000

// moments are local times around which calendars and clocks do something.
var moments = []string{
	"2026-03-08 01:59:59", "2026-03-08 03:00:00", "2026-11-01 01:30:00", "2026-03-01 00:00:00", "2026-03-29 10:00:00", "2026-03-31 10:00:00",
	"2024-02-29 12:00:00", "2025-02-28 23:59:59", "2026-01-01 00:00:00", "2026-06-15 12:00:00", "2026-05-31 23:59:59", "2026-04-08 02:30:00",
}

var zones = []string{"UTC", "America/New_York", "America/Havana", "Asia/Kolkata", "Australia/Lord_Howe"}

func drawClock(t *rapid.T) criteria.Clock {
	zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	require.NoError(t, err)
	at, err := time.ParseInLocation(time.DateTime, rapid.SampledFrom(moments).Draw(t, "now"), zone)
	require.NoError(t, err)
	return criteria.ClockAt(criteria.InstantOf(at)+criteria.Instant(rapid.IntRange(-1, 1).Draw(t, "ms")), zone)
}

// drawLater draws a clock after another: a moment later, or as long as it takes clocks and calendars to move.
func drawLater(t *rapid.T, c criteria.Clock) criteria.Clock {
	ahead := rapid.SampledFrom([]int{1, 1000, hour / 4, hour, 12 * hour, 24 * hour, 71 * hour, 31 * 24 * hour, 200 * 24 * hour}).Draw(t, "ahead")
	return criteria.ClockAt(c.Now()+criteria.Instant(rapid.OneOf(rapid.Just(ahead), rapid.IntRange(1, ahead)).Draw(t, "later")), c.Zone())
}

// facts draws facts whose instants and days lie at the edges as they are at the clocks, or around them.
type facts struct {
	*rapid.T
	world criteriatest.World
	times []criteria.Instant
	days  []criteria.Date
}

func drawFacts(t *rapid.T, world criteriatest.World, edges []eval.Edge, clocks ...criteria.Clock) *eval.Facts {
	d := facts{T: t, world: world}
	for _, c := range clocks {
		d.times = append(d.times, c.Now(), c.Now()-hour, c.Now()+hour, c.Now()-30*24*hour)
		d.days = append(d.days, c.Today(), c.Today()+1, c.Today()-30)
		for _, edge := range edges {
			for _, beside := range []int64{-1, 0} {
				at := edge.At(c) + beside
				if edge.Kind.Days() {
					d.days = append(d.days, criteria.Date(at))
				} else {
					d.times = append(d.times, criteria.Instant(at))
				}
			}
		}
	}
	slices.Sort(d.times)
	slices.Sort(d.days)
	return d.draw()
}

func pick[T any](d *facts, label string, of []T) T { return rapid.SampledFrom(of).Draw(d.T, label) }

func (d *facts) maybe() bool { return rapid.IntRange(0, 3).Draw(d.T, "maybe") > 0 }

func (d *facts) draw() *eval.Facts {
	f := &eval.Facts{Employee: 1, HiredOn: eval.NoDay, LastLoginAt: criteria.Never, CreatedAt: pick(d, "created", d.times)}
	f.Text[eval.Status] = "ACTIVE"
	f.Text[eval.Title] = criteria.FoldWords(pick(d, "title", []string{"Marketing Manager", "Account Executive", ""}))
	if d.maybe() {
		f.HiredOn = pick(d, "hired", d.days)
	}
	if d.maybe() {
		f.LastLoginAt = pick(d, "login", d.times)
	}
	if d.maybe() {
		f.Departments = d.world.Departments[:rapid.IntRange(1, len(d.world.Departments)).Draw(d.T, "departments")]
	}
	for _, attribute := range d.world.Attributes {
		value := pick(d, "value", append([]any{pick(d, "day", d.days).String()}, attribute.Values...))
		f.Attributes = append(f.Attributes, eval.NewAttribute(criteria.Fold(attribute.Name), value))
	}
	f.Simulations = eval.Arrange(d.events(len(criteria.SimulationTypes), int64(d.world.Campaigns[0])))
	f.Trainings = eval.Arrange(d.events(len(criteria.TrainingTypes), int64(d.world.Courses[0])))
	return f
}

func (d *facts) events(types int, subject int64) (list []eval.Event) {
	for range rapid.IntRange(0, 6).Draw(d.T, "events") {
		e := eval.Event{
			At: pick(d, "at", d.times), DueAt: criteria.Never, Subject: subject + int64(rapid.IntRange(0, 2).Draw(d.T, "subject")),
			Type: uint8(rapid.IntRange(0, types-1).Draw(d.T, "type")), Channel: uint8(rapid.IntRange(0, 4).Draw(d.T, "channel")),
		}
		if d.maybe() {
			e.DueAt = pick(d, "due", d.times)
		}
		list = append(list, e)
	}
	return list
}
