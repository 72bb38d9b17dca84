package storage

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Statement is one of several that are sent together.
type Statement struct {
	Query string // with "?" placeholders
	Args  []any
	Row   func(*Row) error // takes each row that it gives; nil: it gives none
}

// Together runs statements in their order; each sees what those before it did, and after the first that fails none runs. Over a
// connection of PostgreSQL's (a *Tx, a *sql.Conn) they take one round trip, where each alone takes one: a small transaction costs
// little else.
func (d Dialect) Together(ctx context.Context, q Querier, statements ...Statement) error {
	direct, is := q.(interface{ Raw(func(any) error) error })
	if d != Postgres || !is {
		for _, s := range statements {
			if err := eachScanned(ctx, q, d.Rebind(s.Query), s.Args, s.row); err != nil {
				return err
			}
		}
		return nil
	}
	return direct.Raw(func(connection any) error {
		c, is := connection.(*stdlib.Conn)
		if !is {
			return errors.New("storage: a connection of another driver")
		}
		return d.pipeline(ctx, c.Conn(), statements)
	})
}

func (d Dialect) pipeline(ctx context.Context, c *pgx.Conn, statements []Statement) (err error) {
	var batch pgx.Batch
	for _, s := range statements {
		batch.Queue(d.Rebind(s.Query), s.Args...)
	}
	results := c.SendBatch(ctx, &batch)
	defer func() {
		if closing := results.Close(); err == nil { // else it says the same again
			err = closing
		}
	}()
	for _, s := range statements {
		rows, err := results.Query()
		if err != nil {
			return err
		}
		if err := eachRow(rows, s.row); err != nil {
			return err
		}
	}
	return nil
}

func (s Statement) row(row *Row) error {
	if s.Row == nil {
		return nil
	}
	return s.Row(row)
}
