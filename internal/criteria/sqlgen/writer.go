package sqlgen

import (
	"strings"

	"muster/internal/criteria"
)

// writer writes one predicate from left to right, so that the arguments come in the order of their placeholders.
type writer struct {
	dialect      Dialect
	organization int64
	clock        criteria.Clock

	sql  strings.Builder
	args []any
}

// add writes text of our own, with an argument for each of its placeholders.
func (w *writer) add(text string, args ...any) {
	w.sql.WriteString(text)
	w.args = append(w.args, args...)
}

// list writes "(?, ?, …)"; the list is not empty.
func list[T any](w *writer, values []T) {
	for i, value := range values {
		if i == 0 {
			w.add("(?", plain(value))
		} else {
			w.add(", ?", plain(value))
		}
	}
	w.add(")")
}

// plain gives the value as a type that every driver knows.
func plain(value any) any {
	switch v := value.(type) {
	case criteria.DepartmentID:
		return int64(v)
	case criteria.CampaignID:
		return int64(v)
	case criteria.CourseID:
		return int64(v)
	case criteria.GroupID:
		return int64(v)
	case criteria.SimulationType:
		return string(v)
	case criteria.TrainingType:
		return string(v)
	case criteria.Channel:
		return string(v)
	}
	return value
}

// among holds for the employees of a set, or for the others; set writes a query of employee_id that does not depend on
// the row. SQLite makes an IN's set once. PostgreSQL plans EXISTS over it as a join, or where it cannot, by what fits
// its memory: as a hash table or employee by employee through an index; IN would search a big set from end to end.
func (w *writer) among(in bool, set func()) {
	not := "NOT "
	if in {
		not = ""
	}
	if w.dialect == SQLite {
		w.add("e.id " + not + "IN (")
		set()
		w.add(")")
		return
	}
	w.add(not + "EXISTS (SELECT 1 FROM (")
	set()
	w.add(") z WHERE z.employee_id = e.id)")
}

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// like writes a comparison with before + text + after, in which only before and after hold patterns.
func (w *writer) like(column, before, text, after string) {
	w.add(column+` LIKE ? ESCAPE '\'`, before+likeEscapes.Replace(text)+after)
}
