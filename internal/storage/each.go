package storage

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Querier runs queries: a *Tx, a *sql.Conn, a *sql.DB, an ent client.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Row is the present row of Each; what it gives is valid until the next.
type Row struct {
	raw    [][]byte // as PostgreSQL sent it,
	binary []bool   // in its binary form or as text
	values []any    // elsewhere: what the driver made of it
}

// Each runs a query and hands over its rows. It is for queries of very many rows: over a connection of PostgreSQL's (a *Tx, a
// *sql.Conn) it reads what came over the wire, where database/sql would make four values of each.
func Each(ctx context.Context, q Querier, query string, args []any, read func(*Row) error) error {
	direct, is := q.(interface{ Raw(func(any) error) error })
	if !is {
		return eachScanned(ctx, q, query, args, read)
	}
	native := false
	err := direct.Raw(func(connection any) error {
		c, is := connection.(*stdlib.Conn)
		if native = is; !is {
			return nil
		}
		return eachRaw(ctx, c.Conn(), query, args, read)
	})
	if err != nil || native {
		return err
	}
	return eachScanned(ctx, q, query, args, read)
}

func eachRaw(ctx context.Context, c *pgx.Conn, query string, args []any, read func(*Row) error) error {
	rows, err := c.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	return eachRow(rows, read)
}

func eachRow(rows pgx.Rows, read func(*Row) error) error {
	defer rows.Close()
	var row Row
	for rows.Next() {
		if row.binary == nil {
			for _, field := range rows.FieldDescriptions() {
				row.binary = append(row.binary, field.Format == pgx.BinaryFormatCode)
			}
		}
		row.raw = rows.RawValues()
		if err := read(&row); err != nil {
			return err
		}
	}
	return rows.Err()
}

func eachScanned(ctx context.Context, q Querier, query string, args []any, read func(*Row) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	row := Row{values: make([]any, len(columns))}
	into := make([]any, len(columns))
	for i := range into {
		into[i] = &row.values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := read(&row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Null tells whether column i, from 0, has no value.
func (r *Row) Null(i int) bool {
	if r.raw != nil {
		return r.raw[i] == nil
	}
	return r.values[i] == nil
}

// Int gives an integer; 0 for null. Anything else in the column is a fault of the query.
func (r *Row) Int(i int) int64 {
	if r.raw == nil {
		n, _ := r.values[i].(int64)
		return n
	}
	switch raw := r.raw[i]; {
	case raw == nil:
		return 0
	case !r.binary[i]:
		n, err := strconv.ParseInt(string(raw), 10, 64)
		if err != nil {
			panic(err)
		}
		return n
	case len(raw) == 8:
		return int64(binary.BigEndian.Uint64(raw))
	case len(raw) == 4:
		return int64(int32(binary.BigEndian.Uint32(raw)))
	default:
		panic(fmt.Sprintf("storage: column %d is no integer", i))
	}
}

// Text gives text or JSON; nothing for null. It must not be kept: it is overwritten by the next row.
func (r *Row) Text(i int) []byte {
	if r.raw != nil {
		return r.raw[i]
	}
	switch value := r.values[i].(type) {
	case string:
		return []byte(value)
	case []byte:
		return value
	default:
		return nil
	}
}
