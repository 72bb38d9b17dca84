package criteria_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
)

// changes are instants around which clocks change or months end.
var changes = map[string][]string{
	"America/New_York":    {"2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z", "2026-03-01T05:00:00Z", "2024-02-29T05:00:00Z"},
	"America/Havana":      {"2026-03-08T05:00:00Z", "2026-11-01T05:00:00Z"},
	"Australia/Lord_Howe": {"2026-04-04T15:00:00Z", "2026-10-03T15:30:00Z"},
	"Europe/Madrid":       {"2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-05-31T22:00:00Z"},
}

// TestMonthsAgoCrossNoEarlierThanTold steps through the days around a clock change or a month's end, either of now or
// of that many months ago, where "months ago" jumps and goes back.
func TestMonthsAgoCrossNoEarlierThanTold(t *testing.T) {
	const hour = 60 * 60 * 1000
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"America/New_York", "America/Havana", "Australia/Lord_Howe", "Europe/Madrid"}).Draw(t, "zone")
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		change, err := time.Parse(time.RFC3339, rapid.SampledFrom(changes[name]).Draw(t, "change"))
		require.NoError(t, err)
		span := criteria.Span{N: rapid.SampledFrom([]int{1, 2, 3, 12}).Draw(t, "n"), Unit: criteria.Month}
		if rapid.Bool().Draw(t, "ago") {
			change = span.After(change.In(zone))
		}
		quarters := criteria.Instant(rapid.IntRange(-4*40, 4*30).Draw(t, "quarters"))
		now := criteria.ClockAt(criteria.InstantOf(change)+quarters*hour/4+rapid.SampledFrom([]criteria.Instant{-1, 0, 1, 17 * 60 * 1000}).Draw(t, "beside"), zone)
		bound := criteria.Bound{Ago: &span}
		position := func(at criteria.Instant) criteria.Instant {
			from, _ := criteria.Window{From: &bound}.Instants(criteria.ClockAt(at, zone))
			return from
		}
		v := position(now.Now()+criteria.Instant(rapid.IntRange(0, 40*4).Draw(t, "value")*hour/4)) + rapid.SampledFrom([]criteria.Instant{-hour, -1, 0, 1, hour / 2}).Draw(t, "offset")
		due := bound.Crosses(v, false, now)
		require.Greater(t, due, now.Now())
		passed := v < position(now.Now())
		// All the bounds' turns are at whole quarters of an hour, so that looking at both sides of those finds every crossing.
		first := now.Now() - now.Now()%(hour/4)
		for at := first + hour/4; at < min(due, first+5*24*hour); at += hour / 4 {
			for _, look := range []criteria.Instant{at - 1, at} {
				if look > now.Now() {
					require.Equal(t, passed, v < position(look), "at %s, due at %s", look.Time(), due.Time())
				}
			}
		}
		if due-now.Now() < 5*24*hour {
			require.Equal(t, passed, due-1 > now.Now() && v < position(due-1) || due-1 <= now.Now() && passed, "just before %s", due.Time())
		}
	})
}
