package membership

import (
	"context"
	"fmt"
	"slices"

	"muster/ent/employee"
	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/facts"
	"muster/internal/storage"
)

// inForce holds for an override, by its table's columns, that counts at an instant, the one argument.
const inForce = `(expires_at IS NULL OR expires_at > ?)`

// orders are the overrides in force of some employees, in the employees' order: the groups that they are pinned to, and those that
// they are excluded from.
type orders struct{ pinned, excluded pairs }

// read reads them with one statement: whoever evaluates needs both.
func (o *orders) read(who facts.Request, at criteria.Instant) storage.Statement {
	among, args := who.Among()
	args = append(append([]any{who.Organization}, args...), int64(at))
	const query = `SELECT group_id, employee_id, %d FROM %s WHERE organization_id = ? AND employee_id ` + "%s AND " + inForce
	return storage.Statement{
		Query: fmt.Sprintf(query, 1, "pins", among) + " UNION ALL " + fmt.Sprintf(query, 0, "exclusions", among),
		Args:  slices.Concat(args, args),
		Row: func(row *storage.Row) error {
			into := &o.excluded
			if row.Int(2) == 1 {
				into = &o.pinned
			}
			*into = append(*into, pair{row.Int(0), row.Int(1)})
			return nil
		},
	}
}

func (o *orders) sort() {
	o.pinned.sort()
	o.excluded.sort()
}

// of gives those of one employee, as pairs.of does.
func (o *orders) of(employee int64) orders {
	return orders{pinned: o.pinned.of(employee), excluded: o.excluded.of(employee)}
}

// belong says whether the employee belongs to the group, where holds says it of the criteria. Pins are for active accounts.
func (o *orders) belong(group int64, f *eval.Facts, holds bool) bool {
	if len(o.excluded) == 0 && len(o.pinned) == 0 {
		return holds
	}
	key := pair{group, f.Employee}
	if slices.Contains(o.excluded, key) {
		return false
	}
	return holds || f.Text[eval.Status] == string(employee.StatusACTIVE) && slices.Contains(o.pinned, key)
}

// Override evaluates one group for employees whose pins or exclusions the caller has stored, changed or deleted, and the groups that
// name it. The first of what was stored expires at expires; criteria.Never: nothing does. The caller holds the organization's lock exclusively.
func (e *Engine) Override(ctx context.Context, tx *storage.Tx, organization, group int64, cause Cause, employees []int64, expires criteria.Instant) error {
	s, err := readState(ctx, tx, organization)
	if err != nil {
		return err
	}
	groups, err := e.live.groups(ctx, tx, s)
	if err != nil {
		return err
	}
	concerned := concerned{}
	concerned.add(employees, groups.that(func(g *liveGroup) bool { return g.id == group }))
	changes, err := differences(ctx, tx, s, e.clock(s), groups, concerned)
	if err != nil {
		return err
	}
	if err := e.commitChanges(ctx, tx, organization, group, cause, changes); err != nil {
		return err
	}
	return lowerDue(ctx, tx, s, expires)
}

// Expiring makes sure that the clock is looked at when an override expires whose expiry the caller has changed.
func (e *Engine) Expiring(ctx context.Context, tx *storage.Tx, organization int64, expires criteria.Instant) error {
	s, err := readState(ctx, tx, organization)
	if err != nil {
		return err
	}
	return lowerDue(ctx, tx, s, expires)
}

// following gives the group, and those that name it.
func (l *live) following(group int64) set {
	return l.that(func(g *liveGroup) bool {
		return g.id == group || g.needs.Touches(eval.OnGroups(criteria.GroupID(group)))
	})
}

// naming gives the groups that name the group.
func (l *live) naming(group int64) set {
	return l.that(func(g *liveGroup) bool { return g.needs.Touches(eval.OnGroups(criteria.GroupID(group))) })
}
