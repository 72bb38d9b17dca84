package connection

import (
	"entgo.io/ent/dialect/sql"
)

// Slice is a stretch of an ordered list, for an ent query:
//
//	query.Where(slice.Where).Order(slice.OrderBy).Limit(slice.Limit)
type Slice struct {
	// Limit is the largest number of rows to read.
	Limit int

	columns []Column
	bounds  []bound
	// descending is the order of reading, which is the list's own or its reverse.
	descending bool
}

// bound leaves the rows whose key compares so with the key given.
type bound struct {
	op  sql.Op
	key []any
}

// Where restricts the rows to the slice's bounds.
func (s Slice) Where(selector *sql.Selector) {
	for _, b := range s.bounds {
		selector.Where(sql.P(func(builder *sql.Builder) {
			builder.Wrap(func(list *sql.Builder) {
				for i, column := range s.columns {
					if i > 0 {
						list.Comma()
					}
					list.Ident(selector.C(column.Name))
				}
			})
			builder.WriteOp(b.op)
			builder.Wrap(func(list *sql.Builder) { list.Args(b.key...) })
		}))
	}
}

// OrderBy puts the rows into the order of reading.
func (s Slice) OrderBy(selector *sql.Selector) {
	for _, column := range s.columns {
		name := selector.C(column.Name)
		if s.descending {
			name = sql.Desc(name)
		}
		selector.OrderBy(name)
	}
}
