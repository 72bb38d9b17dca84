// Package vocabulary keeps the values that an organization's facts have or had: titles, places, languages, the values of
// custom attributes. Descriptions are matched against it, so that reading one never scans the people.
//
// Values are kept in the transaction of the facts that bring them, and never forgotten: a value that nobody has any more finds
// nobody.
package vocabulary

import (
	"context"
	"strconv"
	"sync"

	"muster/ent/knownvalue"
	"muster/internal/criteria"
	"muster/internal/storage"
)

// maxStrings is how many different strings of one attribute are kept, give or take one write's: an attribute with more
// is an identifier, not a category.
const maxStrings = 200

// Values collects what one write brings, each once.
type Values struct{ seen map[value]string }

type value struct {
	Field string
	Name  string
	Type  string
	Key   string
}

// Add notes a value; "" is none.
func (v *Values) Add(field knownvalue.Field, text string) {
	if text != "" {
		v.add(value{Field: string(field), Type: string(knownvalue.TypeSTRING), Key: criteria.Fold(text)}, text)
	}
}

// AddAttribute notes a value of a custom attribute: of a number or a day only that it is one.
func (v *Values) AddAttribute(name string, given any) {
	kind, key, text := knownvalue.TypeNUMBER, "", ""
	switch given := given.(type) {
	case bool:
		kind, text = knownvalue.TypeBOOLEAN, strconv.FormatBool(given)
		key = text
	case string:
		if _, err := criteria.ParseDate(given); err == nil {
			kind = knownvalue.TypeDATE
			break
		}
		kind, key, text = knownvalue.TypeSTRING, criteria.Fold(given), given
	}
	v.add(value{Field: string(knownvalue.FieldATTRIBUTE), Name: name, Type: string(kind), Key: key}, text)
}

func (v *Values) add(found value, text string) {
	if v.seen == nil {
		v.seen = map[value]string{}
	}
	if _, known := v.seen[found]; !known {
		v.seen[found] = text
	}
}

// row is a value as it is written; its JSON names are the columns.
type row struct {
	Field    string `json:"field"`
	Name     string `json:"name"`
	Type     string `json:"type"`
	ValueKey string `json:"value_key"`
	Value    string `json:"value"`
}

var columns = []storage.Column{
	{Name: "field", Type: "text"},
	{Name: "name", Type: "text"},
	{Name: "type", Type: "text"},
	{Name: "value_key", Type: "text"},
	{Name: "value", Type: "text"},
}

// Keeper writes values, and remembers which it need not write again. It is safe for concurrent use.
type Keeper struct {
	mu   sync.Mutex
	kept map[int64]map[value]bool
}

// maxRemembered bounds the values that a keeper remembers of one organization.
const maxRemembered = 50_000

// Keep writes those of the values that are new.
func (k *Keeper) Keep(ctx context.Context, tx *storage.Tx, organization int64, values Values) error {
	fresh := k.fresh(organization, values)
	if len(fresh) == 0 {
		return nil
	}
	rows := make([]row, 0, len(fresh))
	for _, v := range fresh {
		rows = append(rows, row{Field: v.Field, Name: v.Name, Type: v.Type, ValueKey: v.Key, Value: values.seen[v]})
	}
	from, arg, err := tx.Dialect.Records(columns, rows)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, tx.Dialect.Rebind(
		`INSERT INTO known_values (organization_id, field, name, type, value_key, value)
		 SELECT CAST(? AS BIGINT), r.field, r.name, r.type, r.value_key, r.value FROM `+from+` AS r
		 WHERE r.field <> 'ATTRIBUTE' OR (SELECT COUNT(*) FROM known_values k
			WHERE k.organization_id = ? AND k.field = r.field AND k.name = r.name) < ?
		 ORDER BY r.field, r.name, r.type, r.value_key
		 ON CONFLICT (organization_id, field, name, type, value_key) DO NOTHING`), organization, arg, organization, maxStrings)
	if err != nil {
		return err
	}
	tx.AfterCommit(func() { k.remember(organization, fresh) })
	return nil
}

func (k *Keeper) fresh(organization int64, values Values) (fresh []value) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for v := range values.seen {
		if !k.kept[organization][v] {
			fresh = append(fresh, v)
		}
	}
	return fresh
}

func (k *Keeper) remember(organization int64, values []value) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil {
		k.kept = map[int64]map[value]bool{}
	}
	kept := k.kept[organization]
	if kept == nil || len(kept) > maxRemembered {
		kept = map[value]bool{}
		k.kept[organization] = kept
	}
	for _, v := range values {
		kept[v] = true
	}
}
