package criteria_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
)

const zoned = "2006-01-02T15:04:05.000-07:00"

func clock(t require.TestingT, now, zone string) criteria.Clock {
	location, err := time.LoadLocation(zone)
	require.NoError(t, err)
	at, err := time.Parse(time.RFC3339Nano, now)
	require.NoError(t, err)
	return criteria.ClockAt(criteria.InstantOf(at), location)
}

func window(t require.TestingT, text string) criteria.Window {
	var w criteria.Window
	require.NoError(t, json.Unmarshal([]byte(text), &w), text)
	return w
}

// edge writes an instant in the clock's zone; "" for an open end.
func edge(at criteria.Instant, c criteria.Clock) string {
	if at == math.MinInt64 || at == math.MaxInt64 {
		return ""
	}
	return at.Time().In(c.Zone()).Format(zoned)
}

func TestWindowsOfInstants(t *testing.T) {
	const (
		newYork = "America/New_York"
		madrid  = "Europe/Madrid"
	)
	for _, c := range []struct{ name, now, zone, window, from, to string }{
		{"all time", "2026-05-20T10:00:00Z", "UTC", `{}`, "", ""},
		{"last days", "2026-05-20T10:00:00.5Z", "UTC", `{"from":{"ago":{"n":30,"unit":"DAY"}}}`, "2026-04-20T10:00:00.501+00:00", ""},
		{"last hours", "2026-05-20T10:00:00Z", "UTC", `{"from":{"ago":{"n":36,"unit":"HOUR"}}}`, "2026-05-18T22:00:00.001+00:00", ""},
		{"last weeks", "2026-05-20T10:00:00Z", "UTC", `{"from":{"ago":{"n":3,"unit":"WEEK"}}}`, "2026-04-29T10:00:00.001+00:00", ""},
		{"last months", "2026-05-20T10:00:00Z", "UTC", `{"from":{"ago":{"n":3,"unit":"MONTH"}}}`, "2026-02-20T10:00:00.001+00:00", ""},
		{"a month, clamped", "2026-03-31T10:00:00Z", "UTC", `{"from":{"ago":{"n":1,"unit":"MONTH"}}}`, "2026-02-28T10:00:00.001+00:00", ""},
		{"a month, clamped in a leap year", "2024-03-31T10:00:00Z", "UTC", `{"from":{"ago":{"n":1,"unit":"MONTH"}}}`, "2024-02-29T10:00:00.001+00:00", ""},
		{"a year from 29 February", "2024-02-29T10:00:00Z", "UTC", `{"from":{"ago":{"n":1,"unit":"YEAR"}}}`, "2023-02-28T10:00:00.001+00:00", ""},
		{"quarters", "2026-05-31T10:00:00Z", "UTC", `{"from":{"ago":{"n":1,"unit":"QUARTER"}}}`, "2026-02-28T10:00:00.001+00:00", ""},
		{"months over the year's end", "2026-01-15T10:00:00Z", "UTC", `{"from":{"ago":{"n":13,"unit":"MONTH"}}}`, "2024-12-15T10:00:00.001+00:00", ""},
		{"the longest", "2026-01-15T10:00:00Z", "UTC", `{"from":{"ago":{"n":3660,"unit":"YEAR"}}}`, "-1634-01-15T10:00:00.001+00:00", ""},

		{"more than days ago", "2026-05-20T10:00:00Z", "UTC", `{"to":{"ago":{"n":30,"unit":"DAY"}}}`, "", "2026-04-20T10:00:00.001+00:00"},
		{"at least days ago is the same", "2026-05-20T10:00:00Z", "UTC", `{"through":{"ago":{"n":30,"unit":"DAY"}}}`, "", "2026-04-20T10:00:00.001+00:00"},
		{"between", "2026-05-20T10:00:00Z", "UTC", `{"from":{"ago":{"n":90,"unit":"DAY"}},"to":{"ago":{"n":30,"unit":"DAY"}}}`, "2026-02-19T10:00:00.001+00:00", "2026-04-20T10:00:00.001+00:00"},

		{"today", "2026-05-20T23:30:00-04:00", newYork, `{"from":{"period":{"unit":"DAY","offset":0}}}`, "2026-05-20T00:00:00.000-04:00", ""},
		{"today elsewhere", "2026-05-20T23:30:00-04:00", madrid, `{"from":{"period":{"unit":"DAY","offset":0}}}`, "2026-05-21T00:00:00.000+02:00", ""},
		{"yesterday, 23 hours long", "2026-03-09T12:00:00-04:00", newYork, `{"from":{"period":{"unit":"DAY","offset":-1}},"to":{"period":{"unit":"DAY","offset":0}}}`, "2026-03-08T00:00:00.000-05:00", "2026-03-09T00:00:00.000-04:00"},
		{"yesterday, 25 hours long", "2026-10-26T12:00:00+01:00", madrid, `{"from":{"period":{"unit":"DAY","offset":-1}},"to":{"period":{"unit":"DAY","offset":0}}}`, "2026-10-25T00:00:00.000+02:00", "2026-10-26T00:00:00.000+01:00"},
		{"this week on a Monday", "2026-05-18T00:00:00+02:00", madrid, `{"from":{"period":{"unit":"WEEK","offset":0}}}`, "2026-05-18T00:00:00.000+02:00", ""},
		{"this week on a Sunday", "2026-05-24T23:59:59+02:00", madrid, `{"from":{"period":{"unit":"WEEK","offset":0}}}`, "2026-05-18T00:00:00.000+02:00", ""},
		{"last week", "2026-05-20T10:00:00Z", "UTC", `{"from":{"period":{"unit":"WEEK","offset":-1}},"to":{"period":{"unit":"WEEK","offset":0}}}`, "2026-05-11T00:00:00.000+00:00", "2026-05-18T00:00:00.000+00:00"},
		{"last week with the clock change", "2026-04-01T10:00:00+02:00", madrid, `{"from":{"period":{"unit":"WEEK","offset":-1}},"to":{"period":{"unit":"WEEK","offset":0}}}`, "2026-03-23T00:00:00.000+01:00", "2026-03-30T00:00:00.000+02:00"},
		{"last month in January", "2026-01-31T10:00:00Z", "UTC", `{"from":{"period":{"unit":"MONTH","offset":-1}},"to":{"period":{"unit":"MONTH","offset":0}}}`, "2025-12-01T00:00:00.000+00:00", "2026-01-01T00:00:00.000+00:00"},
		{"this quarter", "2026-05-20T10:00:00Z", "UTC", `{"from":{"period":{"unit":"QUARTER","offset":0}}}`, "2026-04-01T00:00:00.000+00:00", ""},
		{"last quarter in the first", "2026-02-20T10:00:00Z", "UTC", `{"from":{"period":{"unit":"QUARTER","offset":-1}},"to":{"period":{"unit":"QUARTER","offset":0}}}`, "2025-10-01T00:00:00.000+00:00", "2026-01-01T00:00:00.000+00:00"},
		{"last year", "2026-05-20T10:00:00Z", "UTC", `{"from":{"period":{"unit":"YEAR","offset":-1}},"to":{"period":{"unit":"YEAR","offset":0}}}`, "2025-01-01T00:00:00.000+00:00", "2026-01-01T00:00:00.000+00:00"},

		{"since a date", "2026-05-20T10:00:00Z", newYork, `{"from":{"date":"2026-01-15"}}`, "2026-01-15T00:00:00.000-05:00", ""},
		{"before a date", "2026-05-20T10:00:00Z", newYork, `{"to":{"date":"2026-07-15"}}`, "", "2026-07-15T00:00:00.000-04:00"},
		{"through a date", "2026-05-20T10:00:00Z", newYork, `{"through":{"date":"2026-03-08"}}`, "", "2026-03-09T00:00:00.000-04:00"},
		{"through yesterday", "2026-05-20T10:00:00Z", "UTC", `{"through":{"period":{"unit":"DAY","offset":-1}}}`, "", "2026-05-20T00:00:00.000+00:00"},

		{"since March in May", "2026-05-20T10:00:00Z", "UTC", `{"from":{"recent":{"month":3,"day":1}}}`, "2026-03-01T00:00:00.000+00:00", ""},
		{"since March in February", "2026-02-20T10:00:00Z", "UTC", `{"from":{"recent":{"month":3,"day":1}}}`, "2025-03-01T00:00:00.000+00:00", ""},
		{"since March on its first day", "2026-03-01T00:00:00Z", "UTC", `{"from":{"recent":{"month":3,"day":1}}}`, "2026-03-01T00:00:00.000+00:00", ""},
		{"the day begins where the organization is", "2026-03-01T00:00:00Z", newYork, `{"from":{"recent":{"month":3,"day":1}}}`, "2025-03-01T00:00:00.000-05:00", ""},
		{"in June, in July", "2026-07-02T10:00:00Z", "UTC", `{"from":{"recent":{"month":6,"day":1}},"to":{"recent":{"month":6,"day":1,"plus":{"n":1,"unit":"MONTH"}}}}`, "2026-06-01T00:00:00.000+00:00", "2026-07-01T00:00:00.000+00:00"},
		{"in December, in January", "2026-01-02T10:00:00Z", "UTC", `{"from":{"recent":{"month":12,"day":1}},"to":{"recent":{"month":12,"day":1,"plus":{"n":1,"unit":"MONTH"}}}}`, "2025-12-01T00:00:00.000+00:00", "2026-01-01T00:00:00.000+00:00"},
		{"29 February after a leap year", "2026-05-20T10:00:00Z", "UTC", `{"from":{"recent":{"month":2,"day":29}}}`, "2024-02-29T00:00:00.000+00:00", ""},
		{"29 February over a century without", "2103-05-20T10:00:00Z", "UTC", `{"from":{"recent":{"month":2,"day":29}}}`, "2096-02-29T00:00:00.000+00:00", ""},
		{"plus days over the leap day", "2024-05-20T10:00:00Z", "UTC", `{"to":{"recent":{"month":2,"day":28,"plus":{"n":2,"unit":"DAY"}}}}`, "", "2024-03-01T00:00:00.000+00:00"},
		{"plus months, clamped", "2026-05-20T10:00:00Z", "UTC", `{"through":{"recent":{"month":1,"day":31,"plus":{"n":1,"unit":"MONTH"}}}}`, "", "2026-03-01T00:00:00.000+00:00"},

		{"days are 24 hours over a clock change", "2026-03-08T12:00:00-04:00", newYork, `{"from":{"ago":{"n":1,"unit":"DAY"}}}`, "2026-03-07T11:00:00.001-05:00", ""},
		{"months keep the time of day over a clock change", "2026-04-01T12:00:00+02:00", madrid, `{"from":{"ago":{"n":1,"unit":"MONTH"}}}`, "2026-03-01T12:00:00.001+01:00", ""},
	} {
		at := clock(t, c.now, c.zone)
		from, to := window(t, c.window).Instants(at)
		require.Equal(t, c.from, edge(from, at), c.name)
		require.Equal(t, c.to, edge(to, at), c.name)
	}
}

func TestWindowsOfDays(t *testing.T) {
	for _, c := range []struct{ name, now, zone, window, from, to string }{
		{"last days, the first included", "2026-05-20T10:00:00Z", "UTC", `{"from":{"ago":{"n":30,"unit":"DAY"}}}`, "2026-04-20", ""},
		{"today is the organization's", "2026-05-20T23:30:00Z", "Asia/Tokyo", `{"from":{"ago":{"n":1,"unit":"DAY"}}}`, "2026-05-20", ""},
		{"days over a clock change", "2026-03-09T00:30:00-04:00", "America/New_York", `{"from":{"ago":{"n":1,"unit":"DAY"}}}`, "2026-03-08", ""},
		{"months, clamped", "2026-03-31T10:00:00Z", "UTC", `{"from":{"ago":{"n":1,"unit":"MONTH"}}}`, "2026-02-28", ""},
		{"more than years ago", "2026-05-20T10:00:00Z", "UTC", `{"to":{"ago":{"n":2,"unit":"YEAR"}}}`, "", "2024-05-20"},
		{"at least years ago", "2026-05-20T10:00:00Z", "UTC", `{"through":{"ago":{"n":2,"unit":"YEAR"}}}`, "", "2024-05-21"},
		{"between, both included", "2026-05-20T10:00:00Z", "UTC", `{"from":{"ago":{"n":90,"unit":"DAY"}},"through":{"ago":{"n":30,"unit":"DAY"}}}`, "2026-02-19", "2026-04-21"},
		{"in a year", "2026-05-20T10:00:00Z", "UTC", `{"from":{"date":"2025-01-01"},"through":{"date":"2025-12-31"}}`, "2025-01-01", "2026-01-01"},
		{"last year", "2026-05-20T10:00:00Z", "UTC", `{"from":{"period":{"unit":"YEAR","offset":-1}},"to":{"period":{"unit":"YEAR","offset":0}}}`, "2025-01-01", "2026-01-01"},
		{"since March", "2026-02-28T23:00:00-05:00", "America/New_York", `{"from":{"recent":{"month":3,"day":1}}}`, "2025-03-01", ""},
	} {
		from, to := window(t, c.window).Days(clock(t, c.now, c.zone))
		day := func(d criteria.Date) string {
			if d == math.MinInt32 || d == math.MaxInt32 {
				return ""
			}
			return d.String()
		}
		require.Equal(t, c.from, day(from), c.name)
		require.Equal(t, c.to, day(to), c.name)
	}
}

// "In the last N" and "more than N ago" are opposites, for instants and for days.
func TestLastAndMoreThanAgoMeet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawnClock(t)
		unit := rapid.SampledFrom(criteria.Units).Draw(t, "unit")
		ago := &criteria.Bound{Ago: &criteria.Span{N: rapid.IntRange(1, criteria.MaxSpan).Draw(t, "n"), Unit: unit}}
		from, _ := criteria.Window{From: ago}.Instants(c)
		_, to := criteria.Window{To: ago}.Instants(c)
		require.Equal(t, from, to)
		if unit != criteria.Hour {
			first, _ := criteria.Window{From: ago}.Days(c)
			_, end := criteria.Window{To: ago}.Days(c)
			require.Equal(t, first, end)
		}
	})
}

// A day bound falls on the same day for instants and for days: the day's first instant.
func TestDayBoundsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawnClock(t)
		w := criteriatest.Window(criteriatest.Sample(), false).Draw(t, "window")
		from, to := w.Instants(c)
		first, end := w.Days(c)
		if w.From != nil && w.From.Ago == nil {
			require.Equal(t, first.Midnight(c.Zone()), from)
		}
		if w.To != nil && w.To.Ago == nil || w.Through != nil && w.Through.Ago == nil {
			require.Equal(t, end.Midnight(c.Zone()), to)
		}
	})
}

func drawnClock(t *rapid.T) criteria.Clock {
	location, err := time.LoadLocation(rapid.SampledFrom([]string{"UTC", "America/New_York", "Europe/Madrid", "Asia/Kolkata", "Pacific/Apia"}).Draw(t, "zone"))
	require.NoError(t, err)
	return criteria.ClockAt(criteria.Instant(rapid.Int64Range(1.5e12, 2.2e12).Draw(t, "now")), location)
}

func TestDates(t *testing.T) {
	for _, text := range []string{"1900-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "2999-12-31"} {
		date, err := criteria.ParseDate(text)
		require.NoError(t, err)
		require.Equal(t, text, date.String())
	}
	for _, text := range []string{"", "2025-02-30", "2025-2-3", "02/03/2025"} {
		_, err := criteria.ParseDate(text)
		require.Error(t, err)
	}
	first, _ := criteria.ParseDate("1900-01-01")
	last, _ := criteria.ParseDate("2999-12-31")
	require.Equal(t, []criteria.Date{criteria.MinDate, criteria.MaxDate}, []criteria.Date{first, last})
}
