package bench

import (
	"context"
	"strings"
)

// What can be taken off tables ($1) and put back, as statements in this order.
const (
	references = `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
			format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
		FROM pg_constraint WHERE contype = 'f' AND (conrelid = ANY($1::text[]::regclass[]) OR confrelid = ANY($1::text[]::regclass[]))`
	triggers = `SELECT format('ALTER TABLE %s DISABLE TRIGGER USER', t), format('ALTER TABLE %s ENABLE TRIGGER USER', t) FROM unnest($1::text[]) t`
	indexes  = `SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
		FROM pg_index WHERE indrelid = ANY($1::text[]::regclass[]) AND NOT indisprimary`
)

// bare runs the work on tables without what is named, and puts that back: loading is several times faster so.
func (r *run) bare(ctx context.Context, tables []string, without string, work func() error) error {
	rows, err := r.db.Pool().Query(ctx, without, tables)
	if err != nil {
		return err
	}
	defer rows.Close()
	var drops, restores []string
	for rows.Next() {
		var drop, restore string
		if err := rows.Scan(&drop, &restore); err != nil {
			return err
		}
		drops, restores = append(drops, drop), append([]string{restore}, restores...)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if err := r.exec(ctx, strings.Join(drops, "; ")); err != nil {
		return err
	}
	if err := work(); err != nil {
		return err
	}
	if err := r.exec(ctx, strings.Join(restores, "; ")); err != nil {
		return err
	}
	for _, table := range tables {
		if err := r.exec(ctx, "VACUUM (ANALYZE) "+table); err != nil {
			return err
		}
	}
	return nil
}
