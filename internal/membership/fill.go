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
	if err != nil {
		return "", nil, err
	}
	now := int64(clock.Now())
	return `SELECT c.id FROM (SELECT e.id FROM employees e WHERE ` + where + `
		UNION ALL SELECT e.id FROM pins p JOIN employees e ON e.organization_id = p.organization_id AND e.id = p.employee_id AND e.status = 'ACTIVE'
			WHERE p.organization_id = ? AND p.group_id = ? AND ` + inForce + `) c
		WHERE NOT EXISTS (SELECT 1 FROM exclusions x WHERE x.group_id = ? AND x.employee_id = c.id AND ` + inForce + `)`,
		append(args, organization, group, now, group, now), nil
}

// fill makes the members of one group exactly those who belong to it.
func (e *Engine) fill(ctx context.Context, tx *storage.Tx, organization, group int64, tree criteria.Tree) error {
	s, err := readState(ctx, tx, organization)
	if err != nil {
		return err
	}
	query, args, err := belonging(tx.Dialect, organization, group, tree, e.clock(s))
	if err != nil {
		return err
	}
	belong, err := ids(ctx, tx, query, tx.Dialect.ForValues(args)...)
	if err != nil {
		return err
	}
	members, err := ids(ctx, tx, `SELECT employee_id FROM memberships WHERE organization_id = ? AND group_id = ?`, organization, group)
	if err != nil {
		return err
	}
	changes := append(without(group, belong, members, true), without(group, members, belong, false)...)
	return e.commitChanges(ctx, tx, organization, group, ByCriteria, changes)
}

// without gives the joins, or else leaves, of the one employees who are not among the others.
func without(group int64, employees, others []int64, joins bool) (changes []change) {
	among := make(map[int64]bool, len(others))
	for _, id := range others {
		among[id] = true
	}
	for _, id := range employees {
		if !among[id] {
			among[id] = true // once: the pinned are found twice where the criteria hold too
			changes = append(changes, change{group: group, employee: id, joins: joins})
		}
	}
	return changes
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
