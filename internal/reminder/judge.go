package reminder

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	entrequest "muster/ent/reminderrequest"
	"muster/internal/errs"
	"muster/internal/storage"
)

// openEnrolment chooses the training events t that are enrolments without a completion of their course since, now; it
// takes the instant twice. It is criteria.Unfinished.
const openEnrolment = `t.type = 'ENROLLED' AND t.occurred_at <= ? AND NOT EXISTS (
		SELECT 1 FROM training_events c WHERE c.organization_id = t.organization_id AND c.employee_id = t.employee_id
			AND c.course_id = t.course_id AND c.type = 'COMPLETED' AND c.occurred_at >= t.occurred_at AND c.occurred_at <= ?)`

// recent chooses the reminders o that keep others away from their receiver; it takes the instant of quietSince.
const recent = `(o.state IN ('PENDING', 'SENDING') OR o.state = 'SENT' AND o.settled_at > ?)`

// judgement says what is to be done with each employee of a call.
type judgement struct {
	Outcome

	queue []int64
}

// judge looks at the group's members, or at those named. It is one statement, so that each is seen at one moment.
func (s *Service) judge(ctx context.Context, tx *storage.Tx, organization int64, in Input) (j judgement, err error) {
	now := s.instant()
	query := `SELECT e.id, CASE
			WHEN e.status <> 'ACTIVE' THEN 'DISABLED'
			WHEN m.employee_id IS NULL THEN 'NOT_MEMBER'
			WHEN NOT EXISTS (SELECT 1 FROM training_events t
				WHERE t.organization_id = e.organization_id AND t.employee_id = e.id AND ` + openEnrolment + `) THEN 'NO_PENDING'
			WHEN EXISTS (SELECT 1 FROM reminders o
				WHERE o.organization_id = e.organization_id AND o.employee_id = e.id AND ` + recent + `) THEN 'RECENTLY'
			ELSE 'QUEUED' END
		FROM employees e
		LEFT JOIN memberships m ON m.organization_id = e.organization_id AND m.employee_id = e.id AND m.group_id = ?
		WHERE e.organization_id = ? AND `
	args := []any{now, now, s.quietSince(), in.GroupID, organization}
	if in.EmployeeIDs == nil {
		query += "m.employee_id IS NOT NULL"
	} else {
		among, ids := tx.Dialect.Any(in.EmployeeIDs)
		query, args = query+"e.id "+among, append(args, ids)
	}
	rows, err := tx.QueryContext(ctx, tx.Dialect.Rebind(query), args...)
	if err != nil {
		return j, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	j.Delivery = entrequest.Delivery(s.carrier.Delivery())
	found := 0
	for ; rows.Next(); found++ {
		if err := j.add(rows); err != nil {
			return j, err
		}
	}
	if in.EmployeeIDs != nil && found != len(in.EmployeeIDs) {
		return j, errors.Join(errs.NotFound("employee"), rows.Err())
	}
	return j, rows.Err()
}

func (j *judgement) add(rows *sql.Rows) error {
	var employee int64
	var verdict string
	if err := rows.Scan(&employee, &verdict); err != nil {
		return err
	}
	switch verdict {
	case "DISABLED":
		j.SkippedDisabled++
	case "NOT_MEMBER":
		j.SkippedNotMember++
	case "NO_PENDING":
		j.SkippedNoPending++
	case "RECENTLY":
		j.SkippedRecently++
	case "QUEUED":
		j.Queued++
		j.queue = append(j.queue, employee)
	default:
		return fmt.Errorf("reminder: unknown verdict %q", verdict)
	}
	return nil
}
