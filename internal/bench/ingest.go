package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"muster/internal/activity"
	"muster/internal/auth"
	"muster/internal/criteria"
)

const (
	bulkRows = 1000 // of one call in bulk
	bulkRuns = 10   // calls measured; as many before, to warm up
)

// mixture is the types of events in the proportion in which they come: in twenty, so many of each.
var mixture = slices.Concat(
	slices.Repeat([]criteria.SimulationType{criteria.Sent}, 10), slices.Repeat([]criteria.SimulationType{criteria.Opened}, 5),
	slices.Repeat([]criteria.SimulationType{criteria.Clicked}, 2), []criteria.SimulationType{criteria.Submitted, criteria.Reported, criteria.Reported},
)

// event gives the next event to send: of another employee each time until all have had one, and of the types in the
// proportion in which they come.
func (r *run) event() (activity.SimulationInput, int64) {
	r.sent++
	const step = 7919 // a prime: it goes round all employees before it meets one again
	who := int64(r.sent) * step % int64(r.Employees)
	kind := mixture[rand.New(rand.NewPCG(uint64(r.sent), 3)).IntN(len(mixture))] //nolint:gosec // the same on every run
	return activity.SimulationInput{
		ID: fmt.Sprint("b", r.sent), Email: fmt.Sprintf("user%d@bench.example", who+1), Type: kind, OccurredAt: r.clock.now(),
		Campaign: fmt.Sprint("Subject ", 1+r.sent%campaigns),
	}, r.first + who
}

// sender gives a context that sends facts in.
func (r *run) sender(ctx context.Context) context.Context {
	return auth.With(ctx, auth.Identity{OrganizationID: r.organization, Role: auth.Operator, Name: "bench"})
}

// bulk sends calls of many events one after another, which tells what an event costs where nothing waits.
func (r *run) bulk(ctx context.Context) error {
	ctx = r.sender(ctx)
	var cost time.Duration
	for n := range 2 * bulkRuns {
		rows := make([]activity.SimulationInput, min(bulkRows, r.Employees/2))
		for i := range rows {
			rows[i], _ = r.event()
		}
		elapsed, err := took(func() error {
			result, err := r.activity.RecordSimulations(ctx, rows)
			if err == nil && result.Accepted != len(rows) {
				err = fmt.Errorf("%d of %d events were accepted", result.Accepted, len(rows))
			}
			return err
		})
		if err != nil {
			return err
		}
		if n >= bulkRuns {
			cost += elapsed / time.Duration(len(rows))
		}
	}
	const measure = "ingest: an event in bulk"
	cost /= bulkRuns
	switch r.stage {
	case fewGroups:
		r.fewCost = cost
	case full:
		ratio := float64(cost) / float64(r.fewCost)
		r.judge(measure, fmt.Sprintf("%s: %.2f× that with a tenth of the groups", brief(cost), ratio), "≤ 1.5×", ratio <= 1.5)
		return nil
	}
	r.notef(measure, "%s", brief(cost))
	return nil
}

// attempt is what came of holding one rate.
type attempt struct {
	pushed  []time.Duration // from arrival to a subscriber's push, of events that changed a group
	done    []time.Duration // from arrival to the call's return, of all
	behind  time.Duration   // how long the last call took after the last arrival
	failure error
}

// p50 and p99 of an attempt. Where nothing was pushed, what was stored tells how far behind the engine is.
func (a attempt) latency() (p50, p99 time.Duration) {
	return quantile(a.pushed, 0.5), max(quantile(a.pushed, 0.99), quantile(a.done, 0.99))
}

func (a attempt) String() string {
	p50, p99 := a.latency()
	return fmt.Sprintf("%s, %s (%d pushes; stored: %s, %s)", brief(p50), brief(p99), len(a.pushed), brief(quantile(a.done, 0.5)), brief(quantile(a.done, 0.99)))
}

// ingestOne holds the rate whose latency has a target.
func (r *run) ingestOne(ctx context.Context) error {
	a, err := r.hold(ctx, r.Rate)
	if err != nil {
		return err
	}
	_, p99 := a.latency()
	r.judge(fmt.Sprintf("arrival to push at %s events/s, p50 and p99", thousands(r.Rate)), a.String(), "p99 ≤ 50 ms", p99 <= 50*time.Millisecond)
	return nil
}

// ingest holds rising rates, each event a call of its own that arrives when it arrives, however far behind the engine is.
func (r *run) ingest(ctx context.Context) error {
	best := 0
	for _, rate := range r.Rates {
		a, err := r.hold(ctx, rate)
		if err != nil {
			return err
		}
		_, p99 := a.latency()
		r.notef(fmt.Sprintf("  held at %s events/s, p50 and p99", thousands(rate)), "%s", a)
		if p99 <= 100*time.Millisecond && a.behind <= 500*time.Millisecond {
			best = rate
		}
		if p99 > time.Second {
			break
		}
	}
	r.judge("highest rate held with p99 ≤ 100 ms", thousands(best)+" events/s", "≥ 8,000 events/s", best >= 8000)
	return nil
}

// granularity is how often the arrivals that have become due are sent at most: waking for each would take the engine's time. Latency counts
// from when each was due.
const granularity = time.Millisecond

// hold sends events at the rate for one step, after the clock has gone on.
func (r *run) hold(ctx context.Context, rate int) (attempt, error) {
	r.clock.set(r.clock.now().Add(time.Second))
	if err := r.engine.TickDue(ctx); err != nil {
		return attempt{}, err
	}
	n := max(int(float64(rate)*r.Step.Seconds()), 1)
	n = min(n, r.Employees) // each employee once, so that a push tells of which event it is
	rows, arrivals := make([]activity.SimulationInput, n), make(map[int64]time.Time, n)
	start := time.Now().Add(50 * time.Millisecond)
	due := make([]time.Time, n)
	for i := range rows {
		var who int64
		rows[i], who = r.event()
		due[i] = start.Add(time.Duration(i) * time.Second / time.Duration(rate))
		arrivals[who] = due[i]
	}
	watch, err := r.watch(ctx, arrivals)
	if err != nil {
		return attempt{}, err
	}
	a := attempt{done: make([]time.Duration, n)}
	sender := r.sender(ctx)
	var calls sync.WaitGroup
	var failed sync.Once
	for i := range rows {
		if wait := time.Until(due[i]); wait > 0 {
			<-time.After(max(wait, granularity))
		}
		calls.Go(func() {
			if _, err := r.activity.RecordSimulations(sender, rows[i:i+1]); err != nil {
				failed.Do(func() { a.failure = err })
			}
			a.done[i] = time.Since(due[i])
		})
	}
	calls.Wait()
	a.behind = time.Since(due[n-1])
	a.pushed, err = watch.end()
	return a, errors.Join(a.failure, err)
}
