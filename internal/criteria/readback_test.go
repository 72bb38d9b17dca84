package criteria_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
)

// names gives names by number; what is not listed gets a name of its own.
type names struct{}

func (names) Department(id criteria.DepartmentID) string {
	return listed("Department", int64(id), "Finance", "Legal")
}

func (names) Campaign(id criteria.CampaignID) string {
	return listed("Campaign", int64(id), "Payroll Update", "Invoice Overdue")
}

func (names) Course(id criteria.CourseID) string {
	return listed("Course", int64(id), "Phishing Basics", "GDPR Essentials")
}

func (names) Group(id criteria.GroupID) string { return listed("Group", int64(id), "Board") }

func listed(kind string, id int64, known ...string) string {
	if int(id) <= len(known) {
		return known[id-1]
	}
	return fmt.Sprintf("%s %d", kind, id)
}

var update = flag.Bool("update", false, "write the golden readbacks anew; look at the difference before committing it")

// testdata/readback.txt holds blocks of a canonical tree and its readback in each language: every kind of condition and
// of window, alone and negated.
func TestReadback(t *testing.T) {
	file, err := os.ReadFile("testdata/readback.txt")
	require.NoError(t, err)
	blocks := strings.Split(strings.TrimSpace(string(file)), "\n\n")
	if *update {
		defer func() {
			require.NoError(t, os.WriteFile("testdata/readback.txt", []byte(strings.Join(blocks, "\n\n")+"\n"), 0o644))
		}()
	}
	for i, block := range blocks {
		tree, readbacks, _ := strings.Cut(strings.TrimSpace(block), "\n")
		if tree == "" || strings.HasPrefix(tree, "#") {
			continue
		}
		parsed := parse(t, tree)
		require.NoError(t, parsed.Validate(), tree)
		require.Equal(t, tree, written(t, criteria.Canonical(parsed)), "not canonical")
		var got strings.Builder
		for _, lang := range []string{"en", "es", "pt"} {
			fmt.Fprintf(&got, "%s: %s\n", lang, criteria.Readback(parsed, names{}, lang))
		}
		if *update {
			blocks[i] = tree + "\n" + strings.TrimSpace(got.String())
			continue
		}
		require.Equal(t, readbacks+"\n", got.String(), tree)
	}
}

func TestReadbackOfALanguageTag(t *testing.T) {
	tree := parse(t, `{"allOf":[]}`)
	require.Equal(t, "Todos los empleados", criteria.Readback(tree, names{}, "es-MX"))
	require.Equal(t, "Todos os funcionários", criteria.Readback(tree, names{}, "PT_br"))
	require.Equal(t, "All employees", criteria.Readback(tree, names{}, "fr"))
	require.Empty(t, criteria.Readback(criteria.Tree{}, names{}, "en"))
}

func TestReadbackCondition(t *testing.T) {
	for _, c := range []struct{ tree, lang, want string }{
		{`{"department":{"ids":["dep_1"]}}`, "en", `In the department "Finance"`},
		{`{"simulation":{"types":["CLICKED"],"count":{"min":2}}}`, "en", "Clicked in at least 2 simulations"},
		{`{"not":{"training":{"types":["COMPLETED"]}}}`, "en", "Did not complete any course"},
		{`{"risk":{"levels":["HIGH"]}}`, "es", "Riesgo es alto"},
		{`{"profile":{"field":"location","values":["Madrid"]}}`, "pt", `Localização é "Madrid"`},
		{`{"anyOf":[{"risk":{"levels":["HIGH"]}},{"group":{"ids":["grp_1"]}}]}`, "en", `(who are in the group "Board" or whose risk is high)`},
	} {
		require.Equal(t, c.want, criteria.ReadbackCondition(parse(t, c.tree).Root, names{}, c.lang))
	}
}

func TestReadbackWindow(t *testing.T) {
	require.Equal(t, "in the last 90 days", criteria.ReadbackWindow(criteria.Last(90, criteria.Day), true, "en"))
	require.Equal(t, "en las últimas 3 semanas", criteria.ReadbackWindow(criteria.Last(3, criteria.Week), true, "es"))
	require.Empty(t, criteria.ReadbackWindow(criteria.Window{}, true, "pt"))
}

// A readback tells trees apart: where two canonical trees read alike, they are the same.
func TestReadbacksTellTreesApart(t *testing.T) {
	seen := map[string]string{}
	trees := criteriatest.Tree(criteriatest.Sample())
	rapid.Check(t, func(t *rapid.T) {
		tree := criteria.Canonical(trees.Draw(t, "tree"))
		for _, lang := range []string{"en", "es", "pt"} {
			readback := criteria.Readback(tree, names{}, lang)
			require.NotContains(t, readback, "%!", "a template that does not fit")
			require.NotContains(t, readback, "  ", "a word is missing")
			other, found := seen[lang+readback]
			require.True(t, !found || other == written(t, tree), readback)
			seen[lang+readback] = written(t, tree)
		}
	})
}
