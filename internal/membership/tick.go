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
		if err := tx.LockOrganization(ctx, organization, storage.Exclusive); err != nil {
			return err
		}
		s, err := readState(ctx, tx, organization)
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
	_, err = tx.ExecContext(ctx, tx.Dialect.Rebind(`UPDATE organizations SET evaluated_at = ? WHERE id = ?`), int64(to.Now()), s.id)
	if err != nil {
		return err
	}
	return setDue(ctx, tx, s, groups.edges, to)
}

// crossed finds the employees with a fact that an edge passed between two clocks, each by a range of an index.
func crossed(ctx context.Context, tx *storage.Tx, organization int64, edges []eval.Edge, from, to criteria.Clock) ([]int64, error) {
	var found []int64
	for _, e := range edges {
		low, high := e.At(from), e.At(to)
		if low == high {
			continue
		}
		query, args := passed(tx.Dialect, e)
		employees, err := ids(ctx, tx, query, append([]any{organization}, args(min(low, high), max(low, high))...)...)
		if err != nil {
			return nil, err
		}
		found = append(found, employees...)
	}
	return found, nil
}

// passed gives the query for the employees with a value of the edge's kind in a half-open range, and its arguments after
// the organization.
func passed(d storage.Dialect, e eval.Edge) (query string, args func(low, high int64) []any) {
	if e.Kind == eval.AttributeDay {
		return passedAttribute(d), func(low, high int64) []any {
			return []any{e.Attribute, criteria.Date(low).String(), criteria.Date(high).String()}
		}
	}
	from := sources[e.Kind]
	query = fmt.Sprintf("SELECT %s FROM %s WHERE organization_id = ? AND %[3]s >= ? AND %[3]s < ?", from.employee, from.table, from.column)
	switch e.Kind {
	case eval.SimulationOccurred:
		query += " AND NOT automated AND type IN (" + quoted(e.Types.Simulation()) + ")"
	case eval.TrainingOccurred, eval.TrainingDue:
		query += " AND type IN (" + quoted(e.Types.Training()) + ")"
	}
	if e.IsNow() && (e.Kind == eval.SimulationOccurred || e.Kind == eval.TrainingOccurred) {
		query += " AND occurred_at > recorded_at" // the others were evaluated when they arrived
	}
	return query, func(low, high int64) []any { return []any{low, high} }
}

// passedAttribute finds a custom attribute that is a day in the range; whatever else it is, looking at it does no harm.
func passedAttribute(d storage.Dialect) string {
	if d == storage.Postgres {
		return "SELECT id FROM employees WHERE organization_id = ? AND attributes_key ->> ? BETWEEN ? AND ?"
	}
	return "SELECT e.id FROM employees e, json_each(e.attributes_key) a WHERE e.organization_id = ? AND a.key = ? AND a.value BETWEEN ? AND ?"
}

// quoted lists event types, which are words of ours, for an IN.
func quoted[T ~string](types []T) string {
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = "'" + string(t) + "'"
	}
	return strings.Join(words, ", ")
}
