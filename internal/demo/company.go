package demo

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"muster/internal/activity"
	"muster/internal/people"
)

// Name is what the demo organization is called. An organization of this name is taken for it.
const Name = "Tidewell Provisions"

const (
	domain = "tidewell.example" // a domain that nobody can have (RFC 2606)
	day    = 24 * time.Hour
	// history is how long before the start the first event may lie.
	history = 365 * day
)

// Company is the people and what happened to them.
type Company struct {
	Employees   []people.Input
	Simulations []activity.SimulationInput // the oldest first
	Trainings   []activity.TrainingInput   // the oldest first
}

// Imagine gives the company that was installed at start, as it is at until: everybody hired by then, and what happened
// before that day (UTC) began.
func Imagine(start, until time.Time) Company {
	today := until.UTC().Truncate(day)
	t := timeline{start: start.UTC().Truncate(day), end: today}
	t.begin = t.start.Add(-history)
	t.hire()
	t.simulate()
	t.train()
	return t.company()
}

// timeline is the company while it is being imagined. Everything in it is drawn from generators of its own, so that
// nothing depends on how far the timeline reaches.
type timeline struct {
	begin, start, end time.Time // midnights, UTC; the end is excluded
	people            []person
	simulations       []activity.SimulationInput
	trainings         []activity.TrainingInput
}

func (t *timeline) company() Company {
	c := Company{Employees: make([]people.Input, len(t.people))}
	for i, p := range t.people {
		c.Employees[i] = p.input(t.lastLogin(p))
	}
	for _, e := range t.simulations {
		if e.OccurredAt.Before(t.end) {
			c.Simulations = append(c.Simulations, e)
		}
	}
	for _, e := range t.trainings {
		if !e.OccurredAt.Before(t.begin) && e.OccurredAt.Before(t.end) {
			c.Trainings = append(c.Trainings, e)
		}
	}
	slices.SortFunc(c.Simulations, func(a, b activity.SimulationInput) int {
		return orderOf(a.OccurredAt, b.OccurredAt, a.ID, b.ID)
	})
	slices.SortFunc(c.Trainings, func(a, b activity.TrainingInput) int {
		return orderOf(a.OccurredAt, b.OccurredAt, a.ID, b.ID)
	})
	return c
}

// orderOf is one order for events of the same instant too: what is a prefix once is a prefix always.
func orderOf(a, b time.Time, idA, idB string) int {
	if c := a.Compare(b); c != 0 {
		return c
	}
	return strings.Compare(idA, idB)
}

// What is drawn, each from a stream of its own.
const (
	streamPerson uint64 = iota + 1
	streamCampaign
	streamCourse
	streamLogin
)

// dice gives the generator of one thing, by its numbers: the same every time.
func dice(stream uint64, a, b int) *roll {
	const seed = 0x7469646577656c6c // "tidewell"
	return &roll{rand.New(rand.NewPCG(seed+stream, uint64(a)<<32|uint64(b)))}
}

type roll struct{ *rand.Rand }

func (r *roll) chance(p float64) bool { return r.Float64() < p }

// between draws a duration of whole minutes.
func (r *roll) between(low, high time.Duration) time.Duration {
	return low + time.Duration(r.Int64N(int64((high-low)/time.Minute)+1))*time.Minute
}

func pick[T any](r *roll, from []T) T { return from[r.IntN(len(from))] }
