package sqlgen_test

import (
	"encoding/json"
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/criteria/sqlgen"
	"muster/internal/facts"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// chooses tells whether the tree holds for the only employee of the organization, by both compilers.
func (w *world) chooses(t *testing.T, employee int64, n criteria.Node) bool {
	t.Helper()
	tree, clock := criteria.Tree{Root: n}, criteria.ClockAt(criteria.InstantOf(time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)), time.UTC)
	predicate, args, err := sqlgen.Predicate(tree, sqlgen.Dialect(w.db.Dialect()), w.organization, clock)
	require.NoError(t, err)
	var chosen int
	query := "SELECT COUNT(*) FROM employees e WHERE e.id = " + jsonNumber(employee) + " AND " + predicate
	require.NoError(t, w.db.Writer().QueryRowContext(t.Context(), w.db.Dialect().Rebind(query), args...).Scan(&chosen), query)

	list, err := facts.Load(t.Context(), w.db.Writer(), facts.Request{Dialect: w.db.Dialect(), Organization: w.organization, Employees: []int64{employee}})
	require.NoError(t, err)
	program, err := eval.Compile(tree)
	require.NoError(t, err)
	require.Equal(t, chosen == 1, program.At(clock).Holds(&list[0]), "the compilers differ over %s", jsonOf(tree))
	return chosen == 1
}

func jsonNumber(n int64) string {
	b, err := json.Marshal(n)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestProfilesMatch(t *testing.T) {
	title, external := criteria.FieldTitle, criteria.FieldExternalID
	tests := []struct {
		field criteria.ProfileField
		has   string
		match criteria.Match
		value string
		want  bool
	}{
		{title, "Marketing Manager", "", "managers", true},
		{title, "Managerial Accountant", "", "manager", false},
		{title, "Account Manager", "", "manager account", true},
		{title, "Gerente de São Paulo", "", "sao", true},
		{title, "Marketing Manager", criteria.MatchIs, "marketing managers", true},
		{title, "Marketing Manager", criteria.MatchIs, "manager", false},
		{title, "Marketing Manager", criteria.MatchStartsWith, "market", true},
		{title, "Senior Marketing Manager", criteria.MatchStartsWith, "marketing", false},
		{title, "Senior Marketing Manager", criteria.MatchEndsWith, "marketing manager", true},
		{external, "HR-17", criteria.MatchStartsWith, "hr-", true},
		{external, "HRX17", criteria.MatchStartsWith, "hr_", false},
		{external, "50%-off", criteria.MatchStartsWith, "50%", true},
		{external, "500", criteria.MatchStartsWith, "50%", false},
		{external, `a\b`, criteria.MatchEndsWith, `\b`, true},
		{external, `a\\b`, criteria.MatchIs, `a\b`, false},
		{criteria.FieldLanguage, "es-MX", "", "es", true},
		{criteria.FieldLanguage, "est", "", "es", false},
		{criteria.FieldLanguage, "es", "", "es-MX", false},
		{criteria.FieldCountry, "es", "", "ES", true},
		{criteria.FieldEmployeeType, "INTERN", "", "INTERN", true},
		{criteria.FieldLocation, "  São   Paulo ", "", "sao paulo", true},
		{criteria.FieldManager, "Ana@Acme.test", criteria.MatchEndsWith, "@ACME.test", true},
	}
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		w := newWorld(t, db)
		for _, tt := range tests {
			column, fold := columnOf(tt.field)
			employee := w.person(t, map[string]any{column: fold(tt.has)})
			got := w.chooses(t, employee, criteria.Profile{Field: tt.field, Match: tt.match, Values: []string{tt.value}})
			require.Equal(t, tt.want, got, "%s %s %s", tt.has, tt.match, tt.value)
			if tt.match == "" {
				require.False(t, w.chooses(t, employee, criteria.Profile{Field: tt.field, Missing: true}))
			}
		}
	})
}

func (w *world) person(t *testing.T, columns map[string]any) int64 {
	t.Helper()
	w.next++
	row := map[string]any{
		"email": "p", "email_key": "p" + jsonNumber(int64(w.next)), "name": "n", "name_key": " n ",
		"created_at": 0, "updated_at": 0, "attributes": "{}", "attributes_key": "{}",
	}
	maps.Copy(row, columns)
	return w.insert(t, "employees", row)
}

func TestAttributesCompareByType(t *testing.T) {
	low, high := 1.0, 7.0
	values := func(list ...any) criteria.Attribute { return criteria.Attribute{Name: "A", Values: list} }
	window := criteria.Attribute{Name: "A", Window: &criteria.Window{}}
	within := criteria.Attribute{Name: "A", Range: &criteria.Range{GTE: &low, LT: &high}}
	missing := criteria.Attribute{Name: "A", Missing: true}
	tests := []struct {
		has  any
		asks criteria.Attribute
		want bool
	}{
		{"remote", values("Remote"), true},
		{"1", values(1.0), false},
		{1.0, values("1"), false},
		{1.0, values(true), false},
		{true, values(true), true},
		{"true", values(true), false},
		{0.1, values(0.1), true},
		{1e21, values(1e21), true},
		{`<"&\>`, values(`<"&\>`), true},
		{1.0, within, true},
		{7.0, within, false},
		{"5", within, false},
		{true, within, false},
		{"2024-02-29", window, true},
		{"2026-06-15", window, true},
		{"2026-06-16", window, false},
		{"2026-02-29", window, false},
		{"2026-1-05", window, false},
		{"now", window, false},
		{"2026-01-05t00:00", window, false},
		{20260105.0, window, false},
		{"", missing, true},
		{nil, missing, true},
		{false, missing, false},
		{0.0, missing, false},
	}
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		w := newWorld(t, db)
		require.True(t, w.chooses(t, w.person(t, nil), missing))
		for _, tt := range tests {
			text, err := json.Marshal(map[string]any{"a": tt.has, "b": "remote"})
			require.NoError(t, err)
			require.Equal(t, tt.want, w.chooses(t, w.person(t, map[string]any{"attributes_key": string(text)}), tt.asks), "%s %s", text, jsonOf(criteria.Tree{Root: tt.asks}))
		}
	})
}
