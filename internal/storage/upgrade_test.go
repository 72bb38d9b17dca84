package storage

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/pressly/goose/v3"
	"github.com/stretchr/testify/require"

	"muster/internal/storage/migrations"
	"muster/internal/storage/scratch"
)

// TestUpgradingKeepsEveryRow fills a database of the first version and brings it to the newest.
func TestUpgradingKeepsEveryRow(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { upgrade(t, filepath.Join(t.TempDir(), "muster.db"), goose.DialectSQLite3) })
	t.Run("postgres", func(t *testing.T) {
		url, drop, err := scratch.Create(t.Context(), os.Getenv("MUSTER_TEST_DATABASE_URL"), "")
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, drop(context.WithoutCancel(t.Context()))) })
		upgrade(t, url, goose.DialectPostgres)
	})
}

func upgrade(t *testing.T, url string, dialect goose.Dialect) {
	db, err := Open(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, apply(t.Context(), dialect, db.writer, first(t, db.Dialect())))
	written := map[string]int{} // rows by table
	for _, row := range [][2]string{
		{"organizations", `(id, name, evaluated_at, created_at) VALUES (1, 'Acme', 0, 0)`},
		{"api_keys", `(organization_id, name, role, token_hash, hint, created_at) VALUES (1, 'console', 'ADMIN', 'x', 'x', 0)`},
		{"employees", `(id, organization_id, email, email_key, name, name_key, created_at, updated_at, attributes, attributes_key)
			VALUES (1, 1, 'a@acme.example', 'a@acme.example', 'Ana', 'ana', 0, 0, '{}', '{}')`},
		{"groups", `(id, organization_id, name, name_key, kind, status, created_at, updated_at) VALUES (1, 1, 's', 's', 'SMART', 'ACTIVE', 0, 0)`},
		{"groups", `(id, organization_id, name, name_key, kind, status, created_at, updated_at) VALUES (2, 1, 'm', 'm', 'MANUAL', 'ACTIVE', 0, 0)`},
		{"memberships", `(organization_id, group_id, employee_id, joined_at) VALUES (1, 1, 1, 5)`},
		{"memberships", `(organization_id, group_id, employee_id, joined_at) VALUES (1, 2, 1, 5)`},
		{"exclusions", `(organization_id, group_id, employee_id, reason, created_at, created_by) VALUES (1, 1, 1, 'OTHER', 0, 'console')`},
		{"campaigns", `(id, organization_id, name, name_key, created_at) VALUES (1, 1, 'Payroll', 'payroll', 0)`},
		{"simulation_events", `(organization_id, event_id, employee_id, type, occurred_at, recorded_at, campaign_id) VALUES (1, 'e', 1, 'CLICKED', 5, 6, 1)`},
		{"notifications", `(organization_id, kind, group_id, message, created_at) VALUES (1, 'GROUP_READY', 1, 'x', 0)`},
	} {
		_, err := db.Writer().ExecContext(t.Context(), "INSERT INTO "+row[0]+" "+row[1])
		require.NoError(t, err)
		written[row[0]]++
	}

	require.NoError(t, db.Migrate(t.Context()))

	for table, rows := range written {
		var kept int
		require.NoError(t, db.SQL().QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&kept))
		require.Equal(t, rows, kept, table)
	}
	causes := map[int64]string{}
	require.NoError(t, Each(t.Context(), db.SQL(), "SELECT group_id, join_cause FROM memberships WHERE joined_at = 5", nil, func(row *Row) error {
		causes[row.Int(0)] = string(row.Text(1))
		return nil
	}))
	require.Equal(t, map[int64]string{1: "CRITERIA", 2: "HAND"}, causes)
}

// first gives the oldest migration alone.
func first(t *testing.T, dialect Dialect) fs.FS {
	t.Helper()
	files, err := migrations.FS(string(dialect))
	require.NoError(t, err)
	names, err := fs.Glob(files, "*.sql")
	require.NoError(t, err)
	content, err := fs.ReadFile(files, names[0])
	require.NoError(t, err)
	return fstest.MapFS{names[0]: {Data: content}}
}
