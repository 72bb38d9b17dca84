package membership

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"

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

// setDue finds the organization's next due instant: the earliest at which an edge passes any of its facts, or an override expires. The clock
// is one as of which the groups are exact.
func setDue(ctx context.Context, tx *storage.Tx, s state, edges []eval.Edge, c criteria.Clock) error {
	values, err := nearest(ctx, tx, s.id, edges, c)
	if err != nil {
		return err
	}
	at := earliest(edges, values, c)
	for _, v := range values {
		if v.Kind == expiry {
			at = min(at, criteria.Instant(v.At))
		}
	}
	var due any
	if at != criteria.Never {
		due = int64(at)
	}
	_, err = tx.ExecContext(ctx, tx.Dialect.Rebind(`UPDATE organizations SET next_due_at = ? WHERE id = ?`), due, s.id)
	return err
}

// nearest gives, for each edge, the facts' values next to it on both sides, which are the first that it can pass, and the next expiries of
// overrides. Each is one step in an index.
// The types of events are left aside: the bound that follows from any event holds for all.
func nearest(ctx context.Context, tx *storage.Tx, organization int64, edges []eval.Edge, c criteria.Clock) ([]Value, error) {
	var parts []string
	var args []any
	for _, e := range edges {
		from, known := sources[e.Kind]
		if !known {
			continue
		}
		for _, side := range []string{
			"SELECT %[3]d, MIN(%[2]s) FROM %[1]s WHERE organization_id = ? AND %[2]s >= ?",
			"SELECT %[3]d, MAX(%[2]s) FROM %[1]s WHERE organization_id = ? AND %[2]s < ?",
		} {
			parts = append(parts, fmt.Sprintf(side, from.table, from.column, e.Kind))
			args = append(args, organization, e.At(c))
		}
	}
	for _, table := range []string{"pins", "exclusions"} {
		parts = append(parts, fmt.Sprintf("SELECT %d, MIN(expires_at) FROM %s WHERE organization_id = ? AND expires_at > ?", expiry, table))
		args = append(args, organization, int64(c.Now()))
	}
	var found []Value
	const atOnce = 200 // statements of one query; SQLite allows 500
	for first := 0; first < len(parts); first += atOnce {
		last := min(first+atOnce, len(parts))
		rows, err := tx.QueryContext(ctx, tx.Dialect.Rebind(strings.Join(parts[first:last], " UNION ALL ")), args[2*first:2*last]...)
		if err != nil {
			return nil, err
		}
		values, err := scanValues(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, values...)
	}
	return found, nil
}

func scanValues(rows *sql.Rows) ([]Value, error) {
	defer rows.Close()
	var found []Value
	for rows.Next() {
		var kind eval.EdgeKind
		var at sql.NullInt64
		if err := rows.Scan(&kind, &at); err != nil {
			return nil, err
		}
		if at.Valid {
			found = append(found, Value{kind, at.Int64})
		}
	}
	return found, rows.Err()
}
