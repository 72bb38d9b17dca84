// The program new writes the migration, one file per dialect, that the tables of ent/schema need next.
// Package migrations tells how to use it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	entsql "entgo.io/ent/dialect/sql"

	"muster/internal/storage"
	"muster/internal/storage/migrations"
	"muster/internal/storage/scratch"
)

const folder = "internal/storage/migrations"

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./"+folder+"/new NAME")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, name string) (err error) {
	temporary, err := os.MkdirTemp("", "muster-migrations-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temporary)) }()
	if err := diff(ctx, filepath.Join(temporary, "muster.db"), name); err != nil {
		return err
	}
	url, drop, err := scratch.Create(ctx, os.Getenv("MUSTER_TEST_DATABASE_URL"), "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, drop(ctx)) }()
	return diff(ctx, url, name)
}

// diff brings an empty database to the last migration and writes the next.
func diff(ctx context.Context, url, name string) (err error) {
	db, err := storage.Open(ctx, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	changed, err := migrations.Diff(ctx, entsql.OpenDB(string(db.Dialect()), db.Writer()), folder, name)
	if err != nil {
		return err
	}
	if !changed {
		_, err = fmt.Fprintln(os.Stdout, db.Dialect(), "needs no migration")
		return err
	}
	_, err = fmt.Fprintln(os.Stdout, "wrote a migration for", db.Dialect(), "below", folder)
	return err
}
