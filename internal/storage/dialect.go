package storage

import (
	"strconv"
	"strings"

	"entgo.io/ent/dialect"
)

// Dialect names the kind of database. The values are ent's.
type Dialect string

const (
	Postgres Dialect = dialect.Postgres
	SQLite   Dialect = dialect.SQLite
)

// Rebind writes a query's "?" placeholders as the dialect wants them ($1, $2, … on PostgreSQL). A "?" inside a
// quoted string or a quoted name stays. The query's text must be our own, never a user's.
func (d Dialect) Rebind(query string) string {
	if d != Postgres || !strings.Contains(query, "?") {
		return query
	}
	var out strings.Builder
	out.Grow(len(query) + 16)
	quote, placeholders := byte(0), 0
	for i := range len(query) {
		switch c := query[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
			out.WriteByte(c)
		case c == '\'' || c == '"':
			quote = c
			out.WriteByte(c)
		case c == '?':
			placeholders++
			out.WriteByte('$')
			out.WriteString(strconv.Itoa(placeholders))
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// Clock writes the database's own time, in milliseconds since the epoch: one for all rows of a statement.
func (d Dialect) Clock() string {
	if d == Postgres {
		return "CAST(extract(epoch FROM statement_timestamp()) * 1000 AS BIGINT)"
	}
	return "CAST(unixepoch('subsec') * 1000 AS INTEGER)"
}
