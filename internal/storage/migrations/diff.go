package migrations

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	atlas "ariga.io/atlas/sql/migrate"
	atlasschema "ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql/schema"
)

// Diff compares the database behind the driver, which has every migration so far, with Tables, and writes what is
// missing as a migration into the dialect's folder below dir. It reports whether there was a difference.
func Diff(ctx context.Context, driver dialect.Driver, dir, name string) (bool, error) {
	folder, ok := folders[driver.Dialect()]
	if !ok {
		return false, fmt.Errorf("migrations: no folder for the dialect %q", driver.Dialect())
	}
	path := filepath.Join(dir, folder)
	if err := os.MkdirAll(path, 0o750); err != nil {
		return false, fmt.Errorf("migrations: %w", err)
	}
	goose, err := sqltool.NewGooseDir(path)
	if err != nil {
		return false, fmt.Errorf("migrations: %w", err)
	}
	options := []schema.MigrateOption{
		schema.WithDir(goose),
		schema.WithMigrationMode(schema.ModeInspect),
		schema.WithDropColumn(true),
		schema.WithDropIndex(true),
		schema.WithErrNoPlan(true),
	}
	if driver.Dialect() == dialect.Postgres {
		options = append(options, schema.WithDiffHook(selfReferencesLast, withoutTriggered))
	}
	migrate, err := schema.NewMigrate(driver, options...)
	if err != nil {
		return false, fmt.Errorf("migrations: %w", err)
	}
	switch err := migrate.NamedDiff(ctx, name, Tables()...); {
	case errors.Is(err, atlas.ErrNoPlan):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("migrations: compare: %w", err)
	}
	return true, nil
}

// withoutTriggered takes out the foreign keys that triggers stand in for.
func withoutTriggered(next schema.Differ) schema.Differ {
	return schema.DiffFunc(func(current, desired *atlasschema.Schema) ([]atlasschema.Change, error) {
		for _, table := range desired.Tables {
			if slices.Contains(byStatement, table.Name) {
				table.ForeignKeys = nil
			}
		}
		return next.Diff(current, desired)
	})
}

// selfReferencesLast takes the foreign keys from a new table to itself out of its CREATE TABLE. PostgreSQL asks for
// the unique index they point at, which comes after the table; SQLite looks for it only when rows are written.
func selfReferencesLast(next schema.Differ) schema.Differ {
	return schema.DiffFunc(func(current, desired *atlasschema.Schema) ([]atlasschema.Change, error) {
		changes, err := next.Diff(current, desired)
		if err != nil {
			return nil, err
		}
		for _, change := range changes {
			add, ok := change.(*atlasschema.AddTable)
			if !ok {
				continue
			}
			var others []*atlasschema.ForeignKey
			modify := &atlasschema.ModifyTable{T: add.T}
			for _, key := range add.T.ForeignKeys {
				if key.RefTable == add.T {
					modify.Changes = append(modify.Changes, &atlasschema.AddForeignKey{F: key})
				} else {
					others = append(others, key)
				}
			}
			if len(modify.Changes) > 0 {
				add.T.ForeignKeys = others
				changes = append(changes, modify)
			}
		}
		return changes, nil
	})
}
