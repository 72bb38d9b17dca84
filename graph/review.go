package graph

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"muster/ent"
	"muster/ent/exclusion"
	"muster/ent/pin"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/storage"
)

// maxReviewDays bounds how far ahead and how far back overrides are looked for.
const maxReviewDays = 3660

// review is what is asked for.
type review struct {
	organization, group int64 // group 0: all of them
	now                 int64 // in milliseconds, as the spans
	expiring, standing  int64 // -1: none is so near, or so old
}

func (q query) OverridesForReview(
	ctx context.Context, first *int, after, groupID *string, expiring, standing *int,
) (*model.OverrideConnection, error) {
	who, err := auth.Require(ctx, auth.Viewer)
	if err != nil {
		return nil, err
	}
	r := review{organization: who.OrganizationID, now: int64(criteria.InstantOf(q.Now()))}
	if groupID != nil {
		g, err := q.known(ctx, *groupID)
		if err != nil {
			return nil, err
		}
		r.group = g.ID
	}
	if r.expiring, err = days("expiringWithinDays", expiring); err != nil {
		return nil, err
	}
	if r.standing, err = days("standingForDays", standing); err != nil {
		return nil, err
	}
	return connection.List[model.Override]{
		Order: r.order(),
		Fetch: func(ctx context.Context, s connection.Slice) ([]model.Override, error) {
			return q.fetchForReview(ctx, r, s)
		},
		Count: func(ctx context.Context) (n int, err error) {
			text, args := r.rows(string(q.DB.Dialect()), sql.Count("*")).Query()
			return n, q.DB.SQL().QueryRowContext(ctx, text, args...).Scan(&n)
		},
	}.Page(ctx, connection.Args{First: first, After: after})
}

// days reads a number of days, which null may stand for.
func days(name string, n *int) (int64, error) {
	switch {
	case n == nil:
		return -1, nil
	case *n < 0 || *n > maxReviewDays:
		return 0, errs.New(errs.CodeInvalid, "%s must be between 0 and %d", name, maxReviewDays)
	}
	return (time.Duration(*n) * 24 * time.Hour).Milliseconds(), nil
}

// order is by the instants at which overrides expire, or had stood for long: the latter are past, the former are to come.
func (r review) order() connection.Order[model.Override] {
	return connection.Order[model.Override]{
		Name:    "overrides-for-review/1",
		Columns: []connection.Column{{Name: "at"}, {Name: "pin"}, {Name: "id"}},
		Key: func(o model.Override) []any {
			if p, is := o.(*ent.Pin); is {
				return []any{r.at(p.ExpiresAt, p.RenewedAt, p.CreatedAt), int64(1), p.ID}
			}
			e, _ := o.(*ent.Exclusion) // there is nothing else
			return []any{r.at(e.ExpiresAt, e.RenewedAt, e.CreatedAt), int64(0), e.ID}
		},
	}
}

// at is what the column of that name holds, see rows.
func (r review) at(expires, renewed *int64, created int64) int64 {
	if expires != nil {
		return *expires
	}
	if renewed != nil {
		created = *renewed
	}
	return created + r.standing
}

// rows selects from the pins and the exclusions to look at, with the instant that makes them so.
func (r review) rows(d string, columns ...string) *sql.Selector {
	const since = "COALESCE(renewed_at, created_at)"
	of := func(table, isPin string) *sql.Selector {
		s := sql.Dialect(d).Select("id").AppendSelectExprAs(sql.Raw(isPin), "pin").
			AppendSelectExprAs(sql.ExprFunc(func(b *sql.Builder) {
				b.WriteString("COALESCE(expires_at, " + since + " + ").Arg(r.standing).WriteString(")")
			}), "at").From(sql.Table(table)).Where(sql.EQ("organization_id", r.organization))
		if r.group != 0 {
			s.Where(sql.EQ("group_id", r.group))
		}
		return s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString("(expires_at > ").Arg(r.now).WriteString(" AND expires_at <= ").Arg(r.now + r.expiring)
			if r.standing >= 0 {
				b.WriteString(" OR expires_at IS NULL AND " + since + " <= ").Arg(r.now - r.standing)
			}
			b.WriteString(")")
		}))
	}
	both := sql.Dialect(d).With("overrides").As(of(pin.Table, "1").UnionAll(of(exclusion.Table, "0")))
	return sql.Dialect(d).Select(columns...).From(sql.Table("overrides")).Prefix(both)
}

// fetchForReview reads a slice of the list.
func (q query) fetchForReview(ctx context.Context, r review, s connection.Slice) ([]model.Override, error) {
	selector := r.rows(string(q.DB.Dialect()), "pin", "id").Limit(s.Limit)
	s.Where(selector)
	s.OrderBy(selector)
	text, args := selector.Query()
	type place struct{ pin, id int64 }
	var places []place
	var ids [2][]int64
	err := storage.Each(ctx, q.DB.SQL(), text, args, func(row *storage.Row) error {
		p := place{row.Int(0), row.Int(1)}
		places, ids[p.pin] = append(places, p), append(ids[p.pin], p.id)
		return nil
	})
	if err != nil {
		return nil, err
	}
	pins, err := q.client(ctx).Pin.Query().Where(pin.IDIn(ids[1]...)).All(ctx)
	if err != nil {
		return nil, err
	}
	exclusions, err := q.client(ctx).Exclusion.Query().Where(exclusion.IDIn(ids[0]...)).All(ctx)
	if err != nil {
		return nil, err
	}
	byPlace := make(map[place]model.Override, len(places))
	for _, p := range pins {
		byPlace[place{1, p.ID}] = p
	}
	for _, e := range exclusions {
		byPlace[place{0, e.ID}] = e
	}
	var found []model.Override
	for _, p := range places {
		if row, still := byPlace[p]; still {
			found = append(found, row)
		}
	}
	return found, nil
}
