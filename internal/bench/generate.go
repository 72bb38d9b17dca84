package bench

import (
	"context"
	"fmt"
	"time"

	"muster/ent"
	"muster/internal/storage"
)

// generate compares filling in a group, range by range, with the one bare statement that does the same.
func (r *run) generate(ctx context.Context) error {
	var built, bare time.Duration
	for _, g := range r.groups[:min(r.Generated, len(r.groups))] {
		for _, way := range []struct {
			sum  *time.Duration
			fill func(context.Context, group) error
		}{{&bare, r.insertMembers}, {&built, r.build}} {
			if err := r.exec(ctx, `DELETE FROM memberships WHERE group_id = $1`, g.id); err != nil {
				return err
			}
			elapsed, err := took(func() error { return way.fill(ctx, g) })
			if err != nil {
				return err
			}
			*way.sum += elapsed
		}
	}
	n := time.Duration(min(r.Generated, len(r.groups)))
	ratio := float64(built) / float64(bare)
	r.judge("generating one group; the bare statement", fmt.Sprintf("%s; %s: %.2f×", brief(built/n), brief(bare/n), ratio), "≤ 1.2×", ratio <= 1.2)
	return nil
}

func (r *run) insertMembers(ctx context.Context, g group) error {
	where, args, err := r.predicate(g.tree)
	if err != nil {
		return err
	}
	return r.exec(ctx, r.db.Dialect().Rebind(`INSERT INTO memberships (organization_id, group_id, employee_id, joined_at, join_cause)
		SELECT e.organization_id, ?, e.id, 0, 'CRITERIA' FROM employees e WHERE `+where), append([]any{g.id}, args...)...)
}

// build fills in the group as the job of a new group does.
func (r *run) build(ctx context.Context, g group) error {
	state := &ent.Group{ID: g.id, OrganizationID: r.organization}
	for last := false; !last; {
		err := r.alone(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
			state.BuiltThrough, last, err = r.engine.Build(ctx, tx, state, g.tree)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
