package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Identity names this database and no other, the same for every node that uses it: what nodes share elsewhere (Redis)
// carries it, since ids of organizations are numbers that every database begins at 1. It needs a migrated database.
func (db *DB) Identity(ctx context.Context) (string, error) {
	// Where it is, and when it came to be: a copy of a database elsewhere is another one.
	query, args := `SELECT ? || min(tstamp) FROM goose_db_version`, []any{db.path}
	if db.dialect == Postgres {
		query, args = `SELECT d.datname || d.oid || (SELECT min(tstamp) FROM goose_db_version)
			FROM pg_database d WHERE d.datname = current_database()`, nil
	}
	var place string
	if err := db.reader.QueryRowContext(ctx, query, args...).Scan(&place); err != nil {
		return "", fmt.Errorf("storage: tell the database from others: %w", err)
	}
	hash := sha256.Sum256([]byte(place))
	return hex.EncodeToString(hash[:8]), nil
}
