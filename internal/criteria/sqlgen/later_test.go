package sqlgen

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// TestLater holds the databases' calendars to Go's, month ends and leap days included.
func TestLater(t *testing.T) {
	spans := []criteria.Span{
		{N: 36, Unit: criteria.Hour},
		{N: 2, Unit: criteria.Day},
		{N: 3, Unit: criteria.Week},
		{N: 1, Unit: criteria.Month},
		{N: 11, Unit: criteria.Month},
		{N: 1, Unit: criteria.Quarter},
		{N: 1, Unit: criteria.Year},
		{N: 4, Unit: criteria.Year},
	}
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		for _, span := range spans {
			w := writer{dialect: Dialect(db.Dialect())}
			w.add("SELECT ")
			w.later("y.at", span)
			w.add(" FROM (SELECT CAST(? AS bigint) AS at) y")
			for day := time.Date(2024, 1, 1, 23, 59, 59, 999e6, time.UTC); day.Year() < 2026; day = day.AddDate(0, 0, 1) {
				if day.Day() > 1 && day.Day() < 28 {
					continue
				}
				var got int64
				query := db.Dialect().Rebind(w.sql.String())
				require.NoError(t, db.SQL().QueryRowContext(t.Context(), query, append(w.args, day.UnixMilli())...).Scan(&got))
				require.Equal(t, span.After(day).UnixMilli(), got, "%s + %v", day, span)
			}
		}
	})
}
