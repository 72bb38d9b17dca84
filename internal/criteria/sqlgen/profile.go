package sqlgen

import (
	"strconv"
	"strings"

	"muster/internal/criteria"
)

func (w *writer) department(n criteria.Department) {
	if n.Missing {
		w.add("e.department_id IS NULL")
		return
	}
	w.add("e.department_id IS NOT NULL AND e.department_id IN (SELECT d.id FROM departments d WHERE d.organization_id = ? AND (", w.organization)
	for i, id := range n.IDs {
		if i > 0 {
			w.add(" OR ")
		}
		w.add("d.lineage LIKE ?", "%/"+strconv.FormatInt(int64(id), 10)+"/%")
	}
	w.add("))")
}

// columns are the columns in which the profile fields are compared; ” where missing.
var columns = map[criteria.ProfileField]string{
	criteria.FieldEmail:        "e.email_key",
	criteria.FieldName:         "e.name_key",
	criteria.FieldExternalID:   "e.external_id_key",
	criteria.FieldTitle:        "e.title_key",
	criteria.FieldManager:      "e.manager_key",
	criteria.FieldLocation:     "e.location_key",
	criteria.FieldCountry:      "e.country",
	criteria.FieldLanguage:     "e.language",
	criteria.FieldEmployeeType: "e.employee_type",
	criteria.FieldStatus:       "e.status",
}

func (w *writer) profile(n criteria.Profile) {
	column := columns[n.Field]
	if n.Missing {
		w.add(column + " = ''")
		return
	}
	keys := n.Keys()
	if n.Matching() == criteria.MatchIs && n.Field != criteria.FieldLanguage {
		w.add(column + " IN ")
		list(w, keys)
		return
	}
	for i, key := range keys {
		if i > 0 {
			w.add(" OR ")
		}
		w.match(n, column, key)
	}
}

func (w *writer) match(n criteria.Profile, column, key string) {
	switch {
	case n.Field == criteria.FieldLanguage: // "es" finds "es-mx" too
		w.add(column+" = ? OR ", key)
		w.like(column, "", key, "-%")
	case n.Matching() == criteria.MatchStartsWith:
		w.like(column, "", key, "%")
	case n.Matching() == criteria.MatchEndsWith:
		w.like(column, "%", key, "")
	default:
		for i, word := range strings.Fields(key) {
			if i > 0 {
				w.add(" AND ")
			}
			w.like(column, "% ", word, " %")
		}
	}
}

func (w *writer) dateIn(n criteria.DateIn) {
	column := map[criteria.DateField]string{
		criteria.HiredOn:     "e.hired_on",
		criteria.LastLoginAt: "e.last_login_at",
		criteria.CreatedAt:   "e.created_at",
	}[n.Field]
	w.add(column + " IS NOT NULL")
	if n.Field != criteria.HiredOn {
		from, to := w.instants(n.Window)
		w.within(column, from, to)
		return
	}
	from, to := w.days(n.Window)
	w.within(column, int64(from), int64(to))
}
