package graph_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	entgroup "muster/ent/group"
	"muster/internal/criteria"
	"muster/internal/ids"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

const (
	pin     = `mutation($g: ID!, $e: ID!, $until: Time) { pinEmployee(input: {groupId: $g, employeeId: $e, note: "on the board", expiresAt: $until}) { group { memberCount } pin { id note expiresAt createdBy group { id } } } }`
	exclude = `mutation($g: ID!, $e: ID!, $until: Time) { excludeEmployee(input: {groupId: $g, employeeId: $e, reason: OTHER, expiresAt: $until}) { group { memberCount } exclusion { id expiresAt group { id } } } }`
	inside  = `query($g: ID!) { group(id: $g) { memberCount pins(first: 5) { totalCount edges { node { id employee { email } } } } exclusions(first: 5) { totalCount }
		members(first: 10) { edges { node { employee { email } reasons { condition until evidence } } } } } }`
)

// TestAPinAndAnExclusionReplaceEachOther follows one person through orders, and through what the group says of them.
func TestAPinAndAnExclusionReplaceEachOther(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		id := smart(a, "Clickers", entgroup.StatusACTIVE, clickers)
		ana, until := employee(a, "ana@acme.test"), now.Add(time.Hour)
		given := a.get(pin, vars{"g": id, "e": ana, "until": until}, "pinEmployee")
		require.Equal(t, "admin", at(t, given, "pin", "createdBy"))
		require.Equal(t, "2026-05-20T13:00:00Z", at(t, given, "pin", "expiresAt"))
		require.Equal(t, id, at(t, given, "pin", "group", "id"))
		require.EqualValues(t, 3, at(t, given, "group", "memberCount"))
		require.Equal(t, at(t, given, "pin", "id"), a.get(`query($id: ID!) { node(id: $id) { id } }`, vars{"id": at(t, given, "pin", "id")}, "node", "id"))

		members := a.get(inside, vars{"g": id}, "group", "members")
		require.Contains(t, nodes(t, members, "employee", "email"), "ana@acme.test")
		for _, edge := range at(t, members, "edges").([]any) {
			if at(t, edge, "node", "employee", "email") == "ana@acme.test" {
				require.Equal(t, []any{map[string]any{
					"condition": "Pinned by admin on 2026-05-20: on the board", "until": "2026-05-20T13:00:00Z", "evidence": []any{},
				}}, at(t, edge, "node", "reasons"), "the criteria do not hold, so they are no reason")
			}
		}
		require.Equal(t, []string{"CONFLICT"}, a.ask(pin, vars{"g": id, "e": ana}).codes(), "pinned already")

		require.EqualValues(t, 2, a.get(exclude, vars{"g": id, "e": ana, "until": until}, "excludeEmployee", "group", "memberCount"))
		g := a.get(inside, vars{"g": id}, "group")
		require.EqualValues(t, 0, at(t, g, "pins", "totalCount"))
		require.EqualValues(t, 1, at(t, g, "exclusions", "totalCount"))
		why := a.get(`query($g: ID!, $e: ID!) { whyNot(groupId: $g, employeeId: $e) { member exclusion { expiresAt } } }`, vars{"g": id, "e": ana}, "whyNot")
		require.Equal(t, map[string]any{"member": false, "exclusion": map[string]any{"expiresAt": "2026-05-20T13:00:00Z"}}, why)

		require.EqualValues(t, 3, a.get(pin, vars{"g": id, "e": ana}, "pinEmployee", "group", "memberCount"))
		require.EqualValues(t, 0, a.get(inside, vars{"g": id}, "group", "exclusions", "totalCount"))
		bo := employee(a, "bo@acme.test")
		a.get(pin, vars{"g": id, "e": bo})
		const unpin = `mutation($g: ID!, $e: ID!) { unpinEmployee(input: {groupId: $g, employeeId: $e}) { group { memberCount } } }`
		require.EqualValues(t, 3, a.get(unpin, vars{"g": id, "e": bo}, "unpinEmployee", "group", "memberCount"), "the criteria hold for Bo")
		require.EqualValues(t, 2, a.get(unpin, vars{"g": id, "e": ana}, "unpinEmployee", "group", "memberCount"))
		require.Equal(t, []string{"NOT_FOUND"}, a.ask(unpin, vars{"g": id, "e": ana}).codes())
		causes := a.get(`query($g: ID!, $e: ID!) { membershipEpisodes(groupId: $g, employeeId: $e) { joinCause leaveCause } }`, vars{"g": id, "e": ana}, "membershipEpisodes")
		require.ElementsMatch(t, []any{
			map[string]any{"joinCause": "PIN", "leaveCause": "UNPIN"}, map[string]any{"joinCause": "PIN", "leaveCause": "EXCLUSION"},
		}, causes)
	})
}

func TestOverridesAreRefused(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		id, ana := smart(a, "Clickers", entgroup.StatusACTIVE, clickers), employee(a, "ana@acme.test")
		manual := a.get(`mutation { createGroup(input: {name: "By hand"}) { group { id } } }`, nil, "createGroup", "group", "id")
		for _, order := range []string{pin, exclude} {
			require.Equal(t, []string{"INVALID"}, a.ask(order, vars{"g": manual, "e": ana}).codes())
			require.Equal(t, []string{"INVALID"}, a.ask(order, vars{"g": id, "e": ana, "until": now}).codes(), "over already")
			require.Equal(t, []string{"INVALID"}, a.ask(order, vars{"g": id, "e": ana, "until": "9999-12-31T23:59:59Z"}).codes())
			require.Equal(t, []string{"NOT_FOUND"}, a.ask(order, vars{"g": id, "e": "emp_999"}).codes())
		}
		require.Equal(t, []string{"INVALID"}, a.ask(`mutation($g: ID!, $e: ID!) { pinEmployee(input: {groupId: $g, employeeId: $e, note: " "}) { pin { id } } }`,
			vars{"g": id, "e": ana}).codes())
	})
}

func TestOverridesInBulk(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		id := smart(a, "Clickers", entgroup.StatusACTIVE, clickers)
		in := vars{"in": vars{"groupId": id, "emails": []string{"Ana@acme.test", "bo@acme.test", "nobody@acme.test"}, "note": "on the board"}}
		const many = `mutation($in: PinEmployeesInput!) { pinEmployees(input: $in) { group { memberCount } result { accepted unchanged rejected { index code } } } }`
		rejected := []any{map[string]any{"index": 2.0, "code": "NOT_FOUND"}}
		require.Equal(t, map[string]any{"accepted": 2.0, "unchanged": 0.0, "rejected": rejected}, a.get(many, in, "pinEmployees", "result"))
		require.Equal(t, map[string]any{"accepted": 0.0, "unchanged": 2.0, "rejected": rejected}, a.get(many, in, "pinEmployees", "result"), "sent again")

		people := vars{"in": vars{"groupId": id, "emails": []string{"ana@acme.test", "bo@acme.test"}}}
		out := a.get(`mutation($in: ExcludeEmployeesInput!) { excludeEmployees(input: $in) { group { memberCount pins { totalCount } } result { accepted } } }`,
			vars{"in": vars{"groupId": id, "emails": []string{"ana@acme.test", "bo@acme.test"}, "reason": "DATA_QUALITY"}}, "excludeEmployees")
		require.EqualValues(t, 2, at(t, out, "result", "accepted"))
		require.EqualValues(t, 1, at(t, out, "group", "memberCount"))
		require.EqualValues(t, 0, at(t, out, "group", "pins", "totalCount"))
		back := a.get(`mutation($in: GroupMembersInput!) { readmitEmployees(input: $in) { group { memberCount } result { accepted unchanged } } }`, people, "readmitEmployees")
		require.Equal(t, map[string]any{"group": map[string]any{"memberCount": 2.0}, "result": map[string]any{"accepted": 2.0, "unchanged": 0.0}}, back)
		none := a.get(`mutation($in: GroupMembersInput!) { unpinEmployees(input: $in) { result { accepted unchanged } } }`, people, "unpinEmployees", "result")
		require.Equal(t, map[string]any{"accepted": 0.0, "unchanged": 2.0}, none)
	})
}

func TestOverridesForReview(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		id, other := smart(a, "Clickers", entgroup.StatusACTIVE, clickers), smart(a, "Clickers too", entgroup.StatusACTIVE, clickers)
		ana, bo, cy := employee(a, "ana@acme.test"), employee(a, "bo@acme.test"), employee(a, "cy@acme.test")
		soon, later, far := now.Add(24*time.Hour), now.Add(72*time.Hour), now.AddDate(1, 0, 0)
		a.get(pin, vars{"g": id, "e": ana, "until": later})
		a.get(exclude, vars{"g": id, "e": bo, "until": soon})
		a.get(exclude, vars{"g": other, "e": cy})
		a.get(pin, vars{"g": other, "e": ana, "until": far})

		const list = `query($g: ID, $first: Int, $after: Cursor, $within: Int, $standing: Int) {
			overridesForReview(groupId: $g, first: $first, after: $after, expiringWithinDays: $within, standingForDays: $standing) {
				totalCount pageInfo { hasNextPage endCursor } edges { node { ... on Pin { id employee { email } } ... on Exclusion { id employee { email } } } } } }`
		review := func(with vars) any { return a.get(list, with, "overridesForReview") }
		people := func(with vars) []any { return nodes(t, review(with), "employee", "email") }
		require.Equal(t, []any{"bo@acme.test", "ana@acme.test"}, people(vars{"within": 14, "standing": 90}), "what expires first, first")
		require.Equal(t, []any{"cy@acme.test", "bo@acme.test", "ana@acme.test"}, people(vars{"within": 14, "standing": 0}), "what has stood too long before that")
		require.Equal(t, []any{"cy@acme.test"}, people(vars{"within": nil, "standing": 0}))
		require.Equal(t, []any{"bo@acme.test", "ana@acme.test", "ana@acme.test"}, people(vars{"within": 400, "standing": nil}))
		require.Equal(t, []any{"cy@acme.test"}, people(vars{"g": other, "within": 14, "standing": 0}))
		require.Empty(t, people(vars{"within": 0, "standing": 1}))

		page := review(vars{"first": 2, "within": 14, "standing": 0})
		require.EqualValues(t, 3, at(t, page, "totalCount"))
		require.Equal(t, true, at(t, page, "pageInfo", "hasNextPage"))
		rest := review(vars{"first": 2, "after": at(t, page, "pageInfo", "endCursor"), "within": 14, "standing": 0})
		require.Equal(t, []any{"ana@acme.test"}, nodes(t, rest, "employee", "email"))

		require.Equal(t, []string{"INVALID"}, a.ask(list, vars{"within": -1}).codes())
		require.Equal(t, []string{"NOT_FOUND"}, a.ask(list, vars{"g": "grp_999"}).codes())
		require.EqualValues(t, 0, a.other().get(list, vars{"within": 400, "standing": 0}, "overridesForReview", "totalCount"))

		const renew = `mutation($ids: [ID!]!, $until: Time) { renewOverrides(input: {overrideIds: $ids, expiresAt: $until}) { result { accepted unchanged rejected { index code } } } }`
		ids := append(nodes(t, review(vars{"within": 14, "standing": 0}), "id"), "pin_999", "emp_1")
		strangers := []any{map[string]any{"index": 0.0, "code": "NOT_FOUND"}}
		require.Equal(t, strangers, a.other().get(renew, vars{"ids": ids[:1], "until": far}, "renewOverrides", "result", "rejected"))
		require.Equal(t, map[string]any{
			"accepted": 3.0, "unchanged": 0.0,
			"rejected": []any{map[string]any{"index": 3.0, "code": "NOT_FOUND"}, map[string]any{"index": 4.0, "code": "NOT_FOUND"}},
		}, a.get(renew, vars{"ids": ids, "until": far}, "renewOverrides", "result"))
		require.Empty(t, people(vars{"within": 14, "standing": 0}))
		renewed := a.get(`query($g: ID!) { group(id: $g) { pins { edges { node { expiresAt renewedAt renewedBy } } } } }`, vars{"g": id}, "group", "pins", "edges", 0, "node")
		require.Equal(t, map[string]any{"expiresAt": "2027-05-20T12:00:00Z", "renewedAt": "2026-05-20T12:00:00Z", "renewedBy": "admin"}, renewed)
	})
}

// TestWhatHangsOnAGroup looks at a group that two others name, one of them through the other.
func TestWhatHangsOnAGroup(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		id := smart(a, "Clickers", entgroup.StatusACTIVE, clickers) // Bo and Cy
		in := func(named string) criteria.Tree {
			n, _ := ids.Parse(ids.Group, named)
			return criteria.Tree{Root: criteria.InGroup{IDs: []criteria.GroupID{criteria.GroupID(n)}}}
		}
		same := smart(a, "The same", entgroup.StatusACTIVE, in(id))
		outside := smart(a, "Outside", entgroup.StatusACTIVE, criteria.Tree{Root: criteria.Not{Of: in(same).Root}})
		a.get(pin, vars{"g": id, "e": employee(a, "bo@acme.test")})

		const hangs = `query($g: ID!) { group(id: $g) { dependents { groups { id } groupCount pendingReminders pinCount exclusionCount } } }`
		require.Equal(t, map[string]any{
			"groups": []any{map[string]any{"id": same}}, "groupCount": 1.0, "pendingReminders": 0.0, "pinCount": 1.0, "exclusionCount": 0.0,
		}, a.get(hangs, vars{"g": id}, "group", "dependents"))
		require.EqualValues(t, 0, a.get(hangs, vars{"g": outside}, "group", "dependents", "groupCount"))

		before := a.get(`query($a: ID!, $b: ID!) { a: group(id: $a) { memberCount } b: group(id: $b) { memberCount } }`, vars{"a": same, "b": outside})
		const preview = `query($g: ID!) { previewRedescription(groupId: $g, description: "Everyone") { joiningCount leavingCount
			effects { group { id } joiningCount leavingCount } } }`
		what := a.get(preview, vars{"g": id}, "previewRedescription")
		joining := at(t, what, "joiningCount").(float64)
		require.Positive(t, joining)
		require.Equal(t, []any{
			map[string]any{"group": map[string]any{"id": same}, "joiningCount": joining, "leavingCount": 0.0},
			map[string]any{"group": map[string]any{"id": outside}, "joiningCount": 0.0, "leavingCount": joining},
		}, at(t, what, "effects"))
		require.Equal(t, before, a.get(`query($a: ID!, $b: ID!) { a: group(id: $a) { memberCount } b: group(id: $b) { memberCount } }`, vars{"a": same, "b": outside}), "nothing changed")
	})
}
