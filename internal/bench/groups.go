package bench

import (
	"context"
	"encoding/json"

	"muster/internal/criteria"
	"muster/internal/criteria/sqlgen"
	"muster/internal/membership"
	"muster/internal/storage"
)

// addGroups makes live groups until there are n, and fills them in by a rebuild, which is quicker than one by one.
func (r *run) addGroups(ctx context.Context, n int) error {
	fresh := trees(r.Groups, r.values)[len(r.groups):n]
	texts := make([]string, len(fresh))
	for i, tree := range fresh {
		text, err := json.Marshal(tree)
		if err != nil {
			return err
		}
		texts[i] = string(text)
	}
	var ids []int64
	err := r.scan(ctx, &ids, `WITH made AS (
			INSERT INTO groups (organization_id, name, name_key, kind, status, criteria, created_at, updated_at)
			SELECT $1, 'Group ' || n, 'group ' || n, 'SMART', 'ACTIVE', t::jsonb, 0, 0
			FROM unnest($2::text[]) WITH ORDINALITY AS u(t, n) ORDER BY n RETURNING id
		) SELECT array_agg(id ORDER BY id) FROM made`, r.organization, texts)
	if err != nil {
		return err
	}
	err = r.alone(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return r.engine.CriteriaChanged(ctx, tx, r.organization)
	})
	if err != nil {
		return err
	}
	err = r.bare(ctx, []string{"memberships"}, triggers, func() error {
		return r.engine.Rebuild(ctx, r.organization, 0, func(membership.Rebuilt) {})
	})
	if err != nil {
		return err
	}
	for i, id := range ids {
		r.groups = append(r.groups, group{id, fresh[i]})
	}
	if n < r.Groups {
		return nil
	}
	var members int
	if err := r.scan(ctx, &members, `SELECT count(*) FROM memberships WHERE organization_id = $1`, r.organization); err != nil {
		return err
	}
	r.notef("groups, memberships", "%s, %s (%.1f groups for each employee)", thousands(n), thousands(members), float64(members)/float64(r.Employees))
	return nil
}

// predicate gives the tree as SQL at the clock.
func (r *run) predicate(tree criteria.Tree) (string, []any, error) {
	now := criteria.ClockAt(criteria.InstantOf(r.clock.now()), began.Location())
	return sqlgen.Predicate(tree, sqlgen.Postgres, r.organization, now)
}
