package storage

import (
	"encoding/json"
	"strings"
)

// Column is a column of a row source, with its PostgreSQL type.
type Column struct{ Name, Type string }

// Records writes rows as a row source for FROM, with its one argument: rows is a slice of structs whose JSON names are
// the columns'. A jsonb column takes any JSON.
func (d Dialect) Records(columns []Column, rows any) (sql string, arg any, err error) {
	text, err := json.Marshal(rows)
	if err != nil {
		return "", nil, err
	}
	parts := make([]string, len(columns))
	if d == Postgres {
		for i, c := range columns {
			parts[i] = c.Name + " " + c.Type
		}
		return "(SELECT * FROM jsonb_to_recordset(CAST(? AS jsonb)) AS t(" + strings.Join(parts, ", ") + "))", string(text), nil
	}
	for i, c := range columns {
		parts[i] = "json_extract(value, '$." + c.Name + "') AS " + c.Name
	}
	return "(SELECT " + strings.Join(parts, ", ") + " FROM json_each(?))", string(text), nil
}

// Names lists the columns for a statement.
func Names(columns []Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return strings.Join(names, ", ")
}

// Assignments sets each column, in an UPDATE, to that of the row source.
func Assignments(columns []Column, source string) string {
	sets := make([]string, len(columns))
	for i, c := range columns {
		sets[i] = c.Name + " = " + source + "." + c.Name
	}
	return strings.Join(sets, ", ")
}
