package sqlgen

import (
	"encoding/json"

	"muster/internal/criteria"
)

// attribute compares with the type of what is stored, and takes what has another type for no match.
func (w *writer) attribute(n criteria.Attribute) {
	if w.dialect == SQLite {
		w.attributeSQLite(n)
		return
	}
	name := criteria.Fold(n.Name)
	switch {
	case n.Missing:
		w.add("COALESCE(e.attributes_key ->> CAST(? AS text), '') = ''", name)
	case n.Range != nil:
		w.add("CASE WHEN jsonb_typeof(e.attributes_key -> CAST(? AS text)) = 'number' THEN TRUE", name)
		w.inRange("CAST(e.attributes_key ->> CAST(? AS text) AS double precision)", []any{name}, *n.Range)
		w.add(" ELSE FALSE END")
	case n.Window != nil:
		from, to := w.isoDays(*n.Window)
		w.add("CASE WHEN jsonb_typeof(e.attributes_key -> CAST(? AS text)) = 'string'", name)
		w.add(" THEN e.attributes_key ->> CAST(? AS text) ~ ?", name, isoDay)
		w.add(` AND (e.attributes_key ->> CAST(? AS text)) COLLATE "C" >= ?`, name, from)
		w.add(` AND (e.attributes_key ->> CAST(? AS text)) COLLATE "C" < ? ELSE FALSE END`, name, to)
	default:
		w.add("COALESCE(e.attributes_key -> CAST(? AS text) IN (", name)
		for i, value := range n.Values {
			if i > 0 {
				w.add(", ")
			}
			w.add("CAST(CAST(? AS text) AS jsonb)", jsonOf(value))
		}
		w.add("), FALSE)")
	}
}

// isoDay matches the days that criteria.ParseDate reads: PostgreSQL has no cast that tells without failing.
const isoDay = `^(\d{4}-(` +
	`(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|` +
	`(0[469]|11)-(0[1-9]|[12]\d|30)|` +
	`02-(0[1-9]|1\d|2[0-8]))|` +
	`(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$`

// isoDays gives the window as a half-open range of days as text, which compares as they do.
func (w *writer) isoDays(window criteria.Window) (from, to string) {
	const firstYear criteria.Date = -719528 // 0000-01-01, before which ISO days have another form
	low, high := w.days(window)
	return max(low, firstYear).String(), max(high, firstYear).String()
}

// jsonOf writes a folded string, a number or a boolean as JSON, which cannot fail after Validate.
func jsonOf(value any) string {
	if text, is := value.(string); is {
		value = criteria.Fold(text)
	}
	b, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// inRange adds " AND expression …" for each end; the arguments are those of the expression.
func (w *writer) inRange(expression string, args []any, r criteria.Range) {
	for _, end := range []struct {
		is string
		at *float64
	}{{">", r.GT}, {">=", r.GTE}, {"<", r.LT}, {"<=", r.LTE}} {
		if end.at != nil {
			w.add(" AND "+expression+" "+end.is+" ?", args...)
			w.args = append(w.args, *end.at)
		}
	}
}

// attributeSQLite asks json_each, since a JSON path cannot hold every name.
func (w *writer) attributeSQLite(n criteria.Attribute) {
	if n.Missing {
		w.add("NOT ")
	}
	w.add("EXISTS (SELECT 1 FROM json_each(e.attributes_key) a WHERE a.key = ?", criteria.Fold(n.Name))
	switch {
	case n.Missing:
		w.add(" AND a.type <> 'null' AND a.value <> ''")
	case n.Range != nil:
		w.add(" AND a.type IN ('integer', 'real')")
		w.inRange("CAST(a.value AS REAL)", nil, *n.Range)
	case n.Window != nil:
		from, to := w.isoDays(*n.Window)
		w.add(" AND a.type = 'text' AND length(a.value) = 10 AND date(a.value) = a.value AND a.value >= ? AND a.value < ?", from, to)
	default:
		w.attributeValuesSQLite(n.Values)
	}
	w.add(")")
}

func (w *writer) attributeValuesSQLite(values []any) {
	w.add(" AND (FALSE")
	for _, value := range values {
		switch value := value.(type) {
		case string:
			w.add(" OR a.type = 'text' AND a.value = ?", criteria.Fold(value))
		case float64:
			w.add(" OR a.type IN ('integer', 'real') AND CAST(a.value AS REAL) = ?", value)
		case bool:
			w.add(" OR a.type = ?", jsonOf(value))
		}
	}
	w.add(")")
}
