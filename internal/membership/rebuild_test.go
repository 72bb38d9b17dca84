package membership_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/membership"
	"muster/internal/people"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// TestRebuildEqualsSQL damages the members of groups as a fault of an earlier version might have, rebuilds, and compares with SQL.
func TestRebuildEqualsSQL(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			w := newWorld(t, rt, db)
			for i := range 11 {
				w.upsert(i)
			}
			w.record()
			w.train()
			w.manual = w.addGroup("MANUAL", nil)
			w.byHand()
			w.learn()
			for range 3 {
				w.createGroup()
			}
			w.order(excluded)
			w.order(pinned)
			w.check()
			w.damage()
			w.engine.RebuildIn(rapid.IntRange(1, 12).Draw(rt, "span"), rapid.IntRange(1, 4).Draw(rt, "piece"))
			first := w.rebuild(0)
			w.check()
			require.Zero(rt, changesOf(w.rebuild(0)), "a second rebuild finds nothing to do")
			require.Equal(rt, first.Through, w.rebuild(first.Through).Through)
		})
	})
}

// TestARebuildGoesOnWhereItStood rebuilds only those after an employee.
func TestARebuildGoesOnWhereItStood(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			w := newWorld(t, rt, db)
			for i := range 6 {
				w.upsert(i)
			}
			tree := criteria.Tree{Root: criteria.AllOf{}}
			id := w.addGroup("SMART", &tree)
			w.build(id, tree)
			w.groups = append(w.groups, id)
			w.damage()
			w.engine.RebuildIn(2, 1)
			middle := rapid.SampledFrom(w.employees()).Draw(rt, "middle")
			before := w.ids(`SELECT employee_id FROM memberships WHERE group_id = ? AND employee_id <= ? ORDER BY employee_id`, id, middle)
			w.rebuild(middle)
			require.Equal(rt, before, w.ids(`SELECT employee_id FROM memberships WHERE group_id = ? AND employee_id <= ? ORDER BY employee_id`, id, middle))
			w.rebuild(0)
			w.check()
		})
	})
}

// TestAnotherTimeZone moves the organization from zone to zone: every day and month of its criteria begins at other instants.
func TestAnotherTimeZone(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			w := newWorld(t, rt, db)
			for i := range 8 {
				w.upsert(i)
			}
			w.record()
			w.train()
			w.manual = w.addGroup("MANUAL", nil)
			w.byHand()
			w.learn()
			for range 3 {
				w.createGroup()
			}
			w.engine.RebuildIn(3, 2)
			for range 3 {
				w.rezone(rapid.SampledFrom(zones).Draw(rt, "another zone"))
				w.check()
				w.wait()
				w.check()
			}
		})
	})
}

func (w *world) rezone(name string) {
	require.NoError(w, w.engine.RebuildWith(w.ctx, w.organization, func(ctx context.Context, tx *storage.Tx) error {
		return tx.Ent.Organization.UpdateOneID(w.organization).SetTimezone(name).Exec(ctx)
	}))
	w.zone, _ = time.LoadLocation(name)
}

func changesOf(r membership.Rebuilt) int { return r.Joined + r.Left }

func (w *world) rebuild(after int64) (last membership.Rebuilt) {
	require.NoError(w, w.engine.Rebuild(w.ctx, w.organization, after, func(r membership.Rebuilt) { last = r }))
	return last
}

// damage puts some employees into smart groups and takes others out, past the engine.
func (w *world) damage() {
	w.alone(func(ctx context.Context, tx *storage.Tx) error {
		for _, group := range w.groups {
			for _, who := range w.employees() {
				query := `DELETE FROM memberships WHERE organization_id = ? AND group_id = ? AND employee_id = ?`
				switch rapid.IntRange(0, 3).Draw(w.t, "damage") {
				case 0:
					query = `INSERT INTO memberships (organization_id, group_id, employee_id, joined_at, join_cause) VALUES (?, ?, ?, 0, 'FACT')
						ON CONFLICT (group_id, employee_id) DO NOTHING`
				case 1, 2:
					continue
				}
				if _, err := tx.ExecContext(ctx, tx.Dialect.Rebind(query), w.organization, group, who); err != nil {
					return err
				}
			}
			_, err := tx.ExecContext(ctx, tx.Dialect.Rebind(
				`UPDATE groups SET member_count = (SELECT COUNT(*) FROM memberships m WHERE m.group_id = groups.id) WHERE id = ?`), group)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// TestRebuildsAtOnce: rebuilds of one node do not take each other's connections away.
func TestRebuildsAtOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		w := newWorldAt(t, t, db, "UTC", time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC))
		for range 5 {
			_, err := w.people.Upsert(w.ctx, []people.Input{{Email: "ana@acme.test", Name: "Ana"}})
			require.NoError(t, err)
			const atOnce = 20
			outcomes := make(chan error, atOnce)
			for range atOnce {
				go func() { outcomes <- w.engine.Rebuild(w.ctx, w.organization, 0, func(membership.Rebuilt) {}) }()
			}
			for range atOnce {
				require.NoError(t, <-outcomes)
			}
		}
	})
}
