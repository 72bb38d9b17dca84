package bench

import (
	"context"
	"fmt"
	"time"

	"muster/internal/criteria"
)

// tick moves the clock on second by second, and then over midnight.
func (r *run) tick(ctx context.Context) error {
	var ticks []time.Duration
	for range r.Ticks {
		r.clock.set(r.clock.now().Add(time.Second))
		elapsed, err := took(func() error { return r.engine.TickDue(ctx) })
		if err != nil {
			return err
		}
		ticks = append(ticks, elapsed)
	}
	p50, p99 := quantile(ticks, 0.5), quantile(ticks, 0.99)
	r.judge("a tick of one second, p50 and p99", brief(p50)+", "+brief(p99), "p50 ≤ 5 ms", p50 <= 5*time.Millisecond)

	midnight := (criteria.DateOf(r.clock.now()) + 1).Midnight(time.UTC).Time()
	r.clock.set(midnight.Add(-time.Second))
	if err := r.engine.TickDue(ctx); err != nil {
		return err
	}
	r.clock.set(midnight)
	elapsed, err := took(func() error { return r.engine.TickDue(ctx) })
	if err != nil {
		return err
	}
	r.judge("the tick at midnight", brief(elapsed), "≤ 500 ms", elapsed <= 500*time.Millisecond)
	return nil
}

// looks is how often the clock is looked at for quiet organizations.
const looks = 50

// quiet adds organizations in which nothing is due, and measures what looking at the clock costs. The time that a look takes is more than
// the CPU of this process and of the database for it.
func (r *run) quiet(ctx context.Context) error {
	err := r.exec(ctx, `INSERT INTO organizations (name, timezone, evaluated_at, next_due_at, created_at)
		SELECT 'Quiet ' || n, 'UTC', $2, $2 + 86400000 * (1 + n % 90), 0 FROM generate_series(1, $1::bigint) n`, r.Organizations, r.clock.now().UnixMilli())
	if err != nil {
		return err
	}
	var all []time.Duration
	for range looks {
		elapsed, err := took(func() error { return r.engine.TickDue(ctx) })
		if err != nil {
			return err
		}
		all = append(all, elapsed)
	}
	look := quantile(all, 0.5)
	r.notef(fmt.Sprintf("%s quiet organizations: a look at the clock", thousands(r.Organizations)), "%s, once a second: %.2f %% of a core", brief(look), look.Seconds()*100)
	return nil
}
