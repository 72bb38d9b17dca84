package storage_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// TestTogetherRunsInOrder writes, reads what was written, and fails, through everything that runs statements.
func TestTogetherRunsInOrder(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		write := func(name string) storage.Statement {
			return storage.Statement{
				Query: `INSERT INTO organizations (name, timezone, evaluated_at, created_at) VALUES (?, 'UTC', 0, 0)`, Args: []any{name},
			}
		}
		names := func(into *[]string) storage.Statement {
			return storage.Statement{Query: `SELECT name FROM organizations WHERE name LIKE ? ORDER BY name`, Args: []any{"Together %"}, Row: func(row *storage.Row) error {
				*into = append(*into, string(row.Text(0)))
				return nil
			}}
		}
		var one, two []string
		require.NoError(t, db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			return tx.Dialect.Together(ctx, tx, write("Together 1"), names(&one), write("Together 2"), names(&two))
		}))
		require.Equal(t, []string{"Together 1"}, one)
		require.Equal(t, []string{"Together 1", "Together 2"}, two)

		var reads []string
		require.NoError(t, db.Dialect().Together(t.Context(), db.SQL(), names(&reads)))
		require.Equal(t, two, reads)

		broken := storage.Statement{Query: `SELECT nothing FROM nowhere`}
		require.Error(t, db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			return tx.Dialect.Together(ctx, tx, write("Together 3"), broken, names(&reads))
		}))
		stop := storage.Statement{Query: `SELECT 1`, Row: func(*storage.Row) error { return context.Canceled }}
		require.ErrorIs(t, db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			return tx.Dialect.Together(ctx, tx, write("Together 4"), stop, names(&reads))
		}), context.Canceled)
		require.Equal(t, two, reads)
	})
}
