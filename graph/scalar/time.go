package scalar

import (
	"time"

	"github.com/99designs/gqlgen/graphql"

	"muster/internal/criteria"
	"muster/internal/errs"
)

// MarshalInstant writes RFC 3339 in UTC, to the millisecond where there are any.
func MarshalInstant(i criteria.Instant) graphql.Marshaler {
	return graphql.MarshalString(i.Time().Format(time.RFC3339Nano))
}

// UnmarshalInstant reads RFC 3339 with any offset; what is finer than a millisecond is dropped.
func UnmarshalInstant(v any) (criteria.Instant, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return 0, errs.New(errs.CodeInvalid, "a time such as 2026-01-31T08:00:00Z (RFC 3339) was expected")
	}
	return criteria.InstantOf(t), nil
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

// UnmarshalDate reads YYYY-MM-DD between the days that criteria know.
func UnmarshalDate(v any) (criteria.Date, error) {
	s, _ := v.(string)
	d, err := criteria.ParseDate(s)
	if err != nil || d < criteria.MinDate || d > criteria.MaxDate {
		return 0, errs.New(errs.CodeInvalid, "a date such as 2026-01-31, between %s and %s, was expected", criteria.MinDate, criteria.MaxDate)
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
