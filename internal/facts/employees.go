package facts

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/storage"
)

// columns are those of profiles, before the lineage of the department. The text columns stand in the order of eval's fields.
const columns = "SELECT e.email_key, e.name_key, e.external_id_key, e.title_key, e.manager_key, e.location_key, e.country, e.language," +
	" e.employee_type, e.status, e.id, e.hired_on, e.last_login_at, e.created_at, e.attributes_key, e.department_id,"

// profiles reads them, with the departments that lie above the employees: each by a subquery, since the plan of a join, which must do for any
// number of employees, compares every one with every department. Of a whole range, which is large, a join takes half the time.
const (
	profiles = columns + " (SELECT d.lineage FROM departments d WHERE d.organization_id = e.organization_id AND d.id = e.department_id)" +
		" FROM employees e WHERE e.organization_id = ?"
	profilesInRange = columns + " d.lineage FROM employees e LEFT JOIN departments d ON d.organization_id = e.organization_id AND d.id = e.department_id" +
		" WHERE e.organization_id = ?"
)

func (b *batch) readEmployees() storage.Statement {
	b.facts = make([]eval.Facts, 0, len(b.Employees))
	query := profiles
	if b.Employees == nil {
		query = profilesInRange
	}
	return b.each(query, "e.id", nil, b.employee, " ORDER BY e.id")
}

// Profiles are those of some employees, read before a Load by a caller who looks them up anyway.
type Profiles struct{ batch }

// NewProfiles gives none yet.
func NewProfiles(d storage.Dialect, organization int64) *Profiles {
	return &Profiles{newBatch(Request{Dialect: d, Organization: organization})}
}

// Locking gives the statement that reads the profiles of those for whom a condition on the employee "e" holds. Where there is more than one writer, it
// locks their rows too, in id order.
func (p *Profiles) Locking(condition string, args ...any) storage.Statement {
	query := profiles + " AND " + condition + " ORDER BY e.id"
	if p.Dialect == storage.Postgres {
		query += " FOR NO KEY UPDATE"
	}
	return storage.Statement{Query: query, Args: append([]any{p.Organization}, args...), Row: p.employee}
}

// Torn tells whether somebody's department is missing: it was made, and the employee put into it, by a transaction that the locking statement waited
// for. PostgreSQL reads the locked rows anew then, but nothing else.
func (p *Profiles) Torn() bool { return p.torn }

// IDs gives the employees by the keys of their e-mail addresses.
func (p *Profiles) IDs() map[string]int64 {
	ids := make(map[string]int64, len(p.facts))
	for i := range p.facts {
		ids[p.facts[i].Text[eval.Email]] = p.facts[i].Employee
	}
	return ids
}

// take copies the profiles of the employees of the batch.
func (b *batch) take(p *Profiles) error {
	b.facts = make([]eval.Facts, 0, len(b.Employees))
	for _, id := range b.Employees {
		at, known := p.index[id]
		if !known {
			return fmt.Errorf("load facts: employee %d is not among the profiles at hand", id)
		}
		b.index[id] = int32(len(b.facts))
		b.facts = append(b.facts, p.facts[at])
	}
	return nil
}

func (b *batch) employee(row *storage.Row) error {
	b.facts = append(b.facts, eval.Facts{HiredOn: eval.NoDay, LastLoginAt: criteria.Never})
	f := &b.facts[len(b.facts)-1]
	for i := range f.Text {
		f.Text[i] = b.word(row.Text(i))
	}
	const id, hiredOn, lastLoginAt, createdAt, attributes, department, lineage = len(f.Text), len(f.Text) + 1, len(f.Text) + 2, len(f.Text) + 3, len(f.Text) + 4, len(f.Text) + 5, len(f.Text) + 6
	f.Employee, f.CreatedAt = row.Int(id), criteria.Instant(row.Int(createdAt))
	if !row.Null(hiredOn) {
		f.HiredOn = criteria.Date(row.Int(hiredOn))
	}
	if !row.Null(lastLoginAt) {
		f.LastLoginAt = criteria.Instant(row.Int(lastLoginAt))
	}
	b.index[f.Employee] = int32(len(b.facts) - 1)
	var err error
	b.torn = b.torn || row.Null(lineage) && !row.Null(department)
	if f.Departments, err = b.departments(row.Text(lineage)); err != nil {
		return err
	}
	f.Attributes, err = b.attributeValues(row.Text(attributes))
	return err
}

// departments reads a lineage, "/1/4/9/"; the many employees of one department share the list.
func (b *batch) departments(text []byte) ([]criteria.DepartmentID, error) {
	if list, known := b.lineages[string(text)]; known || len(text) == 0 {
		return list, nil
	}
	lineage := string(text)
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

// attributeValues reads a flat JSON object; employees whose attributes are written alike share the list.
func (b *batch) attributeValues(text []byte) ([]eval.AttributeValue, error) {
	if list, known := b.attributes[string(text)]; known || len(text) == 0 {
		return list, nil
	}
	var object map[string]any
	if err := json.Unmarshal(text, &object); err != nil {
		return nil, fmt.Errorf("attributes_key: %w", err)
	}
	var list []eval.AttributeValue
	for name, value := range object {
		if value != nil {
			list = append(list, eval.NewAttribute(name, value))
		}
	}
	slices.SortFunc(list, func(a, b eval.AttributeValue) int { return cmp.Compare(a.Name, b.Name) })
	b.attributes[string(text)] = list
	return list, nil
}
