package membership

import (
	"context"
	"slices"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/facts"
	"muster/internal/storage"
)

// Touched says what a write changed.
type Touched struct {
	Employees []int64
	Facts     eval.Dependencies // which kinds of facts; a new employee is all of them (Everything)
	Values    []Value           // the instants and days of the new facts, which some window's edge may pass
}

// Everything is what a new employee brings: every group depends on the status.
var Everything = eval.OnText(eval.Status)

// Apply evaluates, inside the transaction that wrote the facts, the groups that can depend on them for the employees touched, and
// writes joins and leaves. The caller holds Lock on those employees. Deltas are published after the commit.
func (e *Engine) Apply(ctx context.Context, tx *storage.Tx, organization int64, touched Touched) error {
	if len(touched.Employees) == 0 {
		return nil
	}
	s, err := readState(ctx, tx, organization)
	if err != nil {
		return err
	}
	groups, err := e.live.groups(ctx, tx, s)
	if err != nil {
		return err
	}
	clock := e.clock(s)
	concerned := groups.that(func(g *liveGroup) bool { return g.needs.Touches(touched.Facts) })
	if err := e.reevaluate(ctx, tx, s, clock, ByFact, groups, concerned, touched.Employees); err != nil {
		return err
	}
	return lowerDue(ctx, tx, s, earliest(groups.edges, touched.Values, clock))
}

func (l *live) that(keep func(*liveGroup) bool) []*liveGroup {
	var kept []*liveGroup
	for _, g := range l.groups {
		if keep(g) {
			kept = append(kept, g)
		}
	}
	return kept
}

// batch is how many employees' facts are in memory at once.
const batch = 2000

// reevaluate makes the members of the groups exact at the clock for the employees.
func (e *Engine) reevaluate(ctx context.Context, tx *storage.Tx, s state, clock criteria.Clock, cause Cause, all *live, groups []*liveGroup, employees []int64) error {
	if len(groups) == 0 {
		return nil
	}
	slices.Sort(employees)
	employees = slices.Compact(employees)
	var changes []change
	for part := range slices.Chunk(employees, batch) {
		found, err := compare(ctx, tx, s.id, clock, all.nested, groups, part)
		if err != nil {
			return err
		}
		changes = append(changes, found...)
	}
	deltas, err := write(ctx, tx, moment{s.id, clock.Now(), cause}, changes)
	if err != nil {
		return err
	}
	e.publishAfter(tx, s.id, clock.Now(), deltas)
	return nil
}

// compare evaluates the groups for the employees and gives where that differs from the present members.
func compare(ctx context.Context, tx *storage.Tx, organization int64, clock criteria.Clock, nested bool, groups []*liveGroup, employees []int64) ([]change, error) {
	people, err := facts.Load(ctx, tx, facts.Request{Dialect: tx.Dialect, Organization: organization, Employees: employees, Groups: nested})
	if err != nil {
		return nil, err
	}
	members, err := pairsOf(ctx, tx, "memberships", organization, employees)
	if err != nil {
		return nil, err
	}
	excluded, err := pairsOf(ctx, tx, "exclusions", organization, employees)
	if err != nil {
		return nil, err
	}
	evaluators := make([]*eval.Evaluator, len(groups))
	for i, g := range groups {
		evaluators[i] = g.program.At(clock)
	}
	var changes []change
	for i := range people {
		f := &people[i]
		for n, g := range groups {
			key := pair{g.id, f.Employee}
			belongs := evaluators[n].Holds(f) && !excluded[key]
			if belongs == members[key] {
				continue
			}
			changes = append(changes, change{group: g.id, employee: f.Employee, joins: belongs})
			if nested {
				f.Groups = withGroup(f.Groups, criteria.GroupID(g.id), belongs)
			}
		}
	}
	return changes, nil
}

// withGroup puts the group into the list or takes it out.
func withGroup(list []criteria.GroupID, id criteria.GroupID, in bool) []criteria.GroupID {
	if in {
		return append(list, id)
	}
	return slices.DeleteFunc(list, func(other criteria.GroupID) bool { return other == id })
}

type pair struct{ group, employee int64 }

// pairsOf reads which groups the employees are in, or excluded from.
func pairsOf(ctx context.Context, tx *storage.Tx, table string, organization int64, employees []int64) (map[pair]bool, error) {
	in, arg := tx.Dialect.Any(employees)
	rows, err := tx.QueryContext(ctx, tx.Dialect.Rebind(
		`SELECT group_id, employee_id FROM `+table+` WHERE organization_id = ? AND employee_id `+in), organization, arg)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[pair]bool{}
	for rows.Next() {
		var p pair
		if err := rows.Scan(&p.group, &p.employee); err != nil {
			return nil, err
		}
		found[p] = true
	}
	return found, rows.Err()
}
