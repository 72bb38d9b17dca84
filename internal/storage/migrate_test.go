package storage

import (
	"io/fs"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"muster/internal/storage/migrations"
)

// later gives the migrations with one more after them.
func later(t *testing.T, statements string) fs.FS {
	t.Helper()
	files, err := migrations.FS(string(SQLite))
	require.NoError(t, err)
	all := fstest.MapFS{"99990101000000_later.sql": {Data: []byte("-- +goose Up\n" + statements)}}
	names, err := fs.Glob(files, "*.sql")
	require.NoError(t, err)
	for _, name := range names {
		content, err := fs.ReadFile(files, name)
		require.NoError(t, err)
		all[name] = &fstest.MapFile{Data: content}
	}
	return all
}

// openWithNotice opens a migrated file with an organization, a group, and a notification that goes with the group.
func openWithNotice(t *testing.T) *DB {
	t.Helper()
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "muster.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, db.Migrate(t.Context()))
	for _, statement := range []string{
		`INSERT INTO organizations (id, name, evaluated_at, created_at) VALUES (1, 'Acme', 0, 0)`,
		`INSERT INTO groups (id, organization_id, name, name_key, kind, status, created_at, updated_at)
			VALUES (1, 1, 'g', 'g', 'MANUAL', 'ACTIVE', 0, 0)`,
		`INSERT INTO notifications (organization_id, kind, group_id, message, created_at) VALUES (1, 'X', 1, 'x', 0)`,
	} {
		_, err := db.Writer().ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
	return db
}

func notices(t *testing.T, db *DB) (count int) {
	t.Helper()
	require.NoError(t, db.SQL().QueryRowContext(t.Context(), "SELECT count(*) FROM notifications").Scan(&count))
	return count
}

// TestRebuildingASQLiteTableDeletesNothing drops a table that others point at, which is how SQLite changes one.
func TestRebuildingASQLiteTableDeletesNothing(t *testing.T) {
	db := openWithNotice(t)
	require.NoError(t, db.migrateSQLite(t.Context(), later(t, `
CREATE TABLE new_groups AS SELECT * FROM groups;
DROP TABLE groups;
ALTER TABLE new_groups RENAME TO groups;
CREATE UNIQUE INDEX groups_key ON groups (organization_id, id);
`)))
	require.Equal(t, 1, notices(t, db))
	_, err := db.Writer().ExecContext(t.Context(), "DELETE FROM groups")
	require.NoError(t, err)
	require.Zero(t, notices(t, db), "afterwards foreign keys hold again")
}

func TestAMigrationThatBreaksAReferenceIsNoticed(t *testing.T) {
	db := openWithNotice(t)
	err := db.migrateSQLite(t.Context(), later(t, "DELETE FROM groups;"))
	require.ErrorContains(t, err, "of notifications points at no row of groups")
}

func TestASQLiteFileHasOneServer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "muster.db")
	first, err := Open(t.Context(), path)
	require.NoError(t, err)
	second, err := Open(t.Context(), path)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, first.Close())
		require.NoError(t, second.Close())
	})
	release, err := first.Claim(t.Context())
	require.NoError(t, err)

	_, err = second.Claim(t.Context())
	require.ErrorContains(t, err, "another server")

	require.NoError(t, second.Migrate(t.Context()), "others may still visit")
	require.NoError(t, release())
	release, err = second.Claim(t.Context())
	require.NoError(t, err)
	require.NoError(t, release())
}
