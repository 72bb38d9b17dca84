// Package storagetest gives tests a fresh, migrated database of each dialect.
package storagetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/storage"
	"muster/internal/storage/migrations"
	"muster/internal/storage/scratch"
)

// Each runs the test on SQLite and on PostgreSQL, each time on a database of its own.
func Each(t *testing.T, test func(t *testing.T, db *storage.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite gives a migrated database in a temporary file, closed when the test ends.
func SQLite(t testing.TB) *storage.DB {
	t.Helper()
	return open(t, SQLiteURL(t))
}

// Postgres gives a migrated database of its own on the server of MUSTER_TEST_DATABASE_URL, dropped when the test
// ends. Without that variable the test fails.
func Postgres(t testing.TB) *storage.DB {
	t.Helper()
	return open(t, PostgresURL(t))
}

func open(t testing.TB, url string) *storage.DB {
	t.Helper()
	db, err := storage.Open(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	// Nothing is left to do, unless River has tables that the template was made without.
	require.NoError(t, db.Migrate(t.Context()))
	return db
}

// SQLiteURL gives a migrated file, for tests that open it themselves or hand it to another process.
func SQLiteURL(t testing.TB) string {
	t.Helper()
	template, err := sqliteTemplate()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "muster.db")
	require.NoError(t, os.WriteFile(path, template, 0o600))
	return path
}

// PostgresURL gives a migrated database, for tests that open it themselves or hand it to another process.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("MUSTER_TEST_DATABASE_URL")
	require.NotEmpty(t, server, "set MUSTER_TEST_DATABASE_URL to a PostgreSQL server where databases may be made")
	template, err := postgresTemplate(server)
	require.NoError(t, err)
	url, drop, err := scratch.Create(t.Context(), server, template)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, drop(context.WithoutCancel(t.Context()))) })
	return url
}

// Organization makes an organization that is evaluated as of the epoch, and gives its id.
func Organization(t testing.TB, db *storage.DB, name, zone string) int64 {
	t.Helper()
	var id int64
	err := db.InTx(auth.System(t.Context()), func(ctx context.Context, tx *storage.Tx) error {
		organization, err := tx.Ent.Organization.Create().
			SetName(name).SetTimezone(zone).SetEvaluatedAt(0).SetCreatedAt(0).Save(ctx)
		if err != nil {
			return err
		}
		id = organization.ID
		return nil
	})
	require.NoError(t, err)
	return id
}

// sqliteTemplate gives the bytes of a migrated file: migrating takes longer than most tests do.
var sqliteTemplate = sync.OnceValues(func() (template []byte, err error) {
	folder, err := os.MkdirTemp("", "muster-template-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "muster.db")
	if err := migrate(context.Background(), path); err != nil { // closing it empties the write-ahead log
		return nil, err
	}
	return os.ReadFile(path) //nolint:gosec // the file made above
})

var (
	templateOnce sync.Once
	templateName string
	errTemplate  error
)

// postgresTemplate gives the name of a migrated database to copy. It stays on the server, one for each state of the
// migrations, so that the packages tested after this one find it.
func postgresTemplate(server string) (string, error) {
	templateOnce.Do(func() { templateName, errTemplate = makePostgresTemplate(context.Background(), server) })
	return templateName, errTemplate
}

func makePostgresTemplate(ctx context.Context, server string) (name string, err error) {
	if name, err = nameOfTemplate(); err != nil {
		return "", err
	}
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", fmt.Errorf("storagetest: reach the server of MUSTER_TEST_DATABASE_URL: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }() // which gives the lock back
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(hashtext('muster template'))"); err != nil {
		return "", err
	}
	var exists bool
	query := "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)"
	if err := conn.QueryRow(ctx, query, name).Scan(&exists); err != nil || exists {
		return name, err
	}
	// It gets its name when it is complete: a test that was killed leaves nothing that looks like a template.
	url, drop, err := scratch.Create(ctx, server, "")
	if err != nil {
		return "", err
	}
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return "", err
	}
	if err := migrate(ctx, url); err != nil {
		return "", errors.Join(err, drop(ctx))
	}
	_, err = conn.Exec(ctx, "ALTER DATABASE "+pgx.Identifier{config.Database}.Sanitize()+
		" RENAME TO "+pgx.Identifier{name}.Sanitize())
	return name, err
}

func migrate(ctx context.Context, url string) (err error) {
	db, err := storage.Open(ctx, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Migrate(ctx)
}

// nameOfTemplate is made of the migrations' content.
func nameOfTemplate() (string, error) {
	files, err := migrations.FS(string(storage.Postgres))
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	err = fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(hash, "%s\n%s\n", path, content)
		return err
	})
	return "muster_template_" + hex.EncodeToString(hash.Sum(nil)[:8]), err
}
