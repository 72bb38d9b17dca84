package department

import (
	"context"
	"slices"

	"muster/ent"
	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/membership"
)

// peopleOf gives the ids of everybody whose own department is one of those, disabled accounts included, in their order.
func (c *change) peopleOf(ctx context.Context, departments []int64) (people []int64, err error) {
	among, arg := c.tx.Dialect.Any(departments)
	rows, err := c.tx.QueryContext(ctx, c.tx.Dialect.Rebind(
		`SELECT id FROM employees WHERE organization_id = ? AND department_id `+among+` ORDER BY id`), c.who.OrganizationID, arg)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		people = append(people, id)
	}
	return people, rows.Err()
}

// transfer puts everybody of the departments on the left into those on their right.
func (c *change) transfer(ctx context.Context, to map[int64]int64) error {
	var olds, news []int64
	for from, into := range to {
		olds, news = append(olds, from), append(news, into)
	}
	from, args := c.tx.Dialect.Columns(olds, news)
	_, err := c.tx.ExecContext(ctx, c.tx.Dialect.Rebind(
		`UPDATE employees SET department_id = p.c1, updated_at = ? FROM `+from+` AS p
		 WHERE employees.organization_id = ? AND employees.department_id = p.c0`), append(append([]any{c.instant()}, args...), c.who.OrganizationID)...)
	return err
}

// relocate makes the groups of people exact who are in and below other departments now: those of which the list says.
func (c *change) relocate(ctx context.Context, people []int64, passed []int64) error {
	return c.engine.Apply(ctx, c.tx, c.who.OrganizationID, membership.Touched{Employees: people, Facts: named(passed)})
}

func named(departments []int64) eval.Dependencies {
	list := make([]criteria.DepartmentID, len(departments))
	for i, id := range departments {
		list[i] = criteria.DepartmentID(id)
	}
	return eval.OnDepartments(list...)
}

// passing gives the departments that somebody leaves or comes into, who was in (or below) one under the first lineage and will be
// in (or below) the other; what both have above them stays.
func passing(from, into []int64) (passed []int64) {
	for _, id := range from {
		if !slices.Contains(into, id) {
			passed = append(passed, id)
		}
	}
	for _, id := range into {
		if !slices.Contains(from, id) {
			passed = append(passed, id)
		}
	}
	return passed
}

// aboveOf gives the ids of the departments above one.
func aboveOf(d *ent.Department) []int64 {
	all := lineageOf(d)
	return all[:len(all)-1]
}
