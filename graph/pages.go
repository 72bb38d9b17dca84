package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"muster/graph/connection"
)

// rows is any of ent's queries: Q itself, with its kinds of conditions and orders, and its rows.
type rows[Q, P, O, T any] interface {
	Clone() Q
	Where(conditions ...P) Q
	Order(orders ...O) Q
	Limit(n int) Q
	All(ctx context.Context) ([]T, error)
	Count(ctx context.Context) (int, error)
}

// pageOf reads one page of a query's rows.
func pageOf[Q rows[Q, P, O, T], P, O ~func(*sql.Selector), T any](
	ctx context.Context, query Q, order connection.Order[T], args connection.Args,
) (*connection.Connection[T], error) {
	return connection.List[T]{
		Order: order,
		Fetch: func(ctx context.Context, s connection.Slice) ([]T, error) {
			return query.Clone().Where(s.Where).Order(s.OrderBy).Limit(s.Limit).All(ctx)
		},
		Count: func(ctx context.Context) (int, error) { return query.Clone().Count(ctx) },
	}.Page(ctx, args)
}
