package membership

import (
	"context"
	"fmt"
	"math"
	"slices"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/storage"
)

// Value is an instant (milliseconds since the epoch) or a day of a fact.
type Value struct {
	Kind eval.EdgeKind
	At   int64
}

// source is where the values of a kind are: a table, its column, and which rows count.
type source struct{ table, employee, column string }

var sources = map[eval.EdgeKind]source{
	eval.SimulationOccurred: {"simulation_events", "employee_id", "occurred_at"},
	eval.TrainingOccurred:   {"training_events", "employee_id", "occurred_at"},
	eval.TrainingDue:        {"training_events", "employee_id", "due_at"},
	eval.EmployeeLogin:      {"employees", "id", "last_login_at"},
	eval.EmployeeCreated:    {"employees", "id", "created_at"},
	eval.EmployeeHired:      {"employees", "id", "hired_on"},
}

// earliest gives a lower bound of the instant at which an edge passes one of the values; criteria.Never where none will.
func earliest(edges []eval.Edge, values []Value, c criteria.Clock) criteria.Instant {
	byKind := map[eval.EdgeKind][]int64{}
	for _, v := range values {
		byKind[v.Kind] = append(byKind[v.Kind], v.At)
	}
	for _, list := range byKind {
		slices.Sort(list)
	}
	next := criteria.Never
	for _, e := range edges {
		if e.Kind == eval.AttributeDay {
			next = min(next, tomorrow(c))
			continue
		}
		list := byKind[e.Kind]
		at, _ := slices.BinarySearch(list, e.At(c))
		if at < len(list) {
			next = min(next, e.Due(list[at], c))
		}
		if at > 0 {
			next = min(next, e.Due(list[at-1], c))
		}
	}
	return next
}

// tomorrow gives the next local midnight: days of attributes have no index, and are looked at then.
func tomorrow(c criteria.Clock) criteria.Instant { return (c.Today() + 1).Midnight(c.Zone()) }

// lowerDue brings the organization's next due instant forward to at, if that is earlier.
func lowerDue(ctx context.Context, tx *storage.Tx, s state, at criteria.Instant) error {
	if at == criteria.Never || s.nextDueAt != nil && *s.nextDueAt <= at {
		return nil
	}
	_, err := tx.ExecContext(ctx, tx.Dialect.Rebind(
		`UPDATE organizations SET next_due_at = ? WHERE id = ? AND (next_due_at IS NULL OR next_due_at > ?)`), int64(at), s.id, int64(at))
	return err
}

// expiry marks the values that are no facts but the ends of overrides.
const expiry eval.EdgeKind = math.MaxUint8

// setDue finds the organization's next due instant anew. The clock is one as of which the groups are exact.
func setDue(ctx context.Context, tx *storage.Tx, s state, edges []eval.Edge, c criteria.Clock) error {
	due, err := nextDue(ctx, tx, s, edges, c)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, tx.Dialect.Rebind(`UPDATE organizations SET next_due_at = ? WHERE id = ?`), due, s.id)
	return err
}

// nextDue gives the earliest instant at which an edge passes any of the organization's facts, or an override expires; nil where neither will.
func nextDue(ctx context.Context, tx *storage.Tx, s state, edges []eval.Edge, c criteria.Clock) (*int64, error) {
	values, err := nearest(ctx, tx, s.id, edges, c)
	if err != nil {
		return nil, err
	}
	at := earliest(edges, values, c)
	for _, v := range values {
		if v.Kind == expiry {
			at = min(at, criteria.Instant(v.At))
		}
	}
	if at == criteria.Never {
		return nil, nil
	}
	return new(int64(at)), nil
}

// nearest gives, for each edge, the facts' values next to it on both sides, which are the first that it can pass, and the first expiries of
// overrides. Each is one step in an index. An expiry may be past: an override that was ordered before a tick may be stored after it.
// The types of events are left aside: the bound that follows from any event holds for all.
func nearest(ctx context.Context, tx *storage.Tx, organization int64, edges []eval.Edge, c criteria.Clock) (found []Value, err error) {
	at := map[eval.EdgeKind][]int64{}
	for _, e := range edges {
		at[e.Kind] = append(at[e.Kind], e.At(c))
	}
	note := func(kind eval.EdgeKind) func(*storage.Row) error {
		return func(row *storage.Row) error {
			for i := range 2 {
				if !row.Null(i) {
					found = append(found, Value{kind, row.Int(i)})
				}
			}
			return nil
		}
	}
	var statements []storage.Statement
	for kind, from := range sources {
		if len(at[kind]) == 0 {
			continue
		}
		slices.Sort(at[kind])
		edges, args := tx.Dialect.Columns(slices.Compact(at[kind]))
		one := func(which, side string) string {
			return fmt.Sprintf("(SELECT %s(%[2]s) FROM %[3]s WHERE organization_id = o.id AND %[2]s %[4]s p.c0)", which, from.column, from.table, side)
		}
		statements = append(statements, storage.Statement{
			Query: "SELECT " + one("MIN", ">=") + ", " + one("MAX", "<") + " FROM organizations o, " + edges + " AS p WHERE o.id = ?",
			Args:  append(args, organization), Row: note(kind),
		})
	}
	statements = append(statements, storage.Statement{
		Query: `SELECT (SELECT MIN(expires_at) FROM pins WHERE organization_id = o.id),
			(SELECT MIN(expires_at) FROM exclusions WHERE organization_id = o.id) FROM organizations o WHERE o.id = ?`,
		Args: []any{organization}, Row: note(expiry),
	})
	return found, tx.Dialect.Together(ctx, tx, statements...)
}
