package membership

import (
	"context"
	"fmt"
	"strings"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/storage"
)

// Tick moves the organization's evaluated_at to now: whoever has a fact that some group's window edge passed since, or an override that
// expired, is evaluated in the transaction that moves it. It does nothing where the organization is not due, so it may be called by many nodes at once and
// after any downtime.
func (e *Engine) Tick(ctx context.Context, organization int64) error {
	err := e.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		s, err := readState(ctx, tx, organization, append(tx.Dialect.PlanOnce(), tx.OrganizationLock(organization, storage.Exclusive)...)...)
		if err != nil {
			return err
		}
		now := e.clock(s)
		if s.nextDueAt == nil || *s.nextDueAt > now.Now() {
			return nil
		}
		return e.advance(ctx, tx, s, now)
	})
	if err != nil {
		return fmt.Errorf("tick organization %d: %w", organization, err)
	}
	return nil
}

// advance evaluates what time changed up to the clock. Up to just before the due instant nothing did.
func (e *Engine) advance(ctx context.Context, tx *storage.Tx, s state, to criteria.Clock) error {
	from := criteria.ClockAt(max(s.evaluatedAt, *s.nextDueAt-1), s.zone)
	groups, err := e.live.groups(ctx, tx, s)
	if err != nil {
		return err
	}
	employees, err := crossed(ctx, tx, s.id, groups.edges, from, to)
	if err != nil {
		return err
	}
	concerned := concerned{}
	concerned.add(employees, groups.that(func(g *liveGroup) bool { return g.timed }))
	if err := expire(ctx, tx, s.id, to, groups, concerned); err != nil {
		return err
	}
	if err := e.reevaluate(ctx, tx, s, to, ByClock, groups, concerned); err != nil {
		return err
	}
	due, err := nextDue(ctx, tx, s, groups.edges, to)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, tx.Dialect.Rebind(`UPDATE organizations SET evaluated_at = ?, next_due_at = ? WHERE id = ?`), int64(to.Now()), due, s.id)
	return err
}

// ranges are what edges of one kind passed between two clocks: from, up to, the types of events that count, and whether only those count that
// were recorded before they happened.
type ranges struct {
	low, high []int64
	types     []string
	ahead     []bool
}

// crossed finds the employees with a fact that an edge passed between two clocks, by ranges of an index, all in one round trip.
func crossed(ctx context.Context, tx *storage.Tx, organization int64, edges []eval.Edge, from, to criteria.Clock) (found []int64, err error) {
	var statements []storage.Statement
	add := func(query string, args ...any) {
		statements = append(statements, storage.Statement{Query: query, Args: args, Row: func(row *storage.Row) error {
			found = append(found, row.Int(0))
			return nil
		}})
	}
	byKind := map[eval.EdgeKind]*ranges{}
	for _, e := range edges {
		low, high := e.At(from), e.At(to)
		if low == high {
			continue
		}
		low, high = min(low, high), max(low, high)
		if e.Kind == eval.AttributeDay {
			add(passedAttribute(tx.Dialect), organization, e.Attribute, criteria.Date(low).String(), criteria.Date(high).String())
			continue
		}
		if byKind[e.Kind] == nil {
			byKind[e.Kind] = &ranges{}
		}
		byKind[e.Kind].add(e, low, high)
	}
	for kind, r := range byKind {
		query, args := r.passed(tx.Dialect, kind)
		add(query, append(args, organization)...)
	}
	return found, tx.Dialect.Together(ctx, tx, statements...)
}

func (r *ranges) add(e eval.Edge, low, high int64) {
	var types string
	switch e.Kind {
	case eval.SimulationOccurred:
		types = listed(e.Types.Simulation())
	case eval.TrainingOccurred, eval.TrainingDue:
		types = listed(e.Types.Training())
	}
	r.low, r.high, r.types = append(r.low, low), append(r.high, high), append(r.types, types)
	r.ahead = append(r.ahead, e.IsNow()) // what happened before it was recorded was evaluated when it arrived
}

// listed writes types of events, which are words of ours, so that a type is looked for with a comma on either side.
func listed[T ~string](types []T) string {
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = string(t)
	}
	return "," + strings.Join(words, ",") + ","
}

// passed gives the query for the employees with a value of the kind in one of the half-open ranges, and its arguments before the organization.
func (r *ranges) passed(d storage.Dialect, kind eval.EdgeKind) (query string, args []any) {
	rows, args := d.Columns(r.low, r.high, r.types, r.ahead)
	from := sources[kind]
	query = fmt.Sprintf("SELECT f.%s FROM %s AS r JOIN %s f ON f.%[4]s >= r.c0 AND f.%[4]s < r.c1 WHERE f.organization_id = ?", from.employee, rows, from.table, from.column)
	switch kind {
	case eval.SimulationOccurred:
		query += " AND NOT f.automated AND (NOT r.c3 OR f.occurred_at > f.recorded_at) AND r.c2 LIKE '%,' || f.type || ',%'"
	case eval.TrainingOccurred:
		query += " AND (NOT r.c3 OR f.occurred_at > f.recorded_at) AND r.c2 LIKE '%,' || f.type || ',%'"
	case eval.TrainingDue:
		query += " AND r.c2 LIKE '%,' || f.type || ',%'"
	}
	return query, args
}

// passedAttribute finds a custom attribute that is a day in the range; whatever else it is, looking at it does no harm.
func passedAttribute(d storage.Dialect) string {
	if d == storage.Postgres {
		return "SELECT id FROM employees WHERE organization_id = ? AND attributes_key ->> ? BETWEEN ? AND ?"
	}
	return "SELECT e.id FROM employees e, json_each(e.attributes_key) a WHERE e.organization_id = ? AND a.key = ? AND a.value BETWEEN ? AND ?"
}
