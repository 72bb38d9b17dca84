package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// _time_format is River's need: it compares instants as text, in UTC. _txlock=immediate takes the write lock at
// BEGIN, where waiting is possible; taken in the middle of a transaction it would fail at once.
const sqliteOptions = "_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)" +
	"&_txlock=immediate&_time_format=sqlite"

func openSQLite(ctx context.Context, name string) (*DB, error) {
	path, err := filepath.Abs(strings.TrimPrefix(strings.TrimPrefix(name, "file:"), "//"))
	if err != nil {
		return nil, fmt.Errorf("storage: the SQLite file's path: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("storage: the SQLite file's folder: %w", err)
	}
	// The file is full of people: nobody else on the machine reads it, nor SQLite's files beside it.
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // whoever runs the program names it
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("storage: the SQLite file: %w", err)
	}
	// The writer comes first: it turns the write-ahead log on, which lets others read meanwhile.
	writer, err := openSQLiteHandle(ctx, path, 1, sqliteOptions+"&_pragma=foreign_keys(1)")
	if err != nil {
		return nil, err
	}
	reader, err := openSQLiteHandle(ctx, path, max(4, 2*runtime.NumCPU()), sqliteOptions+"&_pragma=query_only(1)")
	if err != nil {
		_ = writer.Close()
		return nil, err
	}
	return &DB{dialect: SQLite, writer: writer, reader: reader, path: path}, nil
}

func openSQLiteHandle(ctx context.Context, path string, connections int, options string) (*sql.DB, error) {
	name := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: options}
	handle, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, fmt.Errorf("storage: open SQLite: %w", err)
	}
	handle.SetMaxOpenConns(connections)
	handle.SetMaxIdleConns(connections)
	// Where several processes open a new file at once, turning the write-ahead log on is refused without waiting.
	if err := retry(ctx, func() error { return handle.PingContext(ctx) }); err != nil {
		_ = handle.Close()
		return nil, fmt.Errorf("storage: open SQLite file %s: %w", path, err)
	}
	return handle, nil
}

// Claim makes this process the one that serves from the SQLite file, until release or its end, however it ends. It
// waits a second for another that is stopping. Processes that only visit the file need no claim.
func (db *DB) Claim(ctx context.Context) (release func() error, err error) {
	// A transaction that never writes, on an empty database of its own: the lock that every platform has.
	handle, err := openSQLiteHandle(ctx, db.path+"-server", 1, "_pragma=busy_timeout(1000)&_txlock=exclusive")
	if err != nil {
		return nil, fmt.Errorf("storage: another server uses %s: %w", db.path, err)
	}
	tx, err := handle.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("storage: another server uses %s: %w", db.path, err), handle.Close())
	}
	return func() error { return errors.Join(tx.Rollback(), handle.Close()) }, nil
}
