package storage

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgresConnections is how many connections a node opens at most, unless the URL says pool_max_conns; leastConnections is how few that may
// be: a rebuild alone takes four.
const postgresConnections, leastConnections = 20, 6

func openPostgres(ctx context.Context, url string) (*DB, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("storage: the PostgreSQL URL: %w", err) // pgx leaves the password out
	}
	if !strings.Contains(url, "pool_max_conns=") {
		config.MaxConns = postgresConnections
	}
	if config.MaxConns < leastConnections {
		return nil, fmt.Errorf("storage: the PostgreSQL URL: pool_max_conns is %d, at least %d are needed", config.MaxConns, leastConnections)
	}
	parameters := config.ConnConfig.RuntimeParams
	parameters["timezone"] = "UTC"
	// A node that hangs in the middle of a transaction must not hold an organization's lock for ever.
	parameters["idle_in_transaction_session_timeout"] = "60s"
	// Compiling takes PostgreSQL a tenth of a second for queries that it takes for long ones, and that an index answers in a millisecond.
	for name, value := range map[string]string{"application_name": "muster", "jit": "off"} {
		if parameters[name] == "" {
			parameters[name] = value
		}
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("storage: open PostgreSQL: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("storage: reach PostgreSQL: %w", err)
	}
	handle := stdlib.OpenDBFromPool(pool)
	// The pool below keeps connections; database/sql holding idle ones would keep them from everybody else.
	handle.SetMaxIdleConns(0)
	return &DB{dialect: Postgres, writer: handle, reader: handle, pool: pool}, nil
}
