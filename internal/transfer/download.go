package transfer

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"

	"muster/ent"
	"muster/ent/importrejection"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/transfer/sheet"
)

// pageRows is how many rows of a download are in memory at once.
const pageRows = 2000

// Download is a CSV file that is made while it is sent: RFC 4180, UTF-8.
type Download struct {
	// Name is the file's, without its ending. Whoever named what it is about may have written anything into it.
	Name    string
	header  []string
	after   func(ctx context.Context, key int64, limit int) (rows [][]string, last int64, err error)
	closing func() []string // a last row; nil where there is none
}

// Write sends the file. What was sent before an error is not the whole file.
func (d Download) Write(ctx context.Context, to io.Writer) error {
	file := csv.NewWriter(to)
	file.UseCRLF = true
	if err := file.Write(d.header); err != nil {
		return err
	}
	for key := int64(0); ; {
		rows, last, err := d.after(ctx, key, pageRows)
		if err != nil {
			return err
		}
		for _, row := range rows {
			for i, cell := range row {
				row[i] = sheet.Write(cell)
			}
			if err := file.Write(row); err != nil {
				return err
			}
		}
		if len(rows) < pageRows {
			break
		}
		key = last
	}
	if row := d.closing(); row != nil {
		if err := file.Write(row); err != nil {
			return err
		}
	}
	file.Flush()
	return file.Error()
}

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
	return Download{
		Name:   g.Name + " members",
		header: []string{"User Name", "Email Address", "Department", "Last Login Date", "Date Added to the Platform"},
		after: func(ctx context.Context, key int64, limit int) ([][]string, int64, error) {
			return s.membersAfter(ctx, who.OrganizationID, group, key, limit)
		},
		closing: func() []string { return nil },
	}, nil
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
	listed := 0
	return Download{
		Name:   fmt.Sprintf("import %d rejected rows", id),
		header: []string{"line", "code", "message"},
		after: func(ctx context.Context, key int64, limit int) ([][]string, int64, error) {
			page, last, err := s.rejectionsAfter(ctx, id, key, limit)
			listed += len(page)
			return page, last, err
		},
		closing: func() []string {
			if listed >= row.Rejected {
				return nil
			}
			return []string{"", "", fmt.Sprintf("%d more rejected rows are not listed", row.Rejected-listed)}
		},
	}, nil
}

func (s *Service) rejectionsAfter(ctx context.Context, id, key int64, limit int) (page [][]string, last int64, err error) {
	found, err := s.db.Read(ctx).ImportRejection.Query().Where(importrejection.ImportID(id), importrejection.IDGT(key)).
		Order(importrejection.ByID()).Limit(limit).All(ctx)
	for _, row := range found {
		page, last = append(page, []string{strconv.Itoa(row.Line), row.Code, row.Message}), row.ID
	}
	return page, last, err
}
