package membership

import (
	"cmp"
	"context"
	"slices"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/facts"
	"muster/internal/storage"
)

// Effect is how many would join and leave a group.
type Effect struct {
	Group            int64
	Joining, Leaving int
}

// maxSupposed bounds the joins and leaves whose effects are looked for: each costs an evaluation.
const maxSupposed = 20_000

// Effects tells what it would do to the groups that name a group, directly or through others, if the tree were its criteria: those whose
// members would change. known is false where more would join and leave the group than is looked into.
func (e *Engine) Effects(ctx context.Context, organization, group int64, tree criteria.Tree) (effects []Effect, known bool, err error) {
	groups, clock, err := e.present(ctx, organization)
	if err != nil {
		return nil, false, err
	}
	naming := groups.that(func(g *liveGroup) bool { return g.needs.Touches(eval.OnGroups(criteria.GroupID(group))) })
	if naming.empty() {
		return nil, true, nil
	}
	var supposed []change
	for _, q := range []*Select{e.Joining(organization, group, tree), e.Leaving(organization, group, tree)} {
		employees, err := q.After(ctx, 0, maxSupposed+1-len(supposed))
		if err != nil {
			return nil, false, err
		}
		for _, id := range employees {
			supposed = append(supposed, change{group: group, employee: id, joins: !q.leaving})
		}
	}
	if len(supposed) > maxSupposed {
		return nil, false, nil
	}
	slices.SortFunc(supposed, func(a, b change) int { return cmp.Compare(a.employee, b.employee) })
	counts, evaluation := make([]Effect, len(groups.groups)), evaluate(groups, clock)
	for part := range slices.Chunk(supposed, batch) {
		if err := e.suppose(ctx, organization, evaluation, naming, part, counts); err != nil {
			return nil, false, err
		}
	}
	for _, c := range counts {
		if c.Joining+c.Leaving > 0 {
			effects = append(effects, c)
		}
	}
	return effects, true, nil
}

// present gives the live groups and the clock without a write.
func (e *Engine) present(ctx context.Context, organization int64) (groups *live, clock criteria.Clock, err error) {
	err = e.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		s, err := readState(ctx, tx, organization)
		if err != nil {
			return err
		}
		clock = e.clock(s)
		groups, err = e.live.groups(ctx, tx, s)
		return err
	})
	return groups, clock, err
}

// suppose adds to counts, which are in the groups' places, what becomes of the groups if those joined and left.
func (e *Engine) suppose(ctx context.Context, organization int64, evaluation *evaluation, naming set, supposed []change, counts []Effect) error {
	who := facts.Request{Dialect: e.db.Dialect(), Organization: organization}
	for _, c := range supposed {
		who.Employees = append(who.Employees, c.employee)
	}
	evaluation.supposed = supposed
	found, err := read(ctx, e.db.SQL(), who, evaluation.clock.Now())
	if err != nil {
		return err
	}
	for _, c := range evaluation.compare(found, func(int64) set { return naming }) {
		at := evaluation.places[c.group]
		counts[at].Group = c.group
		if c.joins {
			counts[at].Joining++
		} else {
			counts[at].Leaving++
		}
	}
	return err
}

// assume makes of an employee's groups what they would be.
func (e *evaluation) assume(own []pair, employee int64) []pair {
	at, is := slices.BinarySearchFunc(e.supposed, employee, func(c change, id int64) int { return cmp.Compare(c.employee, id) })
	if !is {
		return own
	}
	c := e.supposed[at]
	key := pair{c.group, employee}
	own = slices.DeleteFunc(slices.Clone(own), func(p pair) bool { return p == key })
	if c.joins {
		own = append(own, key)
	}
	return own
}
