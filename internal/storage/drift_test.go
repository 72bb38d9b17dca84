package storage_test

import (
	"path/filepath"
	"testing"

	atlas "ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/stretchr/testify/require"

	"muster/internal/storage"
	"muster/internal/storage/migrations"
	"muster/internal/storage/storagetest"
)

// TestMigrationsGiveTheTables fails where ent/schema has moved on without a migration.
func TestMigrationsGiveTheTables(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		driver := entsql.OpenDB(string(db.Dialect()), db.Writer())
		changed, err := migrations.Diff(t.Context(), driver, t.TempDir(), "drift")
		require.NoError(t, err)
		require.False(t, changed, "go run ./internal/storage/migrations/new NAME writes what is missing")
	})
}

// TestDiffSeesADifference keeps the test above honest.
func TestDiffSeesADifference(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		change := "ALTER TABLE exclusions DROP CONSTRAINT exclusions_group_id"
		if db.Dialect() == storage.SQLite {
			change = "DROP INDEX employee_organization_id_email_key"
		}
		_, err := db.Writer().ExecContext(t.Context(), change)
		require.NoError(t, err)
		driver := entsql.OpenDB(string(db.Dialect()), db.Writer())
		changed, err := migrations.Diff(t.Context(), driver, t.TempDir(), "drift")
		require.NoError(t, err)
		require.True(t, changed)
	})
}

func TestReleasedMigrationsAreUnchanged(t *testing.T) {
	for _, folder := range []string{"postgres", "sqlite"} {
		dir, err := sqltool.NewGooseDir(filepath.Join("migrations", folder))
		require.NoError(t, err)
		require.NoError(t, atlas.Validate(dir))
	}
}
