package activity_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/activity"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/membership"
	"muster/internal/notify/memory"
	"muster/internal/people"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
	"muster/internal/vocabulary"
)

var noon = time.Date(2026, 6, 16, 12, 0, 0, 0, time.UTC)

// office is an organization of some people, all of whom are in each of some groups once they have clicked.
func office(t *testing.T, db *storage.DB, employees, groups int) (context.Context, *activity.Service, []int64) {
	organization := storagetest.Organization(t, db, "Office", "UTC")
	ctx := auth.With(t.Context(), auth.Identity{OrganizationID: organization, Role: auth.Operator, Name: "test"})
	log, clock := slog.New(slog.DiscardHandler), func() time.Time { return noon }
	broker := memory.New(log)
	t.Cleanup(broker.Close)
	engine, words := membership.New(db, broker, clock, log), &vocabulary.Keeper{}
	var rows []people.Input
	for i := range employees {
		rows = append(rows, people.Input{Email: email(i), Name: "Person"})
	}
	_, err := people.New(db, engine, words, clock).Upsert(ctx, rows)
	require.NoError(t, err)
	var ids []int64
	require.NoError(t, db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		for range groups {
			g, err := tx.Ent.Group.Create().SetOrganizationID(organization).SetName("G").SetNameKey("g").SetKind("SMART").SetStatus("ACTIVE").
				SetCriteria([]byte(`{"simulation":{"types":["CLICKED"]}}`)).SetCreatedAt(0).SetUpdatedAt(0).Save(ctx)
			if err != nil {
				return err
			}
			ids = append(ids, g.ID)
		}
		return engine.CriteriaChanged(ctx, tx, organization)
	}))
	return ctx, activity.New(db, engine, words, clock), ids
}

func email(i int) string { return fmt.Sprintf("user%d@office.test", i) }

func click(id string, who int) activity.SimulationInput {
	return activity.SimulationInput{ID: id, Email: email(who), Type: criteria.Clicked, OccurredAt: noon, Campaign: "Parcel"}
}

// TestManyCallersAtOnce sends events of many employees, each in a call of its own, all at the same time: through several services too, as
// nodes of one installation would. Every caller is told of its own rows, and every group has everybody in the end.
func TestManyCallersAtOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		const employees, groups = 120, 5
		ctx, service, ids := office(t, db, employees, groups)
		_, other, _ := office(t, db, 1, 0) // another node; the organization is in ctx
		var calls sync.WaitGroup
		for i := range employees {
			calls.Go(func() {
				node := []*activity.Service{service, other}[i%2]
				rows := []activity.SimulationInput{click(fmt.Sprint("e", i), i), click(fmt.Sprint("x", i), -1), {ID: "bad"}}
				result, err := node.RecordSimulations(ctx, rows)
				require.NoError(t, err)
				require.Equal(t, 1, result.Accepted)
				require.Len(t, result.Rejected, 2)
				require.Equal(t, 1, result.Rejected[0].Index)
				require.Equal(t, errs.CodeNotFound, result.Rejected[0].Code)
				require.Contains(t, result.Rejected[0].Message, email(-1))
				require.Equal(t, 2, result.Rejected[1].Index)
				require.Equal(t, errs.CodeInvalid, result.Rejected[1].Code)
			})
		}
		calls.Wait()
		for _, id := range ids {
			g, err := db.Read(ctx).Group.Get(ctx, id)
			require.NoError(t, err)
			require.Equal(t, employees, g.MemberCount)
		}
	})
}

// TestTheSameEventFromManyCallers is accepted once and unchanged for the others.
func TestTheSameEventFromManyCallers(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx, service, _ := office(t, db, 1, 1)
		var mu sync.Mutex
		accepted, unchanged := 0, 0
		var calls sync.WaitGroup
		for range 20 {
			calls.Go(func() {
				result, err := service.RecordSimulations(ctx, []activity.SimulationInput{click("one", 0)})
				require.NoError(t, err)
				mu.Lock()
				defer mu.Unlock()
				accepted += result.Accepted
				unchanged += result.Unchanged
			})
		}
		calls.Wait()
		require.Equal(t, 1, accepted)
		require.Equal(t, 19, unchanged)
	})
}

// TestOneCallThatFailsFailsAlone has the database refuse one event: the calls that share its transaction must not feel it.
func TestOneCallThatFailsFailsAlone(t *testing.T) {
	db := storagetest.Postgres(t)
	ctx, service, _ := office(t, db, 40, 1)
	_, err := db.Writer().ExecContext(ctx, `ALTER TABLE simulation_events ADD CHECK (event_id <> 'refused')`)
	require.NoError(t, err)
	var calls sync.WaitGroup
	for i := range 40 {
		calls.Go(func() {
			if i == 20 {
				_, err := service.RecordSimulations(ctx, []activity.SimulationInput{click("refused", i)})
				require.Error(t, err)
				return
			}
			result, err := service.RecordSimulations(ctx, []activity.SimulationInput{click(fmt.Sprint("e", i), i)})
			require.NoError(t, err)
			require.Equal(t, 1, result.Accepted)
		})
	}
	calls.Wait()
}

// TestADepartmentMadeMeanwhileCounts: the recording waits for a transaction that puts somebody into a department which that transaction makes.
func TestADepartmentMadeMeanwhileCounts(t *testing.T) {
	db := storagetest.Postgres(t)
	ctx, service, ids := office(t, db, 1, 1)
	who, _ := auth.From(ctx)
	organization := who.OrganizationID
	exec := func(ctx context.Context, tx *storage.Tx, query string, args ...any) (id int64) {
		require.NoError(t, tx.QueryRowContext(ctx, tx.Dialect.Rebind(query), args...).Scan(&id))
		return id
	}
	const department = `INSERT INTO departments (organization_id, name, name_key, path, path_key, lineage, created_at) VALUES (?, ?, ?, ?, ?, '', 0) RETURNING id`
	var finance int64
	require.NoError(t, db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		finance = exec(ctx, tx, department, organization, "Finance", "finance", "Finance", "finance")
		exec(ctx, tx, `UPDATE departments SET lineage = '/' || id || '/' WHERE id = ? RETURNING id`, finance)
		exec(ctx, tx, `UPDATE groups SET criteria = CAST(? AS JSONB) WHERE id = ? RETURNING id`,
			fmt.Sprintf(`{"allOf":[{"department":{"ids":["dep_%d"]}},{"simulation":{"types":["CLICKED"]}}]}`, finance), ids[0])
		exec(ctx, tx, `UPDATE organizations SET criteria_version = criteria_version + 1 WHERE id = ? RETURNING id`, organization)
		return nil
	}))
	var recorded sync.WaitGroup
	outside := ctx
	require.NoError(t, db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		tax := exec(ctx, tx, department, organization, "Tax", "tax", "Finance/Tax", "finance/tax")
		exec(ctx, tx, `UPDATE departments SET lineage = '/' || CAST(? AS BIGINT) || '/' || id || '/' WHERE id = ? RETURNING id`, finance, tax)
		exec(ctx, tx, `UPDATE employees SET department_id = ? WHERE organization_id = ? RETURNING id`, tax, organization)
		recorded.Go(func() {
			_, err := service.RecordSimulations(outside, []activity.SimulationInput{click("e", 0)})
			require.NoError(t, err)
		})
		require.Eventually(t, func() bool {
			var waiting int
			query := `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
			return db.SQL().QueryRowContext(t.Context(), query).Scan(&waiting) == nil && waiting > 0
		}, 10*time.Second, 10*time.Millisecond)
		return nil
	}))
	recorded.Wait()
	g, err := db.Read(ctx).Group.Get(ctx, ids[0])
	require.NoError(t, err)
	require.Equal(t, 1, g.MemberCount)
}
