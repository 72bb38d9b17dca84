package membership

import (
	"context"
	"database/sql"
	"math"

	"muster/ent"
	"muster/internal/criteria"
	"muster/internal/criteria/sqlgen"
	"muster/internal/storage"
)

// stretch is how many employees one step of Build fills in: long enough to be as quick as one statement over all of them, short enough
// that writers, who wait meanwhile, do not notice.
const stretch = 20_000

// Build fills in the next stretch of a group that is being generated, from g.BuiltThrough on, and tells through
// which employee it has come and whether that was the last stretch. The caller holds the organization's lock exclusively, and the criteria
// were committed earlier, so that writers keep true what is filled in.
func (e *Engine) Build(ctx context.Context, tx *storage.Tx, g *ent.Group, tree criteria.Tree) (through int64, last bool, err error) {
	to, err := stretchEnd(ctx, tx, g.OrganizationID, g.BuiltThrough)
	if err != nil {
		return 0, false, err
	}
	err = e.fill(ctx, tx, g.OrganizationID, g.ID, tree, sqlgen.Scope{From: g.BuiltThrough + 1, To: to})
	if err != nil || to < math.MaxInt64 {
		return to, false, err
	}
	return to, true, nil
}

// stretchEnd gives the id of the last employee of the stretch after the given one; MaxInt64 where it is the last stretch.
func stretchEnd(ctx context.Context, tx *storage.Tx, organization, after int64) (int64, error) {
	found, err := ids(ctx, tx, `SELECT id FROM employees WHERE organization_id = ? AND id > ? ORDER BY id LIMIT 2 OFFSET ?`, organization, after, stretch-1)
	if err != nil || len(found) < 2 { // nobody comes after it: an empty stretch can cost as much as a full one
		return math.MaxInt64, err
	}
	return found[0], nil
}

// Swap gives a group new criteria, which the caller has stored, and makes its members those at once. The caller holds the organization's lock
// exclusively.
func (e *Engine) Swap(ctx context.Context, tx *storage.Tx, g *ent.Group, tree criteria.Tree) error {
	if err := e.CriteriaChanged(ctx, tx, g.OrganizationID); err != nil {
		return err
	}
	return e.fill(ctx, tx, g.OrganizationID, g.ID, tree, sqlgen.Scope{From: 1, To: math.MaxInt64})
}

// CriteriaChanged tells every node that the organization's live groups, or what they mean, are others from this transaction on.
func (e *Engine) CriteriaChanged(ctx context.Context, tx *storage.Tx, organization int64) error {
	_, err := tx.ExecContext(ctx, tx.Dialect.Rebind(
		`UPDATE organizations SET criteria_version = criteria_version + 1 WHERE id = ?`), organization)
	if err != nil {
		return err
	}
	s, err := readState(ctx, tx, organization)
	if err != nil {
		return err
	}
	groups, err := e.live.groups(ctx, tx, s)
	if err != nil {
		return err
	}
	return setDue(ctx, tx, s, groups.edges, e.exact(s))
}

// fill makes the members of one group among the employees of the range exactly those for whom the tree holds now, or who are
// pinned, without the excluded.
func (e *Engine) fill(ctx context.Context, tx *storage.Tx, organization, group int64, tree criteria.Tree, in sqlgen.Scope) error {
	some := false
	s, err := readState(ctx, tx, organization, append(tx.Dialect.PlanForValues(), storage.Statement{
		Query: `SELECT 1 FROM memberships WHERE group_id = ? AND employee_id BETWEEN ? AND ? LIMIT 1`, Args: []any{group, in.From, in.To},
		Row: func(*storage.Row) error { some = true; return nil },
	})...)
	if err != nil {
		return err
	}
	clock := e.clock(s)
	where, args, err := sqlgen.Predicate(tree, sqlgen.Dialect(tx.Dialect), organization, clock, in)
	if err != nil {
		return err
	}
	now := int64(clock.Now())
	belongs := `SELECT c.id FROM (SELECT e.id FROM employees e WHERE ` + where + `
		UNION ALL SELECT e.id FROM pins p JOIN employees e ON e.organization_id = p.organization_id AND e.id = p.employee_id AND e.status = 'ACTIVE'
			WHERE p.organization_id = ? AND p.group_id = ? AND p.employee_id BETWEEN ? AND ? AND ` + inForce + `) c
		WHERE NOT EXISTS (SELECT 1 FROM exclusions x WHERE x.group_id = ? AND x.employee_id = c.id AND ` + inForce + `)`
	args = append(args, organization, group, in.From, in.To, now, group, now)

	m := moment{organization, clock.Now(), ByCriteria}
	var left []int64
	if some { // a group that is being made has hardly any, and planning two statements that find none costs more than asking
		if left, err = end(ctx, tx, m, group, in, belongs, args); err != nil {
			return err
		}
	}
	joined, err := ids(ctx, tx,
		`INSERT INTO memberships (organization_id, group_id, employee_id, joined_at, join_cause)
		 SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), b.id, CAST(? AS BIGINT), CAST(? AS VARCHAR) FROM (`+belongs+`) b
		 WHERE true ON CONFLICT (group_id, employee_id) DO NOTHING RETURNING employee_id`,
		append([]any{organization, group, int64(m.at), string(m.cause)}, args...)...)
	if err != nil {
		return err
	}
	return e.filled(ctx, tx, s, delta{group: group, joined: joined, left: left})
}

// end ends the memberships in the range of those who do not belong.
func end(ctx context.Context, tx *storage.Tx, m moment, group int64, in sqlgen.Scope, belongs string, args []any) (left []int64, err error) {
	where := `group_id = ? AND employee_id BETWEEN ? AND ? AND employee_id NOT IN (` + belongs + `)`
	args = append([]any{group, in.From, in.To}, args...)
	if err := tx.Dialect.Together(ctx, tx, remember(m, where, args)); err != nil {
		return nil, err
	}
	return ids(ctx, tx, `DELETE FROM memberships WHERE organization_id = ? AND `+where+` RETURNING employee_id`, append([]any{m.organization}, args...)...)
}

// filled counts and publishes what fill changed, and evaluates the groups that name this one.
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
