package membership

import (
	"context"
	"slices"
	"strconv"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/storage"
)

// The methods below run under the organization's exclusive lock.

// Add puts employees into a manual group; those in it stay. Those whose accounts are disabled join it once they are enabled. It gives those for
// whom something changed.
func (e *Engine) Add(ctx context.Context, tx *storage.Tx, organization, group int64, employees []int64) ([]int64, error) {
	disabled, err := among(ctx, tx, `SELECT id FROM employees WHERE organization_id = ? AND status <> 'ACTIVE' AND id `, organization, employees)
	if err != nil {
		return nil, err
	}
	return e.set(ctx, tx, organization, group, employees, func(id int64, member, waiting bool) (moves, notes bool) {
		return !member && !disabled[id], !member && disabled[id] && !waiting
	}, ByFact)
}

// Remove takes employees out of a manual group, and those who wait for it cease to. It gives those for whom something changed.
func (e *Engine) Remove(ctx context.Context, tx *storage.Tx, organization, group int64, employees []int64) ([]int64, error) {
	return e.set(ctx, tx, organization, group, employees, func(_ int64, member, waiting bool) (moves, notes bool) {
		return member, waiting
	}, ByHand)
}

// set asks of each employee, once, whether they move in or out and whether it is noted that they are to wait or cease to.
func (e *Engine) set(ctx context.Context, tx *storage.Tx, organization, group int64, employees []int64,
	decide func(id int64, member, waiting bool) (moves, notes bool), leave Cause,
) ([]int64, error) {
	members, err := among(ctx, tx, `SELECT employee_id FROM memberships WHERE organization_id = ? AND group_id = `+strconv.FormatInt(group, 10)+` AND employee_id `, organization, employees)
	if err != nil {
		return nil, err
	}
	waiting, err := Waiting(ctx, tx, organization, group)
	if err != nil {
		return nil, err
	}
	var changes []change
	var noted, moved []int64
	for _, id := range slices.Compact(slices.Sorted(slices.Values(employees))) {
		_, waits := slices.BinarySearch(waiting, id)
		moves, notes := decide(id, members[id], waits)
		if moves {
			changes = append(changes, change{group: group, employee: id, joins: !members[id]})
		}
		if notes {
			noted = append(noted, id)
		}
		if moves || notes {
			moved = append(moved, id)
		}
	}
	s, err := readState(ctx, tx, organization)
	if err != nil {
		return nil, err
	}
	if err := note(ctx, tx, moment{organization, e.clock(s).Now(), ByHand}, group, noted, leave); err != nil {
		return nil, err
	}
	return moved, e.commitChanges(ctx, tx, organization, group, ByHand, changes)
}

// among gives which of the employees a query finds, whose last condition is on them and whose first is on the organization.
func among(ctx context.Context, tx *storage.Tx, query string, organization int64, employees []int64) (map[int64]bool, error) {
	is, arg := tx.Dialect.Any(employees)
	found, err := ids(ctx, tx, query+is, organization, arg)
	those := make(map[int64]bool, len(found))
	for _, id := range found {
		those[id] = true
	}
	return those, err
}

// commitChanges writes one group's changes and evaluates the groups that name it.
func (e *Engine) commitChanges(ctx context.Context, tx *storage.Tx, organization, group int64, cause Cause, changes []change) error {
	s, err := readState(ctx, tx, organization)
	if err != nil {
		return err
	}
	clock := e.clock(s)
	deltas, err := write(ctx, tx, moment{organization, clock.Now(), cause}, changes)
	if err != nil {
		return err
	}
	e.publishAfter(tx, organization, clock.Now(), deltas)
	employees := make([]int64, len(changes))
	for i, c := range changes {
		employees[i] = c.employee
	}
	return e.dependents(ctx, tx, organization, group, employees)
}

// dependents evaluates the groups that name this one, for employees who joined or left it.
func (e *Engine) dependents(ctx context.Context, tx *storage.Tx, organization, group int64, employees []int64) error {
	return e.Apply(ctx, tx, organization, Touched{Employees: employees, Facts: eval.OnGroups(criteria.GroupID(group))})
}
