package storage

import (
	"context"
	"database/sql"
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
	// The writer comes first: it makes the file and turns the write-ahead log on, which lets others read meanwhile.
	writer, err := openSQLiteHandle(ctx, path, 1, "_pragma=foreign_keys(1)")
	if err != nil {
		return nil, err
	}
	reader, err := openSQLiteHandle(ctx, path, max(4, 2*runtime.NumCPU()), "_pragma=query_only(1)")
	if err != nil {
		_ = writer.Close()
		return nil, err
	}
	return &DB{dialect: SQLite, writer: writer, reader: reader, path: path}, nil
}

func openSQLiteHandle(ctx context.Context, path string, connections int, option string) (*sql.DB, error) {
	name := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: sqliteOptions + "&" + option}
	handle, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, fmt.Errorf("storage: open SQLite: %w", err)
	}
	handle.SetMaxOpenConns(connections)
	handle.SetMaxIdleConns(connections)
	if err := handle.PingContext(ctx); err != nil {
		_ = handle.Close()
		return nil, fmt.Errorf("storage: open SQLite file %s: %w", path, err)
	}
	return handle, nil
}
