package graph_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	entgroup "muster/ent/group"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// employee gives an employee's id.
func employee(a *api, email string) any {
	a.t.Helper()
	return a.get(`query($q: String) { employees(filter: {search: $q}) { edges { node { id } } } }`, vars{"q": email}, "employees", "edges", 0, "node", "id")
}

func TestWhyNot(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		id := smart(a, "Clickers", entgroup.StatusACTIVE, clickers)
		const ask = `query($g: ID!, $e: ID!) { whyNot(groupId: $g, employeeId: $e) { member inactive exclusion { reason } conditions { condition holds } } }`
		why := func(email string) any { return a.get(ask, vars{"g": id, "e": employee(a, email)}, "whyNot") }

		require.Equal(t, true, at(t, why("bo@acme.test"), "member"))
		require.Empty(t, at(t, why("bo@acme.test"), "conditions"))

		ana := why("ana@acme.test")
		require.Equal(t, false, at(t, ana, "member"))
		require.Len(t, at(t, ana, "conditions"), 1, "the one clause that fails")
		require.Equal(t, false, at(t, ana, "conditions", 0, "holds"))
		require.Contains(t, at(t, ana, "conditions", 0, "condition"), "licked")

		require.Equal(t, true, at(t, why("di@acme.test"), "inactive"))

		a.get(`mutation($g: ID!, $e: ID!) { excludeEmployee(input: {groupId: $g, employeeId: $e, reason: DATA_QUALITY}) { group { id } } }`,
			vars{"g": id, "e": employee(a, "bo@acme.test")})
		require.Equal(t, "DATA_QUALITY", at(t, why("bo@acme.test"), "exclusion", "reason"))

		require.Nil(t, a.get(ask, vars{"g": id, "e": "emp_999"}, "whyNot"))
		require.Nil(t, a.other().get(ask, vars{"g": id, "e": employee(a, "bo@acme.test")}, "whyNot"))
	})
}

func TestHistory(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		id := smart(a, "Clickers", entgroup.StatusACTIVE, clickers)
		const then = `query($g: ID!, $at: Time!) { groupMembersAt(groupId: $g, at: $at) { totalCount edges { node { email } } } }`
		require.Empty(t, nodes(t, a.get(then, vars{"g": id, "at": now.AddDate(0, 0, -1)}, "groupMembersAt"), "email"))
		require.Equal(t, []any{"bo@acme.test", "cy@acme.test"}, nodes(t, a.get(then, vars{"g": id, "at": now}, "groupMembersAt"), "email"))

		bo := employee(a, "bo@acme.test")
		a.get(`mutation($g: ID!, $e: ID!) { excludeEmployee(input: {groupId: $g, employeeId: $e, reason: OTHER}) { group { id } } }`, vars{"g": id, "e": bo})
		a.get(`mutation($g: ID!, $e: ID!) { readmitEmployee(input: {groupId: $g, employeeId: $e}) { group { id } } }`, vars{"g": id, "e": bo})
		const episodes = `query($g: ID!, $e: ID!) { membershipEpisodes(groupId: $g, employeeId: $e) { joinCause leftAt leaveCause } }`
		require.Equal(t, []any{
			map[string]any{"joinCause": "READMISSION", "leftAt": nil, "leaveCause": nil},
			map[string]any{"joinCause": "CRITERIA", "leftAt": now.Format("2006-01-02T15:04:05Z07:00"), "leaveCause": "EXCLUSION"},
		}, a.get(episodes, vars{"g": id, "e": bo}, "membershipEpisodes"))
		require.Equal(t, []string{"NOT_FOUND"}, a.other().ask(episodes, vars{"g": id, "e": bo}).codes())
	})
}

func TestWhatWordsWouldChange(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		id := smart(a, "Clickers", entgroup.StatusACTIVE, clickers)
		const ask = `query($g: ID!, $d: String!) { previewRedescription(groupId: $g, description: $d) {
			interpretation { status } added removed joiningCount joining { edges { node { email } } } leavingCount leaving { edges { node { email } } } } }`
		change := a.get(ask, vars{"g": id, "d": "Employees in Finance"}, "previewRedescription")
		require.Equal(t, "CLEAR", at(t, change, "interpretation", "status"))
		require.Equal(t, []any{`In the department "Finance"`}, at(t, change, "added"))
		require.Len(t, at(t, change, "removed"), 2)
		require.Equal(t, []any{"ana@acme.test"}, nodes(t, at(t, change, "joining"), "email"))
		require.Equal(t, []any{"cy@acme.test"}, nodes(t, at(t, change, "leaving"), "email"))
		require.EqualValues(t, 1, at(t, change, "joiningCount"))
		require.EqualValues(t, 1, at(t, change, "leavingCount"))
		require.Equal(t, "REFUSED", at(t, a.get(ask, vars{"g": id, "d": "asdf qwerty"}, "previewRedescription"), "interpretation", "status"))
		require.Equal(t, []any{"bo@acme.test", "cy@acme.test"},
			nodes(t, a.get(`query($g: ID!) { group(id: $g) { members { edges { node { employee { email } } } } } }`, vars{"g": id}, "group", "members"), "employee", "email"),
			"nothing was changed")
	})
}

func TestOverlapAndGaps(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		one := manual(a, "One", "ana@acme.test", "bo@acme.test")
		two := manual(a, "Two", "bo@acme.test", "cy@acme.test")
		const overlap = `query($g: [ID!]!) { groupOverlap(groupIds: $g) { all any pairs { one { name } other { name } count } } }`
		require.Equal(t, map[string]any{"all": 1., "any": 3., "pairs": []any{
			map[string]any{"one": map[string]any{"name": "One"}, "other": map[string]any{"name": "Two"}, "count": 1.},
		}}, a.get(overlap, vars{"g": []string{one, two}}, "groupOverlap"))
		require.Equal(t, []string{"INVALID"}, a.ask(overlap, vars{"g": []string{one}}).codes())
		require.Equal(t, []string{"NOT_FOUND"}, a.other().ask(overlap, vars{"g": []string{one, two}}).codes())

		gaps := a.get(`{ previewCriteria(text: "New hires in Finance") { gaps { field missing total message } } }`, nil, "previewCriteria", "gaps")
		require.Equal(t, []any{map[string]any{
			"field": "hiredOn", "missing": 2., "total": 3., "message": "66 % of employees have no hire date",
		}}, gaps)
	})
}
