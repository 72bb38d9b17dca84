package membership

import (
	"context"
	"fmt"
	"time"

	"muster/internal/criteria"
	"muster/internal/criteria/sqlgen"
	"muster/internal/storage"
)

// Select asks who in an organization meets a tree, without a group: all of it at the same instant.
type Select struct {
	db           *storage.DB
	organization int64
	tree         criteria.Tree
	now          criteria.Instant
	compared     int64 // the group that the tree is compared with, 0: none
	leaving      bool  // who of the group does not meet the tree; else who meets it and is not in the group
}

// Select makes the question, at the present instant.
func (e *Engine) Select(organization int64, tree criteria.Tree) *Select {
	return &Select{db: e.db, organization: organization, tree: tree, now: criteria.InstantOf(e.now())}
}

// Joining asks who would join a group if the tree were its criteria. The excluded would not, and the pinned are in it.
func (e *Engine) Joining(organization, group int64, tree criteria.Tree) *Select {
	q := e.Select(organization, tree)
	q.compared = group
	return q
}

// Leaving asks who would leave it. The pinned would not.
func (e *Engine) Leaving(organization, group int64, tree criteria.Tree) *Select {
	q := e.Joining(organization, group, tree)
	q.leaving = true
	return q
}

// Count tells how many there are.
func (q *Select) Count(ctx context.Context) (n int, err error) {
	where, args, err := q.where(ctx)
	if err != nil {
		return 0, err
	}
	query := `SELECT COUNT(*) FROM employees e WHERE ` + where
	err = q.db.SQL().QueryRowContext(ctx, q.db.Dialect().Rebind(query), q.db.Dialect().ForValues(args)...).Scan(&n)
	return n, err
}

// After gives the ids of at most limit of them, in id order, after the given id.
func (q *Select) After(ctx context.Context, id int64, limit int) ([]int64, error) {
	where, args, err := q.where(ctx)
	if err != nil {
		return nil, err
	}
	query := `SELECT e.id FROM employees e WHERE ` + where + ` AND e.id > ? ORDER BY e.id LIMIT ?`
	rows, err := q.db.SQL().QueryContext(ctx, q.db.Dialect().Rebind(query), q.db.Dialect().ForValues(append(args, id, limit))...)
	if err != nil {
		return nil, err
	}
	return scanIDs(rows)
}

func (q *Select) where(ctx context.Context) (string, []any, error) {
	var zone string
	err := q.db.SQL().QueryRowContext(ctx, q.db.Dialect().Rebind(`SELECT timezone FROM organizations WHERE id = ?`), q.organization).Scan(&zone)
	if err != nil {
		return "", nil, err
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		return "", nil, err
	}
	where, args, err := sqlgen.Predicate(q.tree, sqlgen.Dialect(q.db.Dialect()), q.organization, criteria.ClockAt(q.now, location))
	args = append([]any{q.organization}, args...)
	const members = `e.id %s (SELECT employee_id FROM memberships WHERE organization_id = ? AND group_id = ?)`
	switch {
	case q.compared == 0:
		return `e.organization_id = ? AND (` + where + `)`, args, err
	case q.leaving:
		return `e.organization_id = ? AND NOT (` + where + `) AND ` + fmt.Sprintf(members, "IN") +
				` AND NOT (e.status = 'ACTIVE' AND e.id IN (SELECT employee_id FROM pins WHERE organization_id = ? AND group_id = ? AND ` + inForce + `))`,
			append(args, q.organization, q.compared, q.organization, q.compared, int64(q.now)), err
	default:
		return `e.organization_id = ? AND (` + where + `) AND ` + fmt.Sprintf(members, "NOT IN") +
				` AND e.id NOT IN (SELECT employee_id FROM exclusions WHERE organization_id = ? AND group_id = ? AND ` + inForce + `)`,
			append(args, q.organization, q.compared, q.organization, q.compared, int64(q.now)), err
	}
}
