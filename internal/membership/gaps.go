package membership

import (
	"context"
	"slices"
	"strings"

	"muster/internal/criteria"
	"muster/internal/storage"
)

// Gap says how many ACTIVE employees lack a field that criteria use: for them a condition on it cannot hold, whatever is true.
type Gap struct {
	Field   string // as criteria name it; of a custom attribute its name
	Missing int
	Total   int // ACTIVE employees
}

// missing gives, for each field that can be lacking, the SQL that tells so of an employee "e".
var missing = map[string]string{
	"department":                       "e.department_id IS NULL",
	string(criteria.FieldTitle):        "e.title_key = ''",
	string(criteria.FieldManager):      "e.manager_key = ''",
	string(criteria.FieldLocation):     "e.location_key = ''",
	string(criteria.FieldCountry):      "e.country = ''",
	string(criteria.FieldLanguage):     "e.language = ''",
	string(criteria.FieldEmployeeType): "e.employee_type = ''",
	string(criteria.HiredOn):           "e.hired_on IS NULL",
}

// Gaps gives the gaps of the fields that the question's tree uses, the largest first; fields that everybody has are left out.
func (q *Select) Gaps(ctx context.Context) ([]Gap, error) {
	d := q.db.Dialect()
	var gaps []Gap
	columns, args := []string{"COUNT(*)"}, []any{}
	for _, field := range fieldsOf(q.tree) {
		test, plain := missing[field]
		if !plain {
			test = lacksAttribute(d)
			args = append(args, criteria.Fold(field))
		}
		gaps, columns = append(gaps, Gap{Field: field}), append(columns, "COUNT(CASE WHEN "+test+" THEN 1 END)")
	}
	if len(gaps) == 0 {
		return nil, nil
	}
	var total int
	into := []any{&total}
	for i := range gaps {
		into = append(into, &gaps[i].Missing)
	}
	query := `SELECT ` + strings.Join(columns, ", ") + ` FROM employees e WHERE e.organization_id = ? AND e.status = 'ACTIVE'`
	if err := q.db.SQL().QueryRowContext(ctx, d.Rebind(query), append(args, q.organization)...).Scan(into...); err != nil {
		return nil, err
	}
	for i := range gaps {
		gaps[i].Total = total
	}
	gaps = slices.DeleteFunc(gaps, func(g Gap) bool { return g.Missing == 0 })
	slices.SortStableFunc(gaps, func(a, b Gap) int { return b.Missing - a.Missing })
	return gaps, nil
}

func lacksAttribute(d storage.Dialect) string {
	if d == storage.Postgres {
		return "e.attributes_key ->> ? IS NULL"
	}
	return "NOT EXISTS (SELECT 1 FROM json_each(e.attributes_key) a WHERE a.key = ?)"
}

// fieldsOf lists the fields that a tree's conditions are on, each once. A condition that asks for the lack itself is none.
func fieldsOf(tree criteria.Tree) (fields []string) {
	add := func(field string) {
		if !slices.Contains(fields, field) {
			fields = append(fields, field)
		}
	}
	tree.Walk(func(n criteria.Node) {
		switch n := n.(type) {
		case criteria.Department:
			if !n.Missing {
				add("department")
			}
		case criteria.Profile:
			if _, can := missing[string(n.Field)]; can && !n.Missing {
				add(string(n.Field))
			}
		case criteria.Attribute:
			if !n.Missing {
				add(n.Name)
			}
		case criteria.DateIn:
			if n.Field == criteria.HiredOn {
				add(string(n.Field))
			}
		}
	})
	return fields
}
