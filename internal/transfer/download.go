package transfer

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"muster/ent"
	"muster/ent/importrejection"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
)

// Members gives a group's members in the order of their ids. Nobody who is a member all the while is missing or comes
// twice; those who join or leave meanwhile may be in it or not. It needs the role VIEWER.
func (s *Service) Members(ctx context.Context, group int64) (Download, error) {
	who, err := auth.Require(ctx, auth.Viewer)
	if err != nil {
		return Download{}, err
	}
	g, err := s.db.Read(ctx).Group.Get(ctx, group)
	if ent.IsNotFound(err) {
		return Download{}, errs.NotFound("group")
	}
	if err != nil {
		return Download{}, err
	}
	var key int64
	list := table{
		header: []string{"User Name", "Email Address", "Department", "Last Login Date", "Date Added to the Platform"},
		next: func(ctx context.Context, limit int) (rows [][]string, err error) {
			rows, key, err = s.membersAfter(ctx, who.OrganizationID, group, key, limit)
			return rows, err
		},
	}
	return csvFile(g.Name+" members", list, func(ctx context.Context) error {
		return s.record(ctx, audit.Entry{
			Action: audit.MembersExported, Subject: audit.Subject{Kind: audit.Group, ID: g.ID, Name: g.Name},
			Details: map[string]any{"members": g.MemberCount},
		})
	}), nil
}

const membersPage = `SELECT m.employee_id, e.name, e.email, COALESCE(d.path, ''), e.last_login_at, e.created_at
FROM memberships m
JOIN employees e ON e.organization_id = m.organization_id AND e.id = m.employee_id
LEFT JOIN departments d ON d.organization_id = e.organization_id AND d.id = e.department_id
WHERE m.organization_id = ? AND m.group_id = ? AND m.employee_id > ?
ORDER BY m.employee_id LIMIT ?`

func (s *Service) membersAfter(ctx context.Context, organization, group, key int64, limit int) (page [][]string, last int64, err error) {
	rows, err := s.db.SQL().QueryContext(ctx, s.db.Dialect().Rebind(membersPage), organization, group, key, limit)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var name, email, department string
		var login *int64
		var created int64
		if err := rows.Scan(&last, &name, &email, &department, &login, &created); err != nil {
			return nil, 0, err
		}
		page = append(page, []string{name, email, department, instant(login), instant(&created)})
	}
	return page, last, rows.Err()
}

// instant writes an instant as the API does; "" for none.
func instant(at *int64) string {
	if at == nil {
		return ""
	}
	return criteria.Instant(*at).Time().Format(time.RFC3339Nano)
}

// Report gives the rejected rows of an import by their lines, as far as they were kept; the last row says how many more
// there were. It needs the role OPERATOR.
func (s *Service) Report(ctx context.Context, id int64) (Download, error) {
	if _, err := auth.Require(ctx, auth.Operator); err != nil {
		return Download{}, err
	}
	row, err := s.db.Read(ctx).ImportRun.Get(ctx, id)
	if ent.IsNotFound(err) {
		return Download{}, errs.NotFound("import")
	}
	if err != nil {
		return Download{}, err
	}
	listed, key := 0, int64(0)
	list := table{
		header: []string{"line", "code", "message"},
		next: func(ctx context.Context, limit int) (page [][]string, err error) {
			page, key, err = s.rejectionsAfter(ctx, id, key, limit)
			listed += len(page)
			return page, err
		},
		closing: func() []string {
			if listed >= row.Rejected {
				return nil
			}
			return []string{"", "", fmt.Sprintf("%d more rejected rows are not listed", row.Rejected-listed)}
		},
	}
	return csvFile(fmt.Sprintf("import %d rejected rows", id), list, nil), nil
}

func (s *Service) rejectionsAfter(ctx context.Context, id, key int64, limit int) (page [][]string, last int64, err error) {
	found, err := s.db.Read(ctx).ImportRejection.Query().Where(importrejection.ImportID(id), importrejection.IDGT(key)).
		Order(importrejection.ByID()).Limit(limit).All(ctx)
	for _, row := range found {
		page, last = append(page, []string{strconv.Itoa(row.Line), row.Code, row.Message}), row.ID
	}
	return page, last, err
}
