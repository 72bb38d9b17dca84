package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"muster/internal/membership"
	"muster/internal/storage"
)

// rebuild makes all groups exact from all facts, where they are exact already.
func (r *run) rebuild(ctx context.Context) error {
	if err := r.engine.TickDue(ctx); err != nil {
		return err
	}
	pass, err := r.pass(ctx)
	if err != nil {
		return err
	}
	const measure = "rebuild of all groups in one pass"
	if r.stage == full && r.Employees >= 1_000_000 {
		r.judge(measure, brief(pass), "≤ 20 s", pass <= 20*time.Second)
		return nil
	}
	r.notef(measure, "%s", brief(pass))
	return nil
}

// compare measures other ways to do the same, beside the pass once more.
func (r *run) compare(ctx context.Context) error {
	pass, err := r.pass(ctx)
	if err != nil {
		return err
	}
	compared := r.groups[:min(r.Compared, len(r.groups))]
	views, err := r.refreshViews(ctx, compared)
	if err != nil {
		return err
	}
	some := compared[:max(len(compared)/4, 1)] // no target hangs on it
	each, err := r.rewrite(ctx, some)
	if err != nil {
		return err
	}
	against := func(way time.Duration, groups int) (value string, times float64) {
		way = way * time.Duration(len(r.groups)) / time.Duration(groups)
		times = float64(way) / float64(pass)
		return fmt.Sprintf("%s: %.1f times as long as %s (%d groups, scaled)", brief(way), times, brief(pass), groups), times
	}
	value, times := against(views, len(compared))
	r.judge("the same as materialized views, refreshed concurrently", value, "≥ 4 times as long", times >= 4)
	value, _ = against(each, len(some))
	r.notef("the same by SQL, one group after another", "%s", value)
	return nil
}

// pass rebuilds all groups by the engine's one pass, which must find nothing to correct.
func (r *run) pass(ctx context.Context) (time.Duration, error) {
	var done membership.Rebuilt
	elapsed, err := took(func() error {
		return r.engine.Rebuild(ctx, r.organization, 0, func(d membership.Rebuilt) { done = d })
	})
	if err == nil && done.Joined+done.Left > 0 {
		err = fmt.Errorf("the rebuild corrected %d memberships: groups were not exact", done.Joined+done.Left)
	}
	return elapsed, err
}

// rewrite makes each group's members those of its SQL, in a transaction of its own. It finds them so: else the
// engine was wrong.
func (r *run) rewrite(ctx context.Context, groups []group) (time.Duration, error) {
	return took(func() error {
		for _, g := range groups {
			where, args, err := r.predicate(g.tree)
			if err != nil {
				return err
			}
			err = r.alone(ctx, func(ctx context.Context, tx *storage.Tx) error {
				done, err := tx.ExecContext(ctx, tx.Dialect.Rebind(`WITH belongs AS MATERIALIZED (SELECT e.id FROM employees e WHERE `+where+`),
					gone AS (DELETE FROM memberships WHERE group_id = ? AND employee_id NOT IN (SELECT id FROM belongs))
					INSERT INTO memberships (organization_id, group_id, employee_id, joined_at, join_cause)
					SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), id, 0, 'CRITERIA' FROM belongs ON CONFLICT (group_id, employee_id) DO NOTHING`),
					append(args, g.id, r.organization, g.id)...)
				if err != nil {
					return err
				}
				joined, err := done.RowsAffected()
				if err == nil && joined > 0 {
					err = fmt.Errorf("SQL added %d members to group %d, which was not exact", joined, g.id)
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// refreshViews makes materialized views of the groups' criteria and refreshes them without keeping readers out, as incumbents do.
func (r *run) refreshViews(ctx context.Context, groups []group) (time.Duration, error) {
	for _, g := range groups {
		where, args, err := r.predicate(g.tree)
		if err != nil {
			return 0, err
		}
		view := fmt.Sprintf("view_%d", g.id)
		statement := r.db.Dialect().Rebind(`CREATE MATERIALIZED VIEW ` + view + ` AS SELECT e.id FROM employees e WHERE ` + where)
		// A view has no parameters: the simple protocol writes them into the text.
		if err := r.exec(ctx, statement, append([]any{pgx.QueryExecModeSimpleProtocol}, args...)...); err != nil {
			return 0, err
		}
		if err := r.exec(ctx, `CREATE UNIQUE INDEX ON `+view+` (id)`); err != nil {
			return 0, err
		}
	}
	return took(func() error {
		for _, g := range groups {
			if err := r.exec(ctx, fmt.Sprintf("REFRESH MATERIALIZED VIEW CONCURRENTLY view_%d", g.id)); err != nil {
				return err
			}
		}
		return nil
	})
}
