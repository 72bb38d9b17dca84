package connection_test

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"testing"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // an engine for the statements that slices make
	"pgregory.net/rapid"

	"muster/graph/connection"
	"muster/internal/errs"
)

// row is a row of the list under test.
type row struct {
	name string
	id   int64
}

func order(descending bool) connection.Order[row] {
	return connection.Order[row]{
		Name:       "rows/1",
		Columns:    []connection.Column{{Name: "name", Kind: connection.Text}, {Name: "id"}},
		Descending: descending,
		Key:        func(r row) []any { return []any{r.name, r.id} },
	}
}

func open(t require.TestingT) *sql.DB {
	db, err := sql.Open("sqlite", ":memory:")
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(context.Background(), `CREATE TABLE list (name TEXT NOT NULL, id INTEGER PRIMARY KEY)`)
	require.NoError(t, err)
	return db
}

// list pages through the table and counts the rows that were read.
func list(db *sql.DB, descending bool, read *int) connection.List[row] {
	return connection.List[row]{
		Order: order(descending),
		Fetch: func(ctx context.Context, s connection.Slice) ([]row, error) {
			selector := entsql.Dialect("sqlite3").Select("name", "id").From(entsql.Table("list")).Limit(s.Limit)
			s.Where(selector)
			s.OrderBy(selector)
			statement, args := selector.Query()
			found, err := db.QueryContext(ctx, statement, args...)
			if err != nil {
				return nil, err
			}
			defer found.Close()
			var rows []row
			for found.Next() {
				var r row
				if err := found.Scan(&r.name, &r.id); err != nil {
					return nil, err
				}
				rows = append(rows, r)
			}
			*read += len(rows)
			return rows, found.Err()
		},
		Count: func(ctx context.Context) (n int, err error) {
			err = db.QueryRowContext(ctx, `SELECT count(*) FROM list`).Scan(&n)
			return n, err
		},
	}
}

// TestPagesAreThoseOfASlice holds any page, forwards or backwards, between any two cursors, to the Relay
// specification's algorithm on a slice.
func TestPagesAreThoseOfASlice(t *testing.T) {
	db := open(t)
	defer db.Close()
	rapid.Check(t, func(t *rapid.T) {
		_, err := db.ExecContext(context.Background(), `DELETE FROM list`)
		require.NoError(t, err)
		all := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) row {
			return row{rapid.SampledFrom([]string{"", "a", "a b", "é", "z"}).Draw(t, "name"), rapid.Int64Range(1, 40).Draw(t, "id")}
		}), 0, 25, func(r row) int64 { return r.id }).Draw(t, "rows")
		descending := rapid.Bool().Draw(t, "descending")
		for _, r := range all {
			_, err := db.ExecContext(context.Background(), `INSERT INTO list VALUES (?, ?)`, r.name, r.id)
			require.NoError(t, err)
		}
		slices.SortFunc(all, func(a, b row) int {
			n := cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
			if descending {
				return -n
			}
			return n
		})
		checkPage(t, db, all, descending)
	})
}

func checkPage(t *rapid.T, db *sql.DB, all []row, descending bool) {
	ctx := context.Background()
	var read int
	rows := list(db, descending, &read)
	cursors := map[string]int{}
	whole, err := rows.Page(ctx, connection.Args{First: new(connection.MaxPage)})
	require.NoError(t, err)
	names := make([]string, len(whole.Edges))
	for i, e := range whole.Edges {
		require.Equal(t, all[i], e.Node)
		names[i], cursors[e.Cursor] = e.Cursor, i
	}

	from, to := 0, len(all)
	var args connection.Args
	if len(all) > 0 && rapid.Bool().Draw(t, "after?") {
		at := rapid.IntRange(0, len(all)-1).Draw(t, "after")
		args.After, from = &names[at], at+1
	}
	if len(all) > 0 && rapid.Bool().Draw(t, "before?") {
		at := rapid.IntRange(0, len(all)-1).Draw(t, "before")
		args.Before, to = &names[at], at
	}
	size := rapid.IntRange(0, 12).Draw(t, "size")
	between := all[min(from, to):to]
	if from > to {
		between = nil
	}
	want := between[:min(size, len(between))]
	hasPrevious, hasNext := args.After != nil, args.Before != nil
	if rapid.Bool().Draw(t, "backwards") {
		want = between[len(between)-min(size, len(between)):]
		args.Last, hasPrevious = &size, hasPrevious || len(between) > size
	} else {
		args.First, hasNext = &size, hasNext || len(between) > size
	}

	read = 0
	page, err := rows.Page(ctx, args)
	require.NoError(t, err)
	require.LessOrEqual(t, read, size+1)
	require.Len(t, page.Edges, len(want))
	for i, e := range page.Edges {
		require.Equal(t, want[i], e.Node)
		require.Contains(t, cursors, e.Cursor)
	}
	previous, err := page.PageInfo.HasPreviousPage(ctx)
	require.NoError(t, err)
	require.Equal(t, hasPrevious, previous, "previous")
	next, err := page.PageInfo.HasNextPage(ctx)
	require.NoError(t, err)
	require.Equal(t, hasNext, next, "next")
	total, err := page.TotalCount(ctx)
	require.NoError(t, err)
	require.Equal(t, len(all), total)
	if len(want) > 0 {
		require.Equal(t, page.Edges[0].Cursor, *page.PageInfo.StartCursor)
		require.Equal(t, page.Edges[len(want)-1].Cursor, *page.PageInfo.EndCursor)
	}
}

// TestACursorOutlivesItsRow: the place stays where it was, and what the row's going changed is told.
func TestACursorOutlivesItsRow(t *testing.T) {
	db := open(t)
	defer db.Close()
	_, err := db.ExecContext(context.Background(), `INSERT INTO list VALUES ('a', 1), ('b', 2), ('c', 3)`)
	require.NoError(t, err)
	var read int
	rows := list(db, false, &read)
	first, err := rows.Page(t.Context(), connection.Args{First: new(1)})
	require.NoError(t, err)
	_, err = db.ExecContext(context.Background(), `DELETE FROM list WHERE id = 1`)
	require.NoError(t, err)

	second, err := rows.Page(t.Context(), connection.Args{First: new(1), After: first.PageInfo.EndCursor})
	require.NoError(t, err)
	require.Equal(t, row{"b", 2}, second.Edges[0].Node)
	previous, err := second.PageInfo.HasPreviousPage(t.Context())
	require.NoError(t, err)
	require.False(t, previous)
}

func TestBadArgumentsAreRefused(t *testing.T) {
	db := open(t)
	defer db.Close()
	var read int
	rows := list(db, false, &read)
	for name, args := range map[string]connection.Args{
		"both directions":     {First: new(1), Last: new(1)},
		"negative":            {First: new(-1)},
		"too many":            {Last: new(connection.MaxPage + 1)},
		"not base64":          {After: new("!")},
		"empty":               {After: new("")},
		"not JSON":            {After: new("AAAA")},
		"another list's":      {After: new("WyJ4LzEiLCJhIiwxXQ")},           // ["x/1","a",1]
		"too few values":      {Before: new("WyJyb3dzLzEiLCJhIl0")},         // ["rows/1","a"]
		"a number for a text": {Before: new("WyJyb3dzLzEiLDEsMV0")},         // ["rows/1",1,1]
		"half a number":       {Before: new("WyJyb3dzLzEiLCJhIiwxLjVd")},    // ["rows/1","a",1.5]
		"NUL":                 {After: new("WyJyb3dzLzEiLCJcdTAwMDAiLDFd")}, // ["rows/1","\u0000",1]
		"more than a list":    {After: new("WyJyb3dzLzEiLCJhIiwxXSBb")},     // ["rows/1","a",1] [
	} {
		t.Run(name, func(t *testing.T) {
			_, err := rows.Page(t.Context(), args)
			require.Equal(t, errs.CodeInvalid, errs.CodeOf(err))
			require.Zero(t, read)
		})
	}
}

func TestTheDefaultPage(t *testing.T) {
	db := open(t)
	defer db.Close()
	for i := range connection.DefaultPage + 5 {
		_, err := db.ExecContext(context.Background(), `INSERT INTO list VALUES ('', ?)`, i+1)
		require.NoError(t, err)
	}
	var read int
	page, err := list(db, false, &read).Page(t.Context(), connection.Args{})
	require.NoError(t, err)
	require.Len(t, page.Edges, connection.DefaultPage)
}
