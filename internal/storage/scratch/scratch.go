// Package scratch makes and drops PostgreSQL databases, for tests, for writing migrations and for measuring. A server
// never uses it.
package scratch

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Create makes a database with a new name on the server of serverURL, a copy of the template if one is named. It
// gives the new database's URL and a function that drops it, cutting whatever is still connected.
func Create(ctx context.Context, serverURL, template string) (string, func(context.Context) error, error) {
	if serverURL == "" {
		return "", nil, errors.New("scratch: set MUSTER_TEST_DATABASE_URL to a PostgreSQL server where databases may be made")
	}
	name := "muster_" + strings.ToLower(rand.Text())
	statement := "CREATE DATABASE " + name
	if template != "" {
		statement += " TEMPLATE " + pgx.Identifier{template}.Sanitize()
	}
	if err := Exec(ctx, serverURL, statement); err != nil {
		return "", nil, err
	}
	drop := func(ctx context.Context) error {
		return Exec(ctx, serverURL, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	}
	databaseURL, err := In(serverURL, name)
	if err != nil {
		return "", nil, errors.Join(err, drop(ctx))
	}
	return databaseURL, drop, nil
}

// In gives the URL of the server's database of that name.
func In(serverURL, database string) (string, error) {
	u, err := url.Parse(serverURL)
	if err != nil {
		return "", fmt.Errorf("scratch: the server's URL: %w", err)
	}
	u.Path = "/" + database
	return u.String(), nil
}

// Exec runs one statement on a connection of its own.
func Exec(ctx context.Context, serverURL, statement string) (err error) {
	conn, err := pgx.Connect(ctx, serverURL)
	if err != nil {
		return fmt.Errorf("scratch: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		return fmt.Errorf("scratch: %s: %w", statement, err)
	}
	return nil
}
