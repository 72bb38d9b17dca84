package sqlgen_test

import (
	"fmt"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
	"muster/internal/criteria/eval"
	"muster/internal/criteria/sqlgen"
	"muster/internal/facts"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// moments are local times around which calendars and clocks do something.
var moments = []string{
	"2026-03-08 01:59:59", "2026-03-08 03:00:00", "2026-11-01 01:30:00", "2026-03-01 00:00:00", "2026-03-31 10:00:00", "2026-03-29 10:00:00",
	"2024-02-29 12:00:00", "2025-02-28 23:59:59", "2026-01-01 00:00:00", "2026-06-15 12:00:00", "2026-06-15 00:00:00", "2026-05-31 23:59:59",
}

// TestSQLAndClosuresAgree is the test that holds the two compilers together: over random trees, facts and clocks,
// the predicate chooses exactly those employees for whom Holds is true, with the facts as package facts loads them.
func TestSQLAndClosuresAgree(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		w := newWorld(t, db)
		rapid.Check(t, func(t *rapid.T) { w.agree(t) })
	})
}

func (w *world) agree(t *rapid.T) {
	clock := drawClock(t)
	trees := rapid.SliceOfN(criteriatest.Tree(w.World), 1, 4).Draw(t, "trees")
	for _, condition := range rapid.SliceOfN(criteriatest.Condition(w.World), 1, 12).Draw(t, "conditions") {
		trees = append(trees, criteria.Tree{Root: condition}) // alone, nothing covers up for it
	}
	tx, err := w.db.Writer().BeginTx(t.Context(), nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, tx.Rollback()) }()
	p := population{world: w, T: t, tx: tx}
	times, days := interesting(t, trees, clock)
	p.choose(clock.Now(), times, days)
	ids := p.populate()

	list, err := facts.Load(t.Context(), tx, facts.Request{Dialect: w.db.Dialect(), Organization: w.organization, Employees: ids, Groups: true})
	require.NoError(t, err)
	require.Len(t, list, len(ids))
	for _, tree := range trees {
		chosen := p.byClosures(tree, clock, list)
		require.Equal(t, chosen, p.bySQL(tree, clock), "%s at %s", jsonOf(tree), clock.Now().Time())
		require.Equal(t, chosen, p.byClosures(criteria.Canonical(tree), clock, list), "%s in its canonical form", jsonOf(tree))
	}
}

func (p *population) populate() []int64 {
	var ids []int64
	for range rapid.IntRange(1, 5).Draw(p.T, "employees") {
		id := p.employee()
		for range rapid.IntRange(0, 8).Draw(p.T, "simulations") {
			p.simulation(id)
		}
		for range rapid.IntRange(0, 6).Draw(p.T, "trainings") {
			p.training(id)
		}
		ids = append(ids, id)
	}
	return ids
}

func (p *population) byClosures(tree criteria.Tree, clock criteria.Clock, list []eval.Facts) []int64 {
	program, err := eval.Compile(tree)
	require.NoError(p.T, err)
	at, chosen := program.At(clock), []int64{}
	for i := range list {
		if at.Holds(&list[i]) {
			chosen = append(chosen, list[i].Employee)
		}
	}
	return chosen
}

func (p *population) bySQL(tree criteria.Tree, clock criteria.Clock) []int64 {
	predicate, args, err := sqlgen.Predicate(tree, sqlgen.Dialect(p.db.Dialect()), p.organization, clock)
	require.NoError(p.T, err)
	rows, err := p.tx.QueryContext(p.Context(), p.db.Dialect().Rebind("SELECT e.id FROM employees e WHERE "+predicate+" ORDER BY e.id"), args...)
	require.NoError(p.T, err, predicate)
	defer func() { require.NoError(p.T, rows.Close()) }()
	chosen := []int64{}
	for rows.Next() {
		var id int64
		require.NoError(p.T, rows.Scan(&id))
		chosen = append(chosen, id)
	}
	require.NoError(p.T, rows.Err())
	return chosen
}

func drawClock(t *rapid.T) criteria.Clock {
	zone, err := time.LoadLocation(rapid.SampledFrom([]string{"America/New_York", "UTC", "America/Havana", "Asia/Kolkata"}).Draw(t, "zone"))
	require.NoError(t, err)
	at, err := time.ParseInLocation(time.DateTime, rapid.SampledFrom(moments).Draw(t, "now"), zone)
	require.NoError(t, err)
	return criteria.ClockAt(criteria.InstantOf(at)+criteria.Instant(rapid.IntRange(-1, 1).Draw(t, "ms")), zone)
}

// interesting gives the instants and days at which facts are worth having: now, and the edges of the trees' windows.
func interesting(t *rapid.T, trees []criteria.Tree, clock criteria.Clock) (times []criteria.Instant, days []criteria.Date) {
	const hour = 60 * 60 * 1000
	times = []criteria.Instant{clock.Now(), clock.Now() - hour, clock.Now() + hour, clock.Now() - 24*hour, clock.Now() - 40*24*hour}
	days = []criteria.Date{clock.Today(), clock.Today() - 1, clock.Today() + 1, clock.Today() - 40}
	for _, tree := range trees {
		program, err := eval.Compile(tree)
		require.NoError(t, err)
		for _, edge := range program.Edges() {
			at := edge.At(clock)
			if edge.Kind.Days() {
				days = append(days, criteria.Date(at)-1, criteria.Date(at))
			} else {
				times = append(times, criteria.Instant(at)-1, criteria.Instant(at))
			}
		}
	}
	slices.Sort(times)
	slices.Sort(days)
	// An instant that a window of thousands of units ago makes is no date that people have.
	times = slices.DeleteFunc(slices.Compact(times), func(at criteria.Instant) bool { return at < 0 })
	return times, slices.Compact(days)
}

func jsonOf(tree criteria.Tree) string {
	text, err := tree.MarshalJSON()
	if err != nil {
		return fmt.Sprint(err)
	}
	return string(text)
}
