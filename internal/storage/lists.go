package storage

import (
	"encoding/json"
	"fmt"
	"reflect"
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

// Columns writes lists of the same length as a row source with the columns c0, c1, …, for FROM, with its arguments. A list
// is of int64, string or bool, or of pointers to int64 or float64, which may be nil.
func (d Dialect) Columns(lists ...any) (sql string, args []any) {
	names, parts := make([]string, len(lists)), make([]string, len(lists))
	for i := range lists {
		names[i] = fmt.Sprintf("c%d", i)
	}
	if d == Postgres {
		for i, list := range lists {
			parts[i] = "CAST(? AS " + arrayType(list) + ")"
		}
		return fmt.Sprintf("(SELECT * FROM unnest(%s) AS u(%s))", strings.Join(parts, ", "), strings.Join(names, ", ")), lists
	}
	rows := make([][]any, reflect.ValueOf(lists[0]).Len())
	for i, list := range lists {
		parts[i] = fmt.Sprintf("json_extract(value, '$[%d]') AS %s", i, names[i])
		values := reflect.ValueOf(list)
		for n := range rows {
			rows[n] = append(rows[n], values.Index(n).Interface())
		}
	}
	return fmt.Sprintf("(SELECT %s FROM json_each(?))", strings.Join(parts, ", ")), []any{jsonOf(rows)}
}

func arrayType(list any) string {
	switch list.(type) {
	case []int64, []*int64:
		return "bigint[]"
	case []string:
		return "text[]"
	case []bool:
		return "boolean[]"
	case []*float64:
		return "double precision[]"
	}
	panic(fmt.Sprintf("storage: a list of the type %T", list))
}

// jsonOf writes numbers or text as JSON, which cannot fail.
func jsonOf(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}
