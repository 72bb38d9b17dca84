package jobs

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	// nodeSpace is the first number of the advisory locks' keys that nodes hold; the second is the node's own.
	nodeSpace = 1297437525 // "MUST" + 1
	// nodePrefix and the node's number are the name that River writes into a job's attempted_by.
	nodePrefix = "node-"
)

// presence is a node's sign of life: an advisory lock that PostgreSQL gives back when the connection ends, however
// the node ends.
type presence struct {
	pool   *pgxpool.Pool
	number int32
	conn   *pgx.Conn // its own; nil after it broke
}

// enter takes a number that no living node has.
func enter(ctx context.Context, pool *pgxpool.Pool) (*presence, error) {
	for {
		p := &presence{pool: pool, number: rand.Int32()} //nolint:gosec // unique, not secret
		taken, err := p.take(ctx)
		if err != nil {
			return nil, fmt.Errorf("jobs: enter as a node: %w", err)
		}
		if taken {
			return p, nil
		}
	}
}

func (p *presence) name() string { return nodePrefix + strconv.Itoa(int(p.number)) }

// take opens a connection and takes the lock; it reports false where another session holds it.
func (p *presence) take(ctx context.Context) (taken bool, err error) {
	conn, err := pgx.ConnectConfig(ctx, p.pool.Config().ConnConfig)
	if err != nil {
		return false, err
	}
	defer func() {
		if !taken {
			err = errors.Join(err, conn.Close(ctx))
		}
	}()
	// A machine that vanishes says no goodbye: the server has to ask.
	const keepalive = "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3"
	if _, err := conn.Exec(ctx, keepalive); err != nil {
		return false, err
	}
	err = conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1, $2)", int32(nodeSpace), p.number).Scan(&taken)
	if taken {
		p.conn = conn
	}
	return taken, err
}

// keep makes sure that the lock is held, taking it on a new connection where the old one broke. The server may hold
// it for the broken connection a little longer; then the next call tries again.
func (p *presence) keep(ctx context.Context) error {
	if p.conn != nil && p.conn.Ping(ctx) == nil {
		return nil
	}
	if p.conn != nil {
		_ = p.conn.Close(ctx) // broken already
		p.conn = nil
	}
	taken, err := p.take(ctx)
	if err != nil {
		return fmt.Errorf("jobs: take the node's lock again: %w", err)
	}
	if !taken {
		return errors.New("jobs: the server still holds the node's lock for its last connection")
	}
	return nil
}

// leave gives the lock back.
func (p *presence) leave(ctx context.Context) error {
	if p.conn == nil {
		return nil
	}
	if err := p.conn.Close(ctx); err != nil {
		return fmt.Errorf("jobs: leave as a node: %w", err)
	}
	return nil
}
