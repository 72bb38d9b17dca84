package connection

import "context"

// Forward is a list that can be read in its order only, from a key on. Its order has one Number column.
type Forward[T any] struct {
	Order Order[T]
	// After reads at most limit rows whose key is above the one given.
	After func(ctx context.Context, key int64, limit int) ([]T, error)
	// Count gives the length of the whole list.
	Count func(context.Context) (int, error)
}

// Page reads the first rows after a cursor. With a cursor it takes for granted that there are rows before the page.
func (l Forward[T]) Page(ctx context.Context, first *int, after *string) (*Connection[T], error) {
	size, _, err := Args{First: first}.size()
	if err != nil {
		return nil, err
	}
	place, err := l.Order.place(after)
	if err != nil {
		return nil, err
	}
	var key int64
	if place != nil {
		key, _ = place[0].(int64) // a Number column's
	}
	rows, err := l.After(ctx, key, size+1)
	if err != nil {
		return nil, err
	}
	more := len(rows) > size
	return l.Order.page(rows[:min(size, len(rows))], l.Count, &PageInfo{hasPrevious: known(place != nil), hasNext: known(more)}), nil
}

func known(answer bool) func(context.Context) (bool, error) {
	return func(context.Context) (bool, error) { return answer, nil }
}
