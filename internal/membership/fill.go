package membership

import (
	"context"
	"database/sql"

	"muster/ent"
	"muster/internal/criteria"
	"muster/internal/criteria/sqlgen"
	"muster/internal/storage"
)

// Swap gives a group new criteria, which the caller has stored, and makes its members those at once. The caller holds the organization's lock
// exclusively.
func (e *Engine) Swap(ctx context.Context, tx *storage.Tx, g *ent.Group, tree criteria.Tree) error {
	if err := e.CriteriaChanged(ctx, tx, g.OrganizationID); err != nil {
		return err
	}
	return e.fill(ctx, tx, g.OrganizationID, g.ID, tree)
}

// CriteriaChanged tells every node that the organization's live groups, or what they mean, are others from this transaction on.
func (e *Engine) CriteriaChanged(ctx context.Context, tx *storage.Tx, organization int64) error {
	s, err := readState(ctx, tx, organization, otherGroups(organization))
	if err != nil {
		return err
	}
	groups, err := e.live.groups(ctx, tx, s)
	if err != nil {
		return err
	}
	return setDue(ctx, tx, s, groups.edges, e.exact(s))
}

// otherGroups has every node read the organization's live groups anew.
func otherGroups(organization int64) storage.Statement {
	return storage.Statement{Query: `UPDATE organizations SET criteria_version = criteria_version + 1 WHERE id = ?`, Args: []any{organization}}
}

// belonging gives the query for the ids of those for whom the tree holds at the clock, or who are pinned to the group, without the
// excluded.
func belonging(d storage.Dialect, organization, group int64, tree criteria.Tree, clock criteria.Clock) (query string, args []any, err error) {
	where, args, err := sqlgen.Predicate(tree, sqlgen.Dialect(d), organization, clock)
	now := int64(clock.Now())
	return `SELECT c.id FROM (SELECT e.id FROM employees e WHERE ` + where + `
		UNION ALL SELECT e.id FROM pins p JOIN employees e ON e.organization_id = p.organization_id AND e.id = p.employee_id AND e.status = 'ACTIVE'
			WHERE p.organization_id = ? AND p.group_id = ? AND ` + inForce + `) c
		WHERE NOT EXISTS (SELECT 1 FROM exclusions x WHERE x.group_id = ? AND x.employee_id = c.id AND ` + inForce + `)`,
		append(args, organization, group, now, group, now), err
}

// fill makes the members of one group exactly those who belong to it.
func (e *Engine) fill(ctx context.Context, tx *storage.Tx, organization, group int64, tree criteria.Tree) error {
	s, err := readState(ctx, tx, organization, tx.Dialect.PlanForValues()...)
	if err != nil {
		return err
	}
	clock := e.clock(s)
	belongs, args, err := belonging(tx.Dialect, organization, group, tree, clock)
	if err != nil {
		return err
	}
	m := moment{organization, clock.Now(), ByCriteria}
	left, err := end(ctx, tx, m, group, belongs, args)
	if err != nil {
		return err
	}
	joined, err := join(ctx, tx, m, group, belongs, args)
	if err != nil {
		return err
	}
	return e.filled(ctx, tx, s, delta{group: group, joined: joined, left: left})
}

// join makes those members whom a query finds and who are none yet.
func join(ctx context.Context, tx *storage.Tx, m moment, group int64, query string, args []any) ([]int64, error) {
	return ids(ctx, tx,
		`INSERT INTO memberships (organization_id, group_id, employee_id, joined_at, join_cause)
		 SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), b.id, CAST(? AS BIGINT), CAST(? AS VARCHAR) FROM (`+query+`) b
		 WHERE true ON CONFLICT (group_id, employee_id) DO NOTHING RETURNING employee_id`,
		append([]any{m.organization, group, int64(m.at), string(m.cause)}, args...)...)
}

// end ends the memberships of those who do not belong.
func end(ctx context.Context, tx *storage.Tx, m moment, group int64, belongs string, args []any) (left []int64, err error) {
	where := `group_id = ? AND employee_id NOT IN (` + belongs + `)`
	args = append([]any{group}, args...)
	if err := tx.Dialect.Together(ctx, tx, remember(m, where, args)); err != nil {
		return nil, err
	}
	return ids(ctx, tx, `DELETE FROM memberships WHERE organization_id = ? AND `+where+` RETURNING employee_id`, append([]any{m.organization}, args...)...)
}

// filled counts and publishes what was changed in a group at once, and evaluates the groups that name this one.
func (e *Engine) filled(ctx context.Context, tx *storage.Tx, s state, d delta) error {
	if len(d.joined)+len(d.left) == 0 {
		return nil
	}
	deltas := []delta{d}
	if err := tx.Dialect.Together(ctx, tx, count(tx, s.id, deltas)); err != nil {
		return err
	}
	e.publishAfter(tx, s.id, e.clock(s).Now(), deltas)
	groups, err := e.live.groups(ctx, tx, s)
	if err != nil || !groups.nested {
		return err
	}
	return e.dependents(ctx, tx, s.id, d.group, append(d.joined, d.left...))
}

func ids(ctx context.Context, tx *storage.Tx, query string, args ...any) ([]int64, error) {
	rows, err := tx.QueryContext(ctx, tx.Dialect.Rebind(query), args...)
	if err != nil {
		return nil, err
	}
	return scanIDs(rows)
}

func scanIDs(rows *sql.Rows) ([]int64, error) {
	defer rows.Close()
	var found []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		found = append(found, id)
	}
	return found, rows.Err()
}
