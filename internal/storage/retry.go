package storage

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	attempts   = 6
	firstPause = 5 * time.Millisecond // doubled with every attempt, plus up to as much again at random
)

// retry runs f until it succeeds, fails for a reason of its own, or has been refused for the last time.
func retry(ctx context.Context, f func() error) error {
	pause := firstPause
	for attempt := 1; ; attempt++ {
		err := f()
		if err == nil || attempt == attempts || !refused(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(pause + rand.N(pause)): //nolint:gosec // spreads the retries; nothing secret
		}
		pause *= 2
	}
}

// refused reports whether the database gave the transaction up for the sake of another, so that trying again helps.
func refused(err error) bool {
	if postgres := (*pgconn.PgError)(nil); errors.As(err, &postgres) {
		return postgres.Code == "40001" || postgres.Code == "40P01" // serialization_failure, deadlock_detected
	}
	if lite := (*sqlite.Error)(nil); errors.As(err, &lite) {
		return lite.Code()&0xff == sqlite3.SQLITE_BUSY // the low byte: the rest tells kinds of busy apart
	}
	return false
}

// Duplicate reports whether PostgreSQL refused a row of the table because another transaction has written one with its key meanwhile. On
// SQLite no other one can.
func Duplicate(err error, table string) bool {
	postgres := (*pgconn.PgError)(nil)
	return errors.As(err, &postgres) && postgres.Code == "23505" && postgres.TableName == table // unique_violation
}
