package scalar

import (
	"time"

	"github.com/99designs/gqlgen/graphql"

	"muster/internal/criteria"
	"muster/internal/errs"
)

// MarshalTime writes RFC 3339 in UTC, to the millisecond where there are any.
func MarshalTime(t time.Time) graphql.Marshaler {
	return graphql.MarshalString(t.UTC().Truncate(time.Millisecond).Format(time.RFC3339Nano))
}

// UnmarshalTime reads RFC 3339 with any offset.
func UnmarshalTime(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, errs.New(errs.CodeInvalid, "a time such as 2026-01-31T08:00:00Z (RFC 3339) was expected")
	}
	return t, nil
}

// MarshalInstant writes what MarshalTime does.
func MarshalInstant(i criteria.Instant) graphql.Marshaler { return MarshalTime(i.Time()) }

// UnmarshalInstant reads what UnmarshalTime does; what is finer than a millisecond is dropped.
func UnmarshalInstant(v any) (criteria.Instant, error) {
	t, err := UnmarshalTime(v)
	return criteria.InstantOf(t), err
}

// MarshalMillis writes an instant as the tables hold it.
func MarshalMillis(ms int64) graphql.Marshaler { return MarshalInstant(criteria.Instant(ms)) }

// UnmarshalMillis reads an instant as the tables hold it.
func UnmarshalMillis(v any) (int64, error) {
	i, err := UnmarshalInstant(v)
	return int64(i), err
}

// MarshalDate writes YYYY-MM-DD.
func MarshalDate(d criteria.Date) graphql.Marshaler { return graphql.MarshalString(d.String()) }

// UnmarshalDate reads YYYY-MM-DD.
func UnmarshalDate(v any) (criteria.Date, error) {
	s, _ := v.(string)
	d, err := criteria.ParseDate(s)
	if err != nil {
		return 0, errs.New(errs.CodeInvalid, "a date such as 2026-01-31 was expected")
	}
	return d, nil
}

// MarshalDays writes a day as the tables hold it.
func MarshalDays(days int32) graphql.Marshaler { return MarshalDate(criteria.Date(days)) }

// UnmarshalDays reads a day as the tables hold it.
func UnmarshalDays(v any) (int32, error) {
	d, err := UnmarshalDate(v)
	return int32(d), err
}
