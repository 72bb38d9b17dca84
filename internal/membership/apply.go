package membership

import (
	"context"
	"maps"
	"slices"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/facts"
	"muster/internal/storage"
)

// Touched says what a write changed for some employees.
type Touched struct {
	Employees []int64
	Facts     eval.Dependencies // which kinds of facts; a new employee is all of them (Everything)
	Values    []Value           // the instants and days of the new facts, which some window's edge may pass
}

// Everything is what a new employee brings: every group depends on the status.
var Everything = eval.OnText(eval.Status)

// Apply evaluates, inside the transaction that wrote the facts, the groups that can depend on them for the employees touched, and
// writes joins and leaves. The caller holds Lock on those employees. Deltas are published after the commit.
func (e *Engine) Apply(ctx context.Context, tx *storage.Tx, organization int64, touched ...Touched) error {
	return e.apply(ctx, tx, organization, ByFact, Written{}, touched)
}

// Written are the statements that write facts, and what the writer has read for them.
type Written struct {
	Statements []storage.Statement
	Profiles   *facts.Profiles // of everybody touched; the statements do not change them
}

// Write is Apply with the statements that write the facts, which it sends along instead of waiting for them.
func (e *Engine) Write(ctx context.Context, tx *storage.Tx, organization int64, w Written, touched ...Touched) error {
	return e.apply(ctx, tx, organization, ByFact, w, touched)
}

// Redefined is Apply for employees of whom nothing changed but what the criteria of groups ask about them: the caller has stored
// the criteria, told of it (CriteriaChanged), and knows that nobody else is concerned.
func (e *Engine) Redefined(ctx context.Context, tx *storage.Tx, organization int64, touched ...Touched) error {
	return e.apply(ctx, tx, organization, ByCriteria, Written{}, touched)
}

func (e *Engine) apply(ctx context.Context, tx *storage.Tx, organization int64, cause Cause, w Written, touched []Touched) error {
	s, err := readState(ctx, tx, organization, w.Statements...)
	if err != nil {
		return err
	}
	s.profiles = w.Profiles
	groups, err := e.live.groups(ctx, tx, s)
	if err != nil {
		return err
	}
	clock := e.clock(s)
	concerned := concerned{}
	var values []Value
	for _, t := range touched {
		if t.Facts.Touches(Everything) {
			moved, err := e.accounts(ctx, tx, s, clock, t.Employees)
			if err != nil {
				return err
			}
			for group, employees := range moved {
				concerned.add(employees, groups.naming(group))
			}
		}
		concerned.add(t.Employees, groups.that(func(g *liveGroup) bool { return g.needs.Touches(t.Facts) }))
		values = append(values, t.Values...)
	}
	if err := e.reevaluate(ctx, tx, s, clock, cause, groups, concerned); err != nil {
		return err
	}
	return lowerDue(ctx, tx, s, earliest(groups.edges, values, clock))
}

// concerned says which groups have to be evaluated for which employees.
type concerned map[int64]set

func (c concerned) add(employees []int64, groups set) {
	if groups.empty() {
		return
	}
	for _, id := range employees {
		if known := c[id]; known != nil && !slices.Equal(known, groups) {
			both := slices.Clone(known) // others have it too
			both.join(groups)
			c[id] = both
			continue
		}
		c[id] = groups
	}
}

// by gives those of the employees whom one of the groups concerns.
func (c concerned) by(groups set, employees []int64) []int64 {
	some := make([]int64, 0, len(employees))
	for _, id := range employees {
		if c[id].meets(groups) {
			some = append(some, id)
		}
	}
	return some
}

// batch is how many employees' facts are read at once.
const batch = 500

// reevaluate makes the members of the groups exact at the clock for the employees that they concern.
func (e *Engine) reevaluate(ctx context.Context, tx *storage.Tx, s state, clock criteria.Clock, cause Cause, groups *live, concerned concerned) error {
	changes, err := differences(ctx, tx, s, clock, groups, concerned)
	if err != nil {
		return err
	}
	deltas, err := write(ctx, tx, moment{s.id, clock.Now(), cause}, changes)
	if err != nil {
		return err
	}
	e.publishAfter(tx, s.id, clock.Now(), deltas)
	return nil
}

// differences gives where evaluating the groups for the employees that they concern differs from the members.
func differences(ctx context.Context, tx *storage.Tx, s state, clock criteria.Clock, groups *live, concerned concerned) (changes []change, err error) {
	if err := touch(ctx, tx, s, clock, groups, concerned); err != nil {
		return nil, err
	}
	type outcome struct {
		standing
		err error
	}
	evaluation, outcomes := evaluate(groups, clock), make(chan outcome, 1)
	go func() { // the next are read while these are evaluated
		defer close(outcomes)
		for part := range slices.Chunk(slices.Sorted(maps.Keys(concerned)), batch) {
			found, err := read(ctx, tx, facts.Request{
				Dialect: tx.Dialect, Organization: s.id, Employees: part, Profiles: s.profiles, Plain: !groups.details,
				Simulations: concerned.by(groups.simulations, part), Trainings: concerned.by(groups.trainings, part),
			}, clock.Now())
			outcomes <- outcome{found, err}
			if err != nil {
				return
			}
		}
	}()
	for o := range outcomes {
		if err = o.err; err == nil {
			changes = append(changes, evaluation.compare(o.standing, func(employee int64) set { return concerned[employee] })...)
		}
	}
	return changes, err
}
