package scim

import (
	"context"

	"muster/internal/criteria"
	"muster/internal/department"
	"muster/internal/ids"
	"muster/internal/scim/schema"
)

// userFrom joins each employee with what an identity provider said of them. Whom it deleted is not there.
const userFrom = ` FROM employees e LEFT JOIN scim_users s ON s.organization_id = e.organization_id AND s.employee_id = e.id
	WHERE e.organization_id = ? AND s.deleted_at IS NULL`

// userColumns are what Users are filtered and sorted by.
var userColumns = columns{
	"id": {sql: "e.id", read: idOf(ids.Employee), unordered: true, equal: func(_ int64, value any) (string, []any) {
		return "e.id = ?", []any{value}
	}},
	"userName": {
		sql: "COALESCE(s.user_name_key, e.email_key)", read: emailKey,
		equal: func(organization int64, value any) (string, []any) {
			return `e.id IN (SELECT n.employee_id FROM scim_users n WHERE n.organization_id = ? AND n.user_name_key = ?
				UNION ALL SELECT i.id FROM employees i WHERE i.organization_id = ? AND i.email_key = ?
				AND NOT EXISTS (SELECT 1 FROM scim_users x WHERE x.organization_id = i.organization_id AND x.employee_id = i.id))`,
				[]any{organization, value, organization, value}
		},
	},
	"externalId": {sql: "s.external_id", equal: func(organization int64, value any) (string, []any) {
		return "e.id IN (SELECT n.employee_id FROM scim_users n WHERE n.organization_id = ? AND n.external_id = ?)", []any{organization, value}
	}},
	"emails": {sql: "e.email_key", read: emailKey, equal: func(organization int64, value any) (string, []any) {
		return "e.id IN (SELECT i.id FROM employees i WHERE i.organization_id = ? AND i.email_key = ?)", []any{organization, value}
	}},
	"displayName":       {sql: "lower(e.name)", read: lower},
	"name.formatted":    {sql: "lower(e.name)", read: lower},
	"title":             {sql: "lower(e.title)", read: lower},
	"preferredLanguage": {sql: "NULLIF(e.language, '')", read: func(text string) any { return languageTag(text) }, unordered: true},
	"active":            {sql: "(e.status = 'ACTIVE')", kind: boolean, unordered: true},
	"meta.created":      {sql: "e.created_at", kind: instant},
	"meta.lastModified": {sql: "(CASE WHEN s.updated_at > e.updated_at THEN s.updated_at ELSE e.updated_at END)", kind: instant},
	schema.EnterpriseID + ":department": {
		sql: "e.department_id", unordered: true,
		read: func(text string) any { return text },
		equal: func(organization int64, value any) (string, []any) {
			text := textOf(value)
			return `COALESCE(e.department_id, 0) IN (SELECT d.id FROM departments d WHERE d.organization_id = ? AND (d.path_key = ? OR d.name_key = ?))`,
				[]any{organization, department.Key(cleanPath(text)), criteria.Fold(text)}
		},
	},
	schema.EnterpriseID + ":manager": {
		sql: "NULLIF(e.manager_key, '')", read: idOf(ids.Employee), unordered: true,
		equal: func(organization int64, value any) (string, []any) {
			return `e.manager_key IN (SELECT m.email_key FROM employees m WHERE m.organization_id = ? AND m.id = ?)`, []any{organization, value}
		},
	},
}

func emailKey(text string) any { return criteria.EmailKey(text) }

// idOf reads the ids of one kind; 0, which no row has, for any other text.
func idOf(kind ids.Kind) func(text string) any {
	return func(text string) any {
		number, _ := ids.Parse(kind, text)
		return number
	}
}

// page is a part of a list, and how long the whole is.
type page struct {
	total     int
	resources []resource
}

func (s *Service) listUsers(ctx context.Context, q query) (page, error) {
	numbers, total, err := s.search(ctx, q, searched{kind: schema.User, columns: userColumns, from: userFrom, id: "e.id"})
	if err != nil || len(numbers) == 0 {
		return page{total: total}, err
	}
	found, err := s.persons(ctx, numbers)
	if err != nil {
		return page{}, err
	}
	p := page{total: total}
	for _, one := range found {
		p.resources = append(p.resources, one.represent())
	}
	return p, nil
}

// searched is where resources of a kind are found.
type searched struct {
	kind    *schema.Resource
	columns columns
	from    string // with the condition on the organization, its one argument
	id      string
}

// search gives the ids of a page, and how many there are in all.
func (s *Service) search(ctx context.Context, q query, in searched) (numbers []int64, total int, err error) {
	w := where{kind: in.kind, columns: in.columns, organization: organization(ctx), dialect: s.db.Dialect()}
	from := in.from
	if q.filter != nil {
		condition, err := w.write(q.filter)
		if err != nil {
			return nil, 0, err
		}
		from += " AND (" + condition + ")"
	}
	order, err := w.order(q, in.id)
	if err != nil {
		return nil, 0, err
	}
	arguments := append([]any{w.organization}, w.arguments...)
	if err := s.db.SQL().QueryRowContext(ctx, w.dialect.Rebind("SELECT COUNT(*)"+from), arguments...).Scan(&total); err != nil {
		return nil, 0, err
	}
	if q.count == 0 || q.start > total {
		return nil, total, nil
	}
	text := "SELECT " + in.id + from + " ORDER BY " + order + " LIMIT ? OFFSET ?"
	rows, err := s.db.SQL().QueryContext(ctx, w.dialect.Rebind(text), append(arguments, q.count, q.start-1)...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var number int64
		if err := rows.Scan(&number); err != nil {
			return nil, 0, err
		}
		numbers = append(numbers, number)
	}
	return numbers, total, rows.Err()
}
