package e2e_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/storage"
)

// crowd is how many employees keep the generation of a group busy for long enough to be killed in the middle.
const crowd = 60_000

func TestKilledWhileGeneratingOnSQLite(t *testing.T) { killedWhileGenerating(t, onSQLite(t)) }

func TestKilledWhileGeneratingOnPostgres(t *testing.T) {
	killedWhileGenerating(t, onPostgresAndRedis(t))
}

func killedWhileGenerating(t *testing.T, i installation) {
	token := i.organization(t, "Company")
	db, err := storage.Open(t.Context(), i.url)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	fillWithEmployees(t, db)

	first := i.start(t)
	g := client{first, token}.createSmart(t, "Newcomers", "Hired in the last 30 days")
	require.Eventually(t, func() bool { return progress(t, db).members > 0 }, patience, interval/5)
	first.kill(t)
	left := progress(t, db)
	require.Equal(t, "GENERATING", left.status, "it was too quick to be killed: let it have more to do")
	require.Less(t, left.members, crowd)

	c := client{i.start(t), token}
	require.Eventually(t, func() bool { return c.group(t, g.ID).Status == "READY" }, patience, interval)
	require.Equal(t, crowd, c.group(t, g.ID).MemberCount)
	require.Equal(t, crowd, progress(t, db).members, "nobody missing, nobody twice")

	// A group that is asked for now comes after whatever the dead node's job still had to tell.
	live := dial(t, c)
	finished, _ := watch[ready](t, live, groupReady, nil, func() { c.createSmart(t, "Another", "Clicked in the last 30 days") })
	later := c.generated(t, "Later", "Clicked in the last 30 days")
	finished.until(t, func(r ready) bool {
		require.NotEqual(t, g.ID, r.GroupReady.Group.ID, "announced again")
		return r.GroupReady.Group.ID == later.ID
	})
	require.Len(t, c.notifications(t, g.ID), 1)
	require.Equal(t, "ACTIVE", c.move(t, "activateGroup", g.ID).Status)
}

// fillWithEmployees writes a crowd straight into the database: an import would take longer than the rest of the test.
func fillWithEmployees(t *testing.T, db *storage.DB) {
	t.Helper()
	numbers := "generate_series(1, ?) AS s(n)"
	if db.Dialect() == storage.SQLite {
		numbers = "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ?) SELECT n FROM s) AS s"
	}
	statement := `INSERT INTO employees (organization_id, email, email_key, name, name_key, hired_on, created_at, updated_at, attributes, attributes_key)
		SELECT (SELECT MAX(id) FROM organizations), 'p' || n || '@company.example', 'p' || n || '@company.example', 'P ' || n, ' p ' || n || ' ',
			CAST((SELECT MAX(created_at) FROM organizations) / 86400000 AS INTEGER) - 3, 0, 0, '{}', '{}' FROM ` + numbers
	err := db.InTx(auth.System(t.Context()), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.ExecContext(ctx, tx.Dialect.Rebind(statement), crowd)
		return err
	})
	require.NoError(t, err)
}

// builder is how far the only smart group that has members has come.
type builder struct {
	status  string
	members int
}

func progress(t *testing.T, db *storage.DB) (b builder) {
	t.Helper()
	err := db.SQL().QueryRowContext(t.Context(),
		`SELECT g.status, (SELECT COUNT(*) FROM memberships m WHERE m.group_id = g.id)
		 FROM groups g WHERE g.kind = 'SMART' ORDER BY g.id LIMIT 1`).Scan(&b.status, &b.members)
	require.NoError(t, err)
	return b
}
