package membership

import (
	"context"

	"muster/internal/criteria"
	"muster/internal/storage"
)

// Disabled people are in no manual group. Who leaves one because the account is disabled waits: they come back when it is enabled, unless they were
// taken out by hand meanwhile. The history says who waits, by the last that it says of an employee and a manual group: they left by a
// fact. Somebody who is added while disabled was in it for no time.

// Waits is a condition of SQL: it holds for the row p of past_memberships of a manual group that is the last about its employee, where that
// one waits.
const Waits = `p.leave_cause = 'FACT' AND NOT EXISTS (SELECT 1 FROM past_memberships q
	WHERE q.organization_id = p.organization_id AND q.group_id = p.group_id AND q.employee_id = p.employee_id AND q.id > p.id)
	AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.group_id = p.group_id AND m.employee_id = p.employee_id)`

// accounts lets employees whose accounts are disabled leave manual groups, and those come back who waited, and gives the employees moved by group.
func (e *Engine) accounts(ctx context.Context, tx *storage.Tx, s state, clock criteria.Clock, employees []int64) (map[int64][]int64, error) {
	among, ids := tx.Dialect.Any(employees)
	moved, changes := map[int64][]int64{}, []change(nil)
	err := tx.Dialect.Together(ctx, tx, storage.Statement{
		Query: `SELECT m.group_id, m.employee_id, 0 FROM memberships m
			JOIN groups g ON g.organization_id = m.organization_id AND g.id = m.group_id AND g.kind = 'MANUAL'
			JOIN employees e ON e.organization_id = m.organization_id AND e.id = m.employee_id AND e.status <> 'ACTIVE'
			WHERE m.organization_id = ? AND m.employee_id ` + among + `
			UNION ALL SELECT p.group_id, p.employee_id, 1 FROM past_memberships p
			JOIN groups g ON g.organization_id = p.organization_id AND g.id = p.group_id AND g.kind = 'MANUAL'
			JOIN employees e ON e.organization_id = p.organization_id AND e.id = p.employee_id AND e.status = 'ACTIVE'
			WHERE p.organization_id = ? AND p.employee_id ` + among + ` AND ` + Waits,
		Args: []any{s.id, ids, s.id, ids},
		Row: func(row *storage.Row) error {
			changes = append(changes, change{group: row.Int(0), employee: row.Int(1), joins: row.Int(2) == 1})
			moved[row.Int(0)] = append(moved[row.Int(0)], row.Int(1))
			return nil
		},
	})
	if err != nil {
		return nil, err
	}
	deltas, err := write(ctx, tx, moment{s.id, clock.Now(), ByFact}, changes)
	if err != nil {
		return nil, err
	}
	e.publishAfter(tx, s.id, clock.Now(), deltas)
	return moved, nil
}

// Waiting gives those who are assigned to a manual group and wait for their accounts to be enabled.
func Waiting(ctx context.Context, tx *storage.Tx, organization, group int64) ([]int64, error) {
	return ids(ctx, tx, `SELECT p.employee_id FROM past_memberships p WHERE p.organization_id = ? AND p.group_id = ? AND `+Waits+` ORDER BY p.employee_id`,
		organization, group)
}

// WaitedFor gives the manual groups that an employee is assigned to and waits for.
func WaitedFor(ctx context.Context, tx *storage.Tx, organization, employee int64) ([]int64, error) {
	return ids(ctx, tx, `SELECT p.group_id FROM past_memberships p
		JOIN groups g ON g.organization_id = p.organization_id AND g.id = p.group_id AND g.kind = 'MANUAL'
		WHERE p.organization_id = ? AND p.employee_id = ? AND `+Waits+` ORDER BY p.group_id`, organization, employee)
}

// note keeps that employees who are not in a manual group were put into it or taken out of it by hand: they begin to wait, or cease to.
func note(ctx context.Context, tx *storage.Tx, m moment, group int64, employees []int64, leave Cause) error {
	if len(employees) == 0 {
		return nil
	}
	from, args := tx.Dialect.Columns(employees)
	return tx.Dialect.Together(ctx, tx, storage.Statement{
		Query: `INSERT INTO past_memberships (organization_id, group_id, employee_id, joined_at, join_cause, left_at, leave_cause)
			SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), p.c0, CAST(? AS BIGINT), CAST(? AS VARCHAR), CAST(? AS BIGINT), CAST(? AS VARCHAR) FROM ` + from + ` AS p`,
		Args: append([]any{m.organization, group, int64(m.at), string(m.cause), int64(m.at), string(leave)}, args...),
	})
}
