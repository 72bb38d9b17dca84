package storage_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// TestEachReadsAlikeEverywhere reads the same rows through every kind of querier.
func TestEachReadsAlikeEverywhere(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		type line struct {
			number, small int64
			text          string
			null          bool
		}
		want := []line{{1 << 40, -7, "añb", true}, {-2, 7, "", false}}
		const query = `SELECT CAST(1099511627776 AS BIGINT) AS n, CAST(-7 AS INTEGER), CAST('añb' AS VARCHAR), CAST(NULL AS BIGINT)
			UNION ALL SELECT CAST(? AS BIGINT), CAST(7 AS INTEGER), CAST('' AS VARCHAR), CAST(5 AS BIGINT) ORDER BY n DESC`
		check := func(ctx context.Context, q storage.Querier) {
			var have []line
			err := storage.Each(ctx, q, db.Dialect().Rebind(query), []any{int64(-2)}, func(row *storage.Row) error {
				have = append(have, line{row.Int(0), row.Int(1), string(row.Text(2)), row.Null(3)})
				return nil
			})
			require.NoError(t, err)
			require.Equal(t, want, have)
			stop := context.Canceled
			require.ErrorIs(t, storage.Each(ctx, q, db.Dialect().Rebind(query), []any{int64(1)}, func(*storage.Row) error { return stop }), stop)
			require.Error(t, storage.Each(ctx, q, `SELECT nothing FROM nowhere`, nil, nil))
		}
		check(t.Context(), db.SQL())
		conn, err := db.SQL().Conn(t.Context())
		require.NoError(t, err)
		check(t.Context(), conn)
		require.NoError(t, conn.Close())
		require.NoError(t, db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			rows := 0
			require.NoError(t, storage.Each(ctx, tx, tx.Dialect.Rebind(query), []any{int64(-2)}, func(*storage.Row) error {
				rows++
				return nil
			}))
			require.Equal(t, 2, rows)
			return nil
		}))
	})
}
