package connection

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"
)

// List is what a connection pages through.
type List[T any] struct {
	Order Order[T]
	// Fetch reads a slice of the list, in the slice's order.
	Fetch func(context.Context, Slice) ([]T, error)
	// Count gives the length of the whole list.
	Count func(context.Context) (int, error)
}

// Connection is one page of a list.
type Connection[T any] struct {
	Edges    []*Edge[T]
	PageInfo *PageInfo

	count func(context.Context) (int, error)
}

// TotalCount gives the length of the whole list.
func (c *Connection[T]) TotalCount(ctx context.Context) (int, error) { return c.count(ctx) }

// Edge is a row and its place in the list.
type Edge[T any] struct {
	Node   T
	Cursor string
}

// PageInfo says where a page lies in its list.
type PageInfo struct {
	// StartCursor and EndCursor are nil where the page is empty.
	StartCursor, EndCursor *string

	hasNext, hasPrevious func(context.Context) (bool, error)
}

// HasNextPage says whether the list has rows behind the page.
func (p *PageInfo) HasNextPage(ctx context.Context) (bool, error) { return p.hasNext(ctx) }

// HasPreviousPage says whether the list has rows before the page.
func (p *PageInfo) HasPreviousPage(ctx context.Context) (bool, error) { return p.hasPrevious(ctx) }

// Page reads one page: the first rows after a cursor and before another, or the last ones.
func (l List[T]) Page(ctx context.Context, args Args) (*Connection[T], error) {
	size, backwards, err := args.size()
	if err != nil {
		return nil, err
	}
	after, err := l.Order.place(args.After)
	if err != nil {
		return nil, err
	}
	before, err := l.Order.place(args.Before)
	if err != nil {
		return nil, err
	}

	rows, err := l.Fetch(ctx, l.slice(after, before, backwards, size+1))
	if err != nil {
		return nil, err
	}
	more := len(rows) > size
	rows = rows[:min(size, len(rows))]
	if backwards {
		slices.Reverse(rows)
	}

	return l.Order.page(rows, l.Count, &PageInfo{
		hasPrevious: l.beyond(after, true, backwards && more),
		hasNext:     l.beyond(before, false, !backwards && more),
	}), nil
}

// page dresses rows, which are in the list's order, as a connection.
func (o Order[T]) page(rows []T, count func(context.Context) (int, error), info *PageInfo) *Connection[T] {
	page := &Connection[T]{count: count, Edges: make([]*Edge[T], len(rows)), PageInfo: info}
	for i, row := range rows {
		page.Edges[i] = &Edge[T]{Node: row, Cursor: o.cursor(o.Key(row))}
	}
	if len(rows) > 0 {
		info.StartCursor, info.EndCursor = &page.Edges[0].Cursor, &page.Edges[len(rows)-1].Cursor
	}
	return page
}

// slice is the stretch between two places, either of which may be nil.
func (l List[T]) slice(after, before []any, backwards bool, limit int) Slice {
	s := Slice{Limit: limit, columns: l.Order.Columns, descending: l.Order.Descending != backwards}
	later, earlier := sql.OpGT, sql.OpLT
	if l.Order.Descending {
		later, earlier = earlier, later
	}
	if after != nil {
		s.bounds = append(s.bounds, bound{later, after})
	}
	if before != nil {
		s.bounds = append(s.bounds, bound{earlier, before})
	}
	return s
}

// outside is one row at a place or on the side of it that a page there leaves out.
func (l List[T]) outside(place []any, earlier bool) Slice {
	op := sql.OpGTE
	if earlier != l.Order.Descending {
		op = sql.OpLTE
	}
	return Slice{Limit: 1, columns: l.Order.Columns, descending: earlier != l.Order.Descending, bounds: []bound{{op, place}}}
}

// beyond says whether there are rows outside the page on one side: known already, or outside the place, if one was given.
func (l List[T]) beyond(place []any, earlier, known bool) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		if known || place == nil {
			return known, nil
		}
		rows, err := l.Fetch(ctx, l.outside(place, earlier))
		return len(rows) > 0, err
	}
}
