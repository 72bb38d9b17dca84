package storage

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5/pgxpool"

	"muster/ent"
	"muster/internal/auth"
)

// DB is an open database. It is safe for concurrent use.
type DB struct {
	dialect Dialect
	writer  *sql.DB       // every transaction; on SQLite its only connection that writes
	reader  *sql.DB       // the same handle as writer on PostgreSQL
	pool    *pgxpool.Pool // under both handles on PostgreSQL, nil on SQLite
	path    string        // of the SQLite file
	client  *ent.Client   // reads
}

// Open opens the database without touching its tables: a "postgres://" or "postgresql://" URL, or a SQLite file
// ("file:…" or a plain path; it and its folder are made where missing).
func Open(ctx context.Context, url string) (*DB, error) {
	if url == "" {
		return nil, errors.New("storage: no database URL")
	}
	open := openSQLite
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		open = openPostgres
	}
	db, err := open(ctx, url)
	if err != nil {
		return nil, err
	}
	db.client = newClient(entsql.OpenDB(string(db.dialect), db.reader))
	return db, nil
}

// newClient is the only place in the program that makes an ent client, so that none is without the tenant's rules.
func newClient(driver dialect.Driver) *ent.Client {
	client := ent.NewClient(ent.Driver(driver))
	auth.Install(client)
	return client
}

// Close closes every connection. Transactions must have ended.
func (db *DB) Close() error {
	err := db.reader.Close()
	if db.writer != db.reader {
		err = errors.Join(err, db.writer.Close())
	}
	if db.pool != nil {
		db.pool.Close()
	}
	return err
}

// Dialect tells which kind of database this is.
func (db *DB) Dialect() Dialect { return db.dialect }

// Read gives the ent client to read with: that of the transaction ctx is in, else one on the connections for reads.
func (db *DB) Read(ctx context.Context) *ent.Client {
	if tx := txFrom(ctx, db); tx != nil {
		return tx.Ent
	}
	return db.client
}

// SQL gives the connections for reads. A query has to name the organization itself.
func (db *DB) SQL() *sql.DB { return db.reader }

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	return errors.Join(db.reader.PingContext(ctx), db.writer.PingContext(ctx))
}

// Writer gives the handle whose connections may write, to libraries that keep tables of their own (River). Our own
// writes go through InTx.
func (db *DB) Writer() *sql.DB { return db.writer }

// Pool gives the PostgreSQL connections below the handles, nil on SQLite.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }
