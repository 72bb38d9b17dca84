package facts

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
)

// employees reads profiles, with the departments that lie above them. The text columns stand in the order of eval's fields.
func (b *batch) employees() error {
	const query = "SELECT e.email_key, e.name_key, e.external_id_key, e.title_key, e.manager_key, e.location_key, e.country, e.language," +
		" e.employee_type, e.status, e.id, e.hired_on, e.last_login_at, e.created_at, e.attributes_key, COALESCE(d.lineage, '')" +
		" FROM employees e LEFT JOIN departments d ON d.organization_id = e.organization_id AND d.id = e.department_id WHERE e.organization_id = ?"
	b.facts = make([]eval.Facts, 0, len(b.Employees))
	return b.each(query, "e.id", b.employee, " ORDER BY e.id")
}

func (b *batch) employee(rows *sql.Rows) error {
	b.facts = append(b.facts, eval.Facts{HiredOn: eval.NoDay, LastLoginAt: criteria.Never})
	f := &b.facts[len(b.facts)-1]
	var (
		hiredOn     sql.Null[criteria.Date]
		lastLoginAt sql.Null[criteria.Instant]
		attributes  sql.RawBytes
		lineage     string
		into        [16]any
	)
	for i := range f.Text {
		into[i] = &f.Text[i]
	}
	copy(into[len(f.Text):], []any{&f.Employee, &hiredOn, &lastLoginAt, &f.CreatedAt, &attributes, &lineage})
	if err := rows.Scan(into[:]...); err != nil {
		return err
	}
	if hiredOn.Valid {
		f.HiredOn = hiredOn.V
	}
	if lastLoginAt.Valid {
		f.LastLoginAt = lastLoginAt.V
	}
	var err error
	if f.Departments, err = b.departments(lineage); err != nil {
		return err
	}
	b.index[f.Employee] = int32(len(b.facts) - 1)
	f.Attributes, err = attributeValues(attributes)
	return err
}

// departments reads a lineage, "/1/4/9/"; the many employees of one department share the list.
func (b *batch) departments(lineage string) ([]criteria.DepartmentID, error) {
	if list, known := b.lineages[lineage]; known || lineage == "" {
		return list, nil
	}
	parts := strings.Split(strings.Trim(lineage, "/"), "/")
	list := make([]criteria.DepartmentID, len(parts))
	for i, part := range parts {
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("lineage %q: %w", lineage, err)
		}
		list[i] = criteria.DepartmentID(id)
	}
	b.lineages[lineage] = list
	return list, nil
}

// attributeValues reads a flat JSON object.
func attributeValues(text []byte) ([]eval.AttributeValue, error) {
	if len(text) == 0 || bytes.Equal(text, []byte("{}")) {
		return nil, nil
	}
	var object map[string]any
	if err := json.Unmarshal(text, &object); err != nil {
		return nil, fmt.Errorf("attributes_key: %w", err)
	}
	list := make([]eval.AttributeValue, 0, len(object))
	for name, value := range object {
		if value != nil {
			list = append(list, eval.NewAttribute(name, value))
		}
	}
	return list, nil
}
