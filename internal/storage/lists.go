package storage

import (
	"encoding/json"
	"fmt"
	"strings"
)

// chunk is how many values a statement that lists them one by one may have; SQLite allows 32,766 in all.
const chunk = 5000

// InChunks runs a query that lists values one by one on at most a few thousand of them at a time.
func InChunks[V, R any](values []V, query func([]V) ([]R, error)) (all []R, err error) {
	for len(values) > 0 {
		part := values[:min(len(values), chunk)]
		values = values[len(part):]
		found, err := query(part)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// Any writes "is one of ids" behind a column, with one placeholder however many ids there are.
func (d Dialect) Any(ids []int64) (sql string, arg any) {
	if d == Postgres {
		return "= ANY(?)", ids
	}
	return "IN (SELECT value FROM json_each(?))", jsonOf(ids)
}

// AnyText is Any for text.
func (d Dialect) AnyText(values []string) (sql string, arg any) {
	if d == Postgres {
		return "= ANY(?)", values
	}
	return "IN (SELECT value FROM json_each(?))", jsonOf(values)
}

// Columns writes lists of the same length as a row source with the columns c0, c1, …, for FROM, with its arguments.
func (d Dialect) Columns(lists ...[]int64) (sql string, args []any) {
	if d == Postgres {
		casts := make([]string, len(lists))
		names := make([]string, len(lists))
		for i, list := range lists {
			casts[i], names[i] = "CAST(? AS bigint[])", fmt.Sprintf("c%d", i)
			args = append(args, list)
		}
		return fmt.Sprintf("(SELECT * FROM unnest(%s) AS u(%s))", strings.Join(casts, ", "), strings.Join(names, ", ")), args
	}
	rows := make([][]int64, len(lists[0]))
	columns := make([]string, len(lists))
	for i, list := range lists {
		columns[i] = fmt.Sprintf("json_extract(value, '$[%d]') AS c%d", i, i)
		for n, v := range list {
			rows[n] = append(rows[n], v)
		}
	}
	return fmt.Sprintf("(SELECT %s FROM json_each(?))", strings.Join(columns, ", ")), []any{jsonOf(rows)}
}

// jsonOf writes numbers or text as JSON, which cannot fail.
func jsonOf(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}
