package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// rebuild compares ways to make all groups exact from all facts.
func (r *run) rebuild(ctx context.Context) error {
	compared := r.groups[:min(r.Compared, len(r.groups))]
	scale := float64(len(r.groups)) / float64(len(compared))
	views, err := r.refreshViews(ctx, compared)
	if err != nil {
		return err
	}
	views = time.Duration(float64(views) * scale)
	r.note(fmt.Sprintf("materialized views of %s groups, refreshed concurrently (%d, scaled)", thousands(len(r.groups)), len(compared)), "%s", brief(views))
	return nil
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
