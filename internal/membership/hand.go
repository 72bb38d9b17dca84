package membership

import (
	"context"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/facts"
	"muster/internal/storage"
)

// The methods below run under the organization's exclusive lock.

// Add puts employees into a group by hand; those in it stay.
func (e *Engine) Add(ctx context.Context, tx *storage.Tx, organization, group int64, employees []int64) error {
	return e.set(ctx, tx, organization, group, employees, true)
}

// Remove takes employees out of a group by hand; those not in it stay out.
func (e *Engine) Remove(ctx context.Context, tx *storage.Tx, organization, group int64, employees []int64) error {
	return e.set(ctx, tx, organization, group, employees, false)
}

func (e *Engine) set(ctx context.Context, tx *storage.Tx, organization, group int64, employees []int64, in bool) error {
	var found pairs
	who := facts.Request{Dialect: tx.Dialect, Organization: organization, Employees: employees}
	if err := tx.Dialect.Together(ctx, tx, found.read(who)); err != nil {
		return err
	}
	members := map[pair]bool{}
	for _, p := range found {
		members[p] = true
	}
	var changes []change
	for _, id := range employees {
		key := pair{group, id}
		if members[key] != in {
			changes = append(changes, change{group: group, employee: id, joins: in})
			members[key] = in // an employee named twice changes once
		}
	}
	return e.commitChanges(ctx, tx, organization, group, ByHand, changes)
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
