package membership_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	entgroup "muster/ent/group"
	"muster/internal/activity"
	"muster/internal/criteria"
	"muster/internal/group"
	"muster/internal/membership"
	"muster/internal/people"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// TestTheClockAloneMovesMembers goes, for each kind of fact that time can carry over an edge, to the last millisecond before and
// to the first after.
func TestTheClockAloneMovesMembers(t *testing.T) {
	noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	day := criteria.DateOf(noon)
	attribute := map[string]any{"contractEnd": "2026-03-12"}
	last30 := criteria.Last(30, criteria.Day)
	for name, c := range map[string]struct {
		tree   criteria.Node
		person people.Input
		sim    *activity.SimulationInput
		train  *activity.TrainingInput
		at     time.Time // when it changes
		joins  bool
	}{
		"a click lapses": {
			tree: criteria.Simulation{SimulationEvents: criteria.SimulationEvents{Types: []criteria.SimulationType{criteria.Clicked}, Window: last30}},
			sim:  &activity.SimulationInput{Type: criteria.Clicked, OccurredAt: noon.AddDate(0, 0, -29)}, at: noon.AddDate(0, 0, 1),
		},
		"a click that is dated ahead comes": {
			tree: criteria.Simulation{SimulationEvents: criteria.SimulationEvents{Types: []criteria.SimulationType{criteria.Clicked}}},
			sim:  &activity.SimulationInput{Type: criteria.Clicked, OccurredAt: noon.Add(time.Hour)}, at: noon.Add(time.Hour), joins: true,
		},
		"a training falls due": {
			tree:  criteria.Enrolment{State: criteria.Overdue},
			train: &activity.TrainingInput{Type: criteria.Enrolled, OccurredAt: noon.AddDate(0, 0, -3), DueAt: new(noon.Add(time.Minute))}, at: noon.Add(time.Minute), joins: true,
		},
		"a completion lapses": {
			tree:  criteria.Training{TrainingEvents: criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Completed}, Window: last30}},
			train: &activity.TrainingInput{Type: criteria.Completed, OccurredAt: noon.AddDate(0, 0, -30).Add(time.Second)}, at: noon.Add(time.Second),
		},
		"a new hire is new no more": {
			tree:   criteria.DateIn{Field: criteria.HiredOn, Window: last30},
			person: people.Input{HiredOn: people.Field[criteria.Date]{Given: true, Value: new(day - 30)}}, at: (day + 1).Midnight(time.UTC).Time(),
		},
		"a login lapses": {
			tree:   criteria.DateIn{Field: criteria.LastLoginAt, Window: last30},
			person: people.Input{LastLoginAt: people.Field[time.Time]{Given: true, Value: new(noon.AddDate(0, 0, -30).Add(time.Hour))}}, at: noon.Add(time.Hour),
		},
		"a month ends": {
			tree: criteria.Simulation{SimulationEvents: criteria.SimulationEvents{
				Types:  []criteria.SimulationType{criteria.Clicked},
				Window: criteria.Window{From: &criteria.Bound{Period: &criteria.Period{Unit: criteria.Month}}},
			}},
			sim: &activity.SimulationInput{Type: criteria.Clicked, OccurredAt: noon.Add(-time.Hour)}, at: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC),
		},
		"an attribute's day comes": {
			tree:   criteria.Attribute{Name: "contractEnd", Window: &criteria.Window{Through: &criteria.Bound{Period: &criteria.Period{Unit: criteria.Day}}}},
			person: people.Input{Attributes: people.Field[map[string]any]{Given: true, Value: &attribute}},
			at:     time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC), joins: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			storagetest.Each(t, func(t *testing.T, db *storage.DB) {
				w := newWorldAt(t, t, db, "UTC", noon)
				c.person.Email, c.person.Name = "ana@acme.test", "Ana"
				_, err := w.people.Upsert(w.ctx, []people.Input{c.person})
				require.NoError(t, err)
				tree := criteria.Tree{Root: c.tree}
				id := w.addGroup(entgroup.KindSMART, &tree)
				w.build(id, tree)
				if c.sim != nil {
					c.sim.ID, c.sim.Email, c.sim.Campaign = "1", "ana@acme.test", "Payroll"
					_, err = w.activity.RecordSimulations(w.ctx, []activity.SimulationInput{*c.sim})
					require.NoError(t, err)
				}
				if c.train != nil {
					c.train.ID, c.train.Email, c.train.Course = "1", "ana@acme.test", "Basics"
					_, err = w.activity.RecordTrainings(w.ctx, []activity.TrainingInput{*c.train})
					require.NoError(t, err)
				}
				members := func(now time.Time) int {
					w.now = now
					require.NoError(t, w.engine.TickDue(w.ctx))
					return len(w.ids(`SELECT employee_id FROM memberships WHERE group_id = ?`, id))
				}
				before := map[bool]int{true: 0, false: 1}[c.joins]
				require.Equal(t, before, members(noon), "now")
				require.Equal(t, before, members(c.at.Add(-time.Millisecond)), "the last millisecond before")
				require.Equal(t, 1-before, members(c.at), "the first after")
			})
		})
	}
}

// TestAChangeOfCriteriaLeavesToTheTickWhatIsDue: a group that is made between an edge and its tick does not make the tick forget.
func TestAChangeOfCriteriaLeavesToTheTickWhatIsDue(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
		w := newWorldAt(t, t, db, "UTC", noon)
		_, err := w.people.Upsert(w.ctx, []people.Input{{Email: "ana@acme.test", Name: "Ana"}, {Email: "bo@acme.test", Name: "Bo"}})
		require.NoError(t, err)
		clicked := criteria.Tree{Root: criteria.Simulation{SimulationEvents: criteria.SimulationEvents{
			Types: []criteria.SimulationType{criteria.Clicked}, Window: criteria.Last(30, criteria.Day),
		}}}
		id := w.addGroup(entgroup.KindSMART, &clicked)
		w.build(id, clicked)
		_, err = w.activity.RecordSimulations(w.ctx, []activity.SimulationInput{{
			ID: "1", Email: "ana@acme.test", Campaign: "Payroll", Type: criteria.Clicked, OccurredAt: noon.AddDate(0, 0, -29),
		}})
		require.NoError(t, err)
		_, _, err = w.service.Pin(w.ctx, id, w.employees()[1], group.PinInput{Note: "x", ExpiresAt: new(noon.Add(time.Hour))})
		require.NoError(t, err)
		members := func() []int64 {
			return w.ids(`SELECT employee_id FROM memberships WHERE group_id = ? ORDER BY employee_id`, id)
		}
		require.Equal(t, w.employees(), members())

		w.now = noon.AddDate(0, 0, 2)
		other := w.addGroup(entgroup.KindSMART, &clicked)
		w.build(other, clicked)
		require.Equal(t, w.employees(), members(), "the tick has not come yet")
		require.NoError(t, w.engine.TickDue(w.ctx))
		require.Empty(t, members())
	})
}

// TestWhatHasExpiredDoesNotCount: where the tick is late, a write and other criteria take overrides for gone all the same.
func TestWhatHasExpiredDoesNotCount(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
		w := newWorldAt(t, t, db, "UTC", noon)
		title := func(email, title string) {
			_, err := w.people.Upsert(w.ctx, []people.Input{{Email: email, Name: "Somebody", Title: people.Field[string]{Given: true, Value: &title}}})
			require.NoError(t, err)
		}
		title("ana@acme.test", "Clerk")
		title("bo@acme.test", "Manager")
		ana, bo := w.employees()[0], w.employees()[1]
		managers := criteria.Tree{Root: criteria.Profile{Field: criteria.FieldTitle, Values: []string{"Manager"}}}
		id := w.addGroup(entgroup.KindSMART, &managers)
		w.build(id, managers)
		members := func() []int64 { return w.ids(`SELECT employee_id FROM memberships WHERE group_id = ?`, id) }
		order := func(until time.Time) {
			_, _, err := w.service.Pin(w.ctx, id, ana, group.PinInput{Note: "x", ExpiresAt: &until})
			require.NoError(t, err)
			_, _, err = w.service.Exclude(w.ctx, id, bo, group.ExclusionInput{Reason: "OTHER", ExpiresAt: &until})
			require.NoError(t, err)
		}
		order(noon.Add(time.Hour))
		require.Equal(t, []int64{ana}, members())

		w.now = noon.Add(2 * time.Hour)
		title("ana@acme.test", "Junior Clerk")
		title("bo@acme.test", "Senior Manager")
		require.Equal(t, []int64{bo}, members(), "with the write")

		order(noon.Add(3 * time.Hour))
		require.Equal(t, []int64{ana}, members(), "ordered anew, in the place of what has expired")
		w.now = noon.Add(4 * time.Hour)
		w.alone(func(ctx context.Context, tx *storage.Tx) error {
			g, err := tx.Ent.Group.Get(ctx, id)
			require.NoError(t, err)
			return w.engine.Swap(ctx, tx, g, managers)
		})
		require.Equal(t, []int64{bo}, members(), "by the statement that fills a group")
		require.NoError(t, w.engine.TickDue(w.ctx))
		require.Equal(t, []int64{bo}, members())
		w.checkOverrides()
	})
}

// TestAnOverrideStoredAfterItsEnd: one that was ordered before a tick and had to wait for it goes with the next, whatever happens between.
func TestAnOverrideStoredAfterItsEnd(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
		w := newWorldAt(t, t, db, "UTC", noon)
		_, err := w.people.Upsert(w.ctx, []people.Input{{Email: "ana@acme.test", Name: "Ana"}})
		require.NoError(t, err)
		nobody := criteria.Tree{Root: criteria.Profile{Field: criteria.FieldTitle, Values: []string{"Manager"}}}
		id := w.addGroup(entgroup.KindSMART, &nobody)
		w.build(id, nobody)
		ana := w.employees()[0]
		_, _, err = w.service.Pin(w.ctx, id, ana, group.PinInput{Note: "x", ExpiresAt: new(noon.Add(time.Hour))})
		require.NoError(t, err)
		w.now = noon.Add(3 * time.Hour)
		require.NoError(t, w.engine.TickDue(w.ctx))
		require.Empty(t, w.ids(`SELECT id FROM pins`))

		w.alone(func(ctx context.Context, tx *storage.Tx) error {
			end := criteria.InstantOf(noon.Add(2 * time.Hour))
			require.NoError(t, tx.Ent.Pin.Create().SetOrganizationID(w.organization).SetGroupID(id).SetEmployeeID(ana).SetNote("x").
				SetCreatedAt(0).SetCreatedBy("test").SetExpiresAt(int64(end)).Exec(ctx))
			return w.engine.Override(ctx, tx, w.organization, id, membership.ByPin, []int64{ana}, end)
		})
		require.Empty(t, w.ids(`SELECT employee_id FROM memberships`), "it has ended")
		w.build(w.addGroup(entgroup.KindSMART, &nobody), nobody)
		require.NoError(t, w.engine.TickDue(w.ctx))
		require.Empty(t, w.ids(`SELECT id FROM pins`))
	})
}
