package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"muster/internal/storage/migrations"
)

// migrationLock is the key, of two numbers, of the advisory lock that lets one node migrate at a time.
const migrationLock = "1297437524, 1" // "MUST"

// Migrate brings our tables and River's to the newest version. Nodes that start together take turns; where nothing
// is missing it changes nothing.
func (db *DB) Migrate(ctx context.Context) error {
	files, err := migrations.FS(string(db.dialect))
	if err != nil {
		return err
	}
	if db.dialect == SQLite {
		return db.migrateSQLite(ctx, files)
	}
	return db.migratePostgres(ctx, files)
}

func (db *DB) migratePostgres(ctx context.Context, files fs.FS) (err error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("storage: migrate: %w", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock("+migrationLock+")"); err != nil {
		return fmt.Errorf("storage: wait for another node's migration: %w", err)
	}
	defer func() {
		_, unlockErr := conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock("+migrationLock+")")
		err = errors.Join(err, unlockErr)
	}()
	if err := apply(ctx, goose.DialectPostgres, db.writer, files); err != nil {
		return err
	}
	return applyRiver(ctx, riverpgxv5.New(db.pool))
}

// migrateSQLite works on a handle without foreign keys: rebuilding a table, SQLite's way to change one, would
// otherwise delete every row that points at it. They are checked afterwards instead.
func (db *DB) migrateSQLite(ctx context.Context, files fs.FS) (err error) {
	handle, err := openSQLiteHandle(ctx, db.path, 1, sqliteOptions+"&_pragma=foreign_keys(0)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, handle.Close()) }()
	// Two processes may meet on a new file, and there is no lock between them that outlives a transaction. The one
	// that failed finds the other's work done when it looks again.
	for range 3 {
		if err = applyAllSQLite(ctx, handle, files); err == nil || ctx.Err() != nil {
			return err
		}
	}
	return err
}

func applyAllSQLite(ctx context.Context, handle *sql.DB, files fs.FS) error {
	if err := apply(ctx, goose.DialectSQLite3, handle, files); err != nil {
		return err
	}
	if err := checkForeignKeys(ctx, handle); err != nil {
		return err
	}
	return applyRiver(ctx, riversqlite.New(handle))
}

func apply(ctx context.Context, dialect goose.Dialect, handle *sql.DB, files fs.FS) error {
	provider, err := goose.NewProvider(dialect, handle, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("storage: read the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("storage: migrate: %w", err)
	}
	return nil
}

func applyRiver[T any](ctx context.Context, driver riverdriver.Driver[T]) error {
	// Quiet about each step: what River has to say is in the error.
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("storage: read the jobs' migrations: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("storage: migrate the jobs' tables: %w", err)
	}
	return nil
}

func checkForeignKeys(ctx context.Context, handle *sql.DB) (err error) {
	rows, err := handle.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return fmt.Errorf("storage: check foreign keys: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if rows.Next() {
		var table, parent string
		var row, key sql.NullInt64
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return fmt.Errorf("storage: check foreign keys: %w", err)
		}
		return fmt.Errorf("storage: after migrating, row %d of %s points at no row of %s", row.Int64, table, parent)
	}
	return rows.Err()
}
