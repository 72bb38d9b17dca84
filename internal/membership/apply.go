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
	if len(groups) == 0 || len(employees) == 0 {
		return nil
	}
	slices.Sort(employees)
	employees = slices.Compact(employees)
	evaluation, changes := at(clock, groups, all.nested), []change(nil)
	for part := range slices.Chunk(employees, batch) {
		found, err := evaluation.compare(ctx, tx, facts.Request{Dialect: tx.Dialect, Organization: s.id, Employees: part})
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
