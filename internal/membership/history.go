package membership

import (
	"context"

	"muster/internal/criteria"
	"muster/internal/storage"
)

// Past asks who was in a group at an instant.
type Past struct {
	db                  *storage.DB
	organization, group int64
	at                  criteria.Instant
}

// MembersAt makes the question. Before the group was made it had no members.
func (e *Engine) MembersAt(organization, group int64, at criteria.Instant) *Past {
	return &Past{db: e.db, organization: organization, group: group, at: at}
}

// members selects them, once each: an instant lies in at most one of a member's episodes.
const members = `SELECT employee_id FROM memberships WHERE organization_id = ? AND group_id = ? AND joined_at <= ?
	UNION ALL SELECT employee_id FROM past_memberships WHERE organization_id = ? AND group_id = ? AND joined_at <= ? AND left_at > ?`

func (p *Past) args() []any {
	return []any{p.organization, p.group, int64(p.at), p.organization, p.group, int64(p.at), int64(p.at)}
}

// Count tells how many there were.
func (p *Past) Count(ctx context.Context) (n int, err error) {
	query := p.db.Dialect().Rebind(`SELECT COUNT(*) FROM (` + members + `) m`)
	err = p.db.SQL().QueryRowContext(ctx, query, p.args()...).Scan(&n)
	return n, err
}

// After gives the ids of at most limit of them, in id order, after the given id.
func (p *Past) After(ctx context.Context, id int64, limit int) ([]int64, error) {
	query := p.db.Dialect().Rebind(`SELECT employee_id FROM (` + members + `) m WHERE employee_id > ? ORDER BY employee_id LIMIT ?`)
	rows, err := p.db.SQL().QueryContext(ctx, query, append(p.args(), id, limit)...)
	if err != nil {
		return nil, err
	}
	return scanIDs(rows)
}

// Episode is one stretch of membership; LeftAt is nil while it lasts.
type Episode struct {
	JoinedAt   criteria.Instant
	JoinCause  Cause
	LeftAt     *criteria.Instant
	LeaveCause *Cause
}

// Episodes gives at most limit of an employee's episodes in a group, the latest first.
func (e *Engine) Episodes(ctx context.Context, organization, group, employee int64, limit int) ([]Episode, error) {
	rows, err := e.db.SQL().QueryContext(ctx, e.db.Dialect().Rebind(
		`SELECT joined_at, join_cause, NULL AS left_at, NULL AS leave_cause, 1 AS present FROM memberships WHERE organization_id = ? AND group_id = ? AND employee_id = ?
		 UNION ALL SELECT joined_at, join_cause, left_at, leave_cause, 0 FROM past_memberships
		 WHERE organization_id = ? AND group_id = ? AND employee_id = ? ORDER BY present DESC, joined_at DESC LIMIT ?`),
		organization, group, employee, organization, group, employee, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var episodes []Episode
	for rows.Next() {
		var one Episode
		var present int
		if err := rows.Scan(&one.JoinedAt, &one.JoinCause, &one.LeftAt, &one.LeaveCause, &present); err != nil {
			return nil, err
		}
		episodes = append(episodes, one)
	}
	return episodes, rows.Err()
}
