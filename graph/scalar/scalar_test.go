package scalar_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/graph/scalar"
	"muster/internal/criteria"
	"muster/internal/errs"
)

func written(m graphql.Marshaler) string {
	var b strings.Builder
	m.MarshalGQL(&b)
	return b.String()
}

// invalid holds a reading function to errs.CodeInvalid for each of the values.
func invalid[T any](t *testing.T, read func(any) (T, error), values ...any) {
	t.Helper()
	for _, v := range values {
		_, err := read(v)
		require.Equal(t, errs.CodeInvalid, errs.CodeOf(err), "%v", v)
	}
}

func TestInstantsAreRFC3339InUTC(t *testing.T) {
	for given, want := range map[string]string{
		"2026-01-31T08:00:00Z":           "2026-01-31T08:00:00Z",
		"2026-01-31T08:00:00+02:00":      "2026-01-31T06:00:00Z",
		"2026-01-31T08:00:00.123456789Z": "2026-01-31T08:00:00.123Z",
		"1969-12-31T23:59:59.5Z":         "1969-12-31T23:59:59.5Z",
	} {
		i, err := scalar.UnmarshalInstant(given)
		require.NoError(t, err)
		require.Equal(t, `"`+want+`"`, written(scalar.MarshalInstant(i)))
		require.Equal(t, written(scalar.MarshalInstant(i)), written(scalar.MarshalMillis(int64(i))))
	}
	invalid(t, scalar.UnmarshalInstant, "", "2026-01-31", "2026-01-31 08:00:00Z", "yesterday", json.Number("5"), nil, true)
	invalid(t, scalar.UnmarshalMillis, "x")
}

func TestInstantsSurviveTheWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC).UnixMilli()
		i := criteria.Instant(rapid.Int64Range(0, year).Draw(t, "instant"))
		back, err := scalar.UnmarshalInstant(strings.Trim(written(scalar.MarshalInstant(i)), `"`))
		require.NoError(t, err)
		require.Equal(t, i, back)
	})
}

func TestDates(t *testing.T) {
	d, err := scalar.UnmarshalDate("2024-02-29")
	require.NoError(t, err)
	require.Equal(t, `"2024-02-29"`, written(scalar.MarshalDate(d)))
	require.Equal(t, `"2024-02-29"`, written(scalar.MarshalDays(int32(d))))
	invalid(t, scalar.UnmarshalDate, "2023-02-29", "29.02.2024", "2024-2-9", "2024-02-29T00:00:00Z", 5, nil)
	invalid(t, scalar.UnmarshalDays, "today")
}

func TestNumbers(t *testing.T) {
	for _, v := range []any{json.Number("5"), int64(5), 5} {
		n, err := scalar.UnmarshalInt(v)
		require.NoError(t, err)
		require.Equal(t, 5, n)
		f, err := scalar.UnmarshalFloat(v)
		require.NoError(t, err)
		require.InDelta(t, 5, f, 0)
	}
	invalid(t, scalar.UnmarshalInt, json.Number("99999999999999999999"), int64(math.MaxInt32+1), json.Number("1.5"), true)
	invalid(t, scalar.UnmarshalLong, json.Number("x"))
	invalid(t, scalar.UnmarshalFloat, json.Number("1e999"), math.Inf(1), math.NaN(), "5", nil)
}

func TestText(t *testing.T) {
	s, err := scalar.UnmarshalString("Ünïcode\n")
	require.NoError(t, err)
	require.Equal(t, "Ünïcode\n", s)
	invalid(t, scalar.UnmarshalString, "a\xff", any([]any{}))
}

func TestAttributesAreFlat(t *testing.T) {
	given := map[string]any{"site": "Lyon", "level": json.Number("3"), "ratio": 0.5, "count": int64(2), "remote": true, "since": "2024-05-01", "gone": nil}
	kept, err := scalar.UnmarshalAttributes(given)
	require.NoError(t, err)
	require.Equal(t, map[string]any{"site": "Lyon", "level": 3.0, "ratio": 0.5, "count": 2.0, "remote": true, "since": "2024-05-01", "gone": nil}, kept)
	require.Equal(t, "{}", strings.TrimSpace(written(scalar.MarshalAttributes(nil))))
	for _, value := range []any{[]any{"a"}, map[string]any{}, json.Number("1e999")} {
		invalid(t, scalar.UnmarshalAttributes, any(map[string]any{"a": value}))
	}
	invalid(t, scalar.UnmarshalAttributes, "a", nil)
}

func TestTreesAreReadStrictly(t *testing.T) {
	given := map[string]any{"simulation": map[string]any{"types": []any{"CLICKED"}, "count": map[string]any{"min": json.Number("2")}}}
	tree, err := scalar.UnmarshalTree(given)
	require.NoError(t, err)
	require.JSONEq(t, `{"simulation": {"types": ["CLICKED"], "count": {"min": 2}}}`, written(scalar.MarshalTree(tree)))
	invalid(t, scalar.UnmarshalTree, nil, "x", any(map[string]any{}), any(map[string]any{"nonsense": map[string]any{}}), math.Inf(1))
}
