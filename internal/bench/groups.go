package bench

import (
	"context"
	"encoding/json"

	"muster/internal/criteria"
	"muster/internal/criteria/sqlgen"
	"muster/internal/storage"
)

// addGroups makes live groups until there are n, and fills them in from outside, with one plain statement each.
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
	added := make([]group, len(ids))
	for i, id := range ids {
		added[i] = group{id, fresh[i]}
	}
	err = r.bare(ctx, []string{"memberships"}, func() error {
		for _, g := range added {
			where, args, err := r.predicate(g.tree)
			if err != nil {
				return err
			}
			err = r.exec(ctx, r.db.Dialect().Rebind(`INSERT INTO memberships (organization_id, group_id, employee_id, joined_at, join_cause)
				SELECT e.organization_id, ?, e.id, 0, 'CRITERIA' FROM employees e WHERE `+where), append([]any{g.id}, args...)...)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.groups = append(r.groups, added...)
	err = r.exec(ctx, `UPDATE groups g SET member_count = (SELECT count(*) FROM memberships m WHERE m.group_id = g.id) WHERE organization_id = $1`, r.organization)
	if err != nil {
		return err
	}
	err = r.alone(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return r.engine.CriteriaChanged(ctx, tx, r.organization)
	})
	if err != nil || n < r.Groups {
		return err
	}
	var members int
	if err := r.scan(ctx, &members, `SELECT count(*) FROM memberships WHERE organization_id = $1`, r.organization); err != nil {
		return err
	}
	r.note("groups, memberships", "%s, %s (%.1f groups for each employee)", thousands(n), thousands(members), float64(members)/float64(r.Employees))
	return nil
}

// predicate gives the tree as SQL at the clock.
func (r *run) predicate(tree criteria.Tree) (string, []any, error) {
	now := criteria.ClockAt(criteria.InstantOf(r.clock.now()), began.Location())
	return sqlgen.Predicate(tree, sqlgen.Postgres, r.organization, now, sqlgen.Scope{})
}
