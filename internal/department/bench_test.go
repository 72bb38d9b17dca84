package department_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
	"muster/internal/membership"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// BenchmarkMove moves a department with 100,000 employees, two simulation events each, from one parent to another, on PostgreSQL,
// with 100 groups of which two name the one parent and two the other: 200,000 memberships begin and as many end.
func BenchmarkMove(b *testing.B) {
	const employees, events, groups, concerned = 100_000, 2, 100, 4
	w := newWorld(b, b, storagetest.Postgres(b))
	for i := range 50 {
		w.put(w.ctx, fmt.Sprintf("seed%d@acme.test", i), fmt.Sprintf("One/Big/Team %d", i))
	}
	w.put(w.ctx, "other@acme.test", "Two/Small")
	for i := range groups {
		where := in(w.at(fmt.Sprintf("One/Big/Team %d", i%50)))
		if i < concerned {
			where = in(w.at([]string{"One", "Two"}[i%2]))
		}
		w.group(fmt.Sprint("g", i), criteria.Tree{Root: criteria.AllOf{Of: []criteria.Node{where, criteria.Not{Of: criteria.Simulation{
			SimulationEvents: criteria.SimulationEvents{Types: []criteria.SimulationType{criteria.Reported}, Window: criteria.Last(1+i, criteria.Day)},
		}}}}})
	}
	require.NoError(b, w.db.InTx(w.ctx, func(ctx context.Context, tx *storage.Tx) error {
		for _, fill := range []string{
			`INSERT INTO employees (organization_id, email, email_key, name, name_key, department_id, created_at, updated_at, attributes, attributes_key)
				SELECT organization_id, 'e' || n, 'e' || n, 'E', ' e ', (SELECT id FROM departments WHERE path = 'One/Big/Team ' || n % 50), 1, 1, '{}', '{}'
				FROM (SELECT id AS organization_id FROM organizations) o, generate_series(1, ` + fmt.Sprint(employees) + `) n`,
			`INSERT INTO campaigns (organization_id, name, name_key, created_at) SELECT id, 'C', 'c', 1 FROM organizations`,
			`INSERT INTO simulation_events (organization_id, event_id, employee_id, campaign_id, type, occurred_at, recorded_at)
				SELECT e.organization_id, e.id || '/' || n, e.id, c.id, 'SENT', 1779270000000 - n * 86400000, 1779270000000
				FROM employees e, campaigns c, generate_series(1, ` + fmt.Sprint(events) + `) n`,
		} {
			if _, err := tx.ExecContext(ctx, fill); err != nil {
				return err
			}
		}
		return nil
	}))
	_, err := w.db.Writer().ExecContext(w.ctx, "ANALYZE")
	require.NoError(b, err)
	require.NoError(b, w.engine.Rebuild(w.ctx, w.organization, 0, func(membership.Rebuilt) {}))
	big, parents := w.at("One/Big"), []int64{w.at("Two"), w.at("One")}
	for i := 0; b.Loop(); i++ {
		_, err := w.departments.Move(w.ctx, big, parents[i%2])
		require.NoError(b, err)
	}
	b.StopTimer()
	w.check()
}
