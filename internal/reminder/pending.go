package reminder

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// pending reads the open enrolments of employees: one for each course, the one that is due first, those with a due date
// before those without, and the earlier before the later. Instants are given in the zone.
func (s *Service) pending(ctx context.Context, organization int64, zone *time.Location, employees []int64) (found map[int64][]training, err error) {
	now, dialect := s.instant(), s.db.Dialect()
	among, ids := dialect.Any(employees)
	query := `SELECT t.employee_id, k.name, MIN(t.due_at) AS due
		FROM training_events t JOIN courses k ON k.organization_id = t.organization_id AND k.id = t.course_id
		WHERE t.organization_id = ? AND t.employee_id ` + among + ` AND ` + openEnrolment + `
		GROUP BY t.employee_id, k.id, k.name ORDER BY t.employee_id, MIN(t.due_at) IS NULL, MIN(t.due_at), k.name, k.id`
	rows, err := s.db.SQL().QueryContext(ctx, dialect.Rebind(query), organization, ids, now, now)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	found = map[int64][]training{}
	for rows.Next() {
		var employee int64
		var t training
		var due sql.Null[int64]
		if err := rows.Scan(&employee, &t.course, &due); err != nil {
			return nil, err
		}
		if due.Valid {
			at := time.UnixMilli(due.V).In(zone)
			t.dueAt = &at
		}
		found[employee] = append(found[employee], t)
	}
	return found, rows.Err()
}
