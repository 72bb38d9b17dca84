package bench

import (
	"context"
	"fmt"
	"time"

	"muster/ent"
	"muster/internal/storage"
)

// generations is how often a group is generated in each way; the median counts.
const generations = 3

// generate compares filling in groups as a job does with the one bare statement that does the same, in turn.
func (r *run) generate(ctx context.Context) error {
	var built, bare time.Duration
	groups := r.groups[:min(r.Generated, len(r.groups))]
	for _, g := range groups {
		var once, stretches []time.Duration
		for range generations {
			elapsed, err := r.refill(ctx, g, r.insertMembers)
			if err != nil {
				return err
			}
			once = append(once, elapsed)
			if elapsed, err = r.refill(ctx, g, r.build); err != nil {
				return err
			}
			stretches = append(stretches, elapsed)
		}
		bare, built = bare+quantile(once, 0.5), built+quantile(stretches, 0.5)
	}
	n := time.Duration(len(groups))
	ratio := float64(built) / float64(bare)
	r.judge("generating one group; the bare statement", fmt.Sprintf("%s; %s: %.2f×", brief(built/n), brief(bare/n), ratio), "≤ 1.2×", ratio <= 1.2)
	return nil
}

// refill empties a group and measures how long filling it takes.
func (r *run) refill(ctx context.Context, g group, fill func(context.Context, group) error) (time.Duration, error) {
	if err := r.exec(ctx, `DELETE FROM memberships WHERE group_id = $1`, g.id); err != nil {
		return 0, err
	}
	return took(func() error { return fill(ctx, g) })
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
	candidates, err := r.engine.Candidates(ctx, &ent.Group{ID: g.id, OrganizationID: r.organization}, g.tree)
	if err != nil {
		return err
	}
	for part := range candidates.Stretches() {
		err := r.alone(ctx, func(ctx context.Context, tx *storage.Tx) error { return r.engine.Admit(ctx, tx, candidates, part) })
		if err != nil {
			return err
		}
	}
	return nil
}
