package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"muster/ent"
)

// Tx is one transaction, for ent, plain SQL and River alike. InTx commits or rolls it back: nobody else does.
type Tx struct {
	*sql.Tx
	Ent     *ent.Client
	Dialect Dialect

	conn        *sql.Conn // that the transaction runs on
	afterCommit []func()
}

// Raw gives f the driver's connection, inside the transaction; see Each.
func (tx *Tx) Raw(f func(connection any) error) error { return tx.conn.Raw(f) }

// AfterCommit adds a function that runs once the transaction has been committed, after those added before it. It
// must not fail and should not wait: the writer's answer waits for it.
func (tx *Tx) AfterCommit(f func()) { tx.afterCommit = append(tx.afterCommit, f) }

// InTx runs f in one transaction: committed if f gives no error, rolled back if it gives one or panics. Where the
// database could not run it beside another transaction, f runs again from the start, in a new one (see doc.go).
func (db *DB) InTx(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	if txFrom(ctx, db) != nil {
		return errors.New("storage: a transaction inside a transaction")
	}
	return retry(ctx, func() error { return db.inTx(ctx, f) })
}

// errRehearsed ends a transaction that was never meant to stay.
var errRehearsed = errors.New("storage: rehearsed")

// Rehearse runs f as InTx does and takes back what it did: nothing is committed, and no hook runs.
func (db *DB) Rehearse(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	err := db.InTx(ctx, func(ctx context.Context, tx *Tx) error {
		if err := f(ctx, tx); err != nil {
			return err
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}

func (db *DB) inTx(ctx context.Context, f func(ctx context.Context, tx *Tx) error) (err error) {
	conn, err := db.writer.Conn(ctx)
	if err != nil {
		return fmt.Errorf("storage: begin: %w", err)
	}
	defer func() { _ = conn.Close() }() // back to where it came from
	sqlTx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("storage: begin: %w", err)
	}
	committed := false
	defer func() {
		if !committed {
			_ = sqlTx.Rollback() // after an error or a panic, which say more than the rollback could
		}
	}()
	tx := &Tx{Tx: sqlTx, Dialect: db.dialect, conn: conn}
	driver := entsql.NewDriver(string(db.dialect), entsql.Conn{ExecQuerier: sqlTx})
	tx.Ent = newClient(txDriver{driver})
	if err := f(context.WithValue(ctx, txKey{db}, tx), tx); err != nil {
		return err
	}
	if err := sqlTx.Commit(); err != nil {
		return fmt.Errorf("storage: commit: %w", err)
	}
	committed = true
	for _, hook := range tx.afterCommit {
		hook()
	}
	return nil
}

type txKey struct{ db *DB }

// txFrom gives the transaction of this database that ctx is in, nil where it is in none.
func txFrom(ctx context.Context, db *DB) *Tx {
	tx, _ := ctx.Value(txKey{db}).(*Tx)
	return tx
}

// txDriver lets ent work inside a transaction that it did not begin: where ent would begin one, it goes on in this.
type txDriver struct{ *entsql.Driver }

func (d txDriver) Tx(context.Context) (dialect.Tx, error) { return dialect.NopTx(d), nil }

func (d txDriver) BeginTx(context.Context, *entsql.TxOptions) (dialect.Tx, error) {
	return dialect.NopTx(d), nil
}

func (d txDriver) Close() error { return nil }
