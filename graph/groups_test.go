package graph_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/criteria"
	"muster/internal/ids"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// manual makes a manual group with members and gives its id.
func manual(a *api, name string, emails ...string) string {
	a.t.Helper()
	id, _ := a.get(`mutation($name: String!) { createGroup(input: {name: $name}) { group { id } } }`, vars{"name": name}, "createGroup", "group", "id").(string)
	if len(emails) > 0 {
		a.get(`mutation($id: ID!, $who: [String!]) { addGroupMembers(input: {groupId: $id, emails: $who}) { result { accepted } } }`, vars{"id": id, "who": emails})
	}
	return id
}

// smart makes a smart group with criteria and its members, as generating it would have.
func smart(a *api, name string, status entgroup.Status, tree criteria.Tree) string {
	a.t.Helper()
	text, err := json.Marshal(tree)
	require.NoError(a.t, err)
	var made *ent.Group
	err = a.db.InTx(a.ctx, func(ctx context.Context, tx *storage.Tx) error {
		made, err = tx.Ent.Group.Create().SetOrganizationID(a.identity.OrganizationID).SetName(name).SetNameKey(criteria.Fold(name)).
			SetKind(entgroup.KindSMART).SetStatus(status).SetDescription(name).SetCriteria(text).
			SetInterpretation(json.RawMessage(`{"status": "CLEAR", "engine": "grammar", "unresolved": null,
				"assumptions": [{"Code": "DEFAULT_WINDOW", "Text": "recent", "Message": "m", "Start": 1, "End": 2, "Candidates": null}]}`)).
			SetCreatedAt(now.UnixMilli()).SetUpdatedAt(now.UnixMilli()).Save(ctx)
		if err != nil {
			return err
		}
		return a.engine.Swap(ctx, tx, made, tree)
	})
	require.NoError(a.t, err)
	return ids.Format(ids.Group, made.ID)
}

var clickers = criteria.Tree{Root: criteria.AllOf{Of: []criteria.Node{
	criteria.Simulation{SimulationEvents: criteria.SimulationEvents{Types: []criteria.SimulationType{criteria.Clicked}, Window: criteria.Last(30, criteria.Day)}},
	criteria.Not{Of: criteria.Training{TrainingEvents: criteria.TrainingEvents{Types: []criteria.TrainingType{criteria.Completed}}}},
}}}

func TestGroupsByTab(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		manual(a.other(), "Foreign")
		manual(a, "Board", "ana@acme.test")
		smart(a, "Clickers", entgroup.StatusINACTIVE, clickers)
		smart(a, "Preview", entgroup.StatusREADY, clickers)

		const list = `query($filter: GroupFilter) { groups(filter: $filter) { totalCount edges { node { name } } } }`
		for name, tt := range map[string]struct {
			filter vars
			want   []any
		}{
			"newest first": {nil, []any{"Preview", "Clickers", "Board"}},
			"active":       {vars{"tab": "ACTIVE"}, []any{"Board"}},
			"inactive":     {vars{"tab": "INACTIVE"}, []any{"Preview", "Clickers"}},
			"of a kind":    {vars{"kinds": []string{"MANUAL"}}, []any{"Board"}},
			"of no kind":   {vars{"kinds": []string{}}, []any{}},
			"by name":      {vars{"search": "CLICK"}, []any{"Clickers"}},
		} {
			found := a.get(list, vars{"filter": tt.filter}, "groups")
			require.Equal(t, tt.want, nodes(t, found, "name"), name)
			require.EqualValues(t, len(tt.want), at(t, found, "totalCount"), name)
		}
		require.Equal(t, []any{"Board"}, nodes(t, a.get(`{ selectableGroups { edges { node { name } } } }`, nil, "selectableGroups"), "name"))
	})
}

func TestASmartGroup(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		id := smart(a, "Clickers", entgroup.StatusACTIVE, clickers)
		g := a.get(`query($id: ID!) { group(id: $id) {
			id name kind status aiGenerated description failure { code } memberCount evaluatedAt version redescribing createdAt
			criteria { readback tree } interpretation { status readback engine unresolved { code } assumptions { code text start end candidates } }
			members { totalCount edges { cursor node { joinedAt employee { email groups { edges { node { name } } } } reasons { condition holds evidence until } } } }
			found: members(search: "cy") { totalCount edges { node { employee { email } } } }
			exclusions { totalCount }
		} }`, vars{"id": id}, "group")
		require.Equal(t, []any{true, "SMART", "ACTIVE", 2., nil, false, "2026-05-20T12:00:00Z"},
			[]any{at(t, g, "aiGenerated"), at(t, g, "kind"), at(t, g, "status"), at(t, g, "memberCount"), at(t, g, "failure"), at(t, g, "redescribing"), at(t, g, "createdAt")})
		require.Equal(t, "2026-05-20T12:00:00Z", at(t, g, "evaluatedAt"))
		require.NotEmpty(t, at(t, g, "criteria", "readback"))
		require.Equal(t, at(t, g, "criteria", "readback"), at(t, g, "interpretation", "readback"))
		require.Equal(t, []any{}, at(t, g, "interpretation", "unresolved"))
		require.Equal(t, map[string]any{"code": "DEFAULT_WINDOW", "text": "recent", "start": 1., "end": 2., "candidates": []any{}}, at(t, g, "interpretation", "assumptions", 0))

		require.Equal(t, []any{"bo@acme.test", "cy@acme.test"}, nodes(t, at(t, g, "members"), "employee", "email"))
		require.Equal(t, []any{"cy@acme.test"}, nodes(t, at(t, g, "found"), "employee", "email"))
		require.EqualValues(t, 1, at(t, g, "found", "totalCount"))
		bo := at(t, g, "members", "edges", 0, "node")
		require.Equal(t, "Clickers", at(t, bo, "employee", "groups", "edges", 0, "node", "name"))
		reasons, _ := at(t, bo, "reasons").([]any)
		require.Len(t, reasons, 2)
		require.Equal(t, true, at(t, reasons[0], "holds"))
		require.Contains(t, at(t, reasons[0], "evidence", 0), "Parcel", "evidence names the campaign")
		require.Equal(t, "2026-05-31T00:00:00Z", at(t, reasons[0], "until")) // thirty days after the click
	})
}

func TestExclusions(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		id := smart(a, "Clickers", entgroup.StatusACTIVE, clickers)
		bo := a.get(`{ employees(filter: {search: "bo@"}) { edges { node { id } } } }`, nil, "employees", "edges", 0, "node", "id")
		made := a.get(`mutation($g: ID!, $e: ID!) { excludeEmployee(input: {groupId: $g, employeeId: $e, reason: DATA_QUALITY, note: "twice"}) {
			group { memberCount members { edges { node { employee { email } } } } }
			exclusion { id reason note createdBy employee { email } } } }`, vars{"g": id, "e": bo}, "excludeEmployee")
		require.EqualValues(t, 1, at(t, made, "group", "memberCount"))
		require.Equal(t, []any{"cy@acme.test"}, nodes(t, at(t, made, "group", "members"), "employee", "email"))
		require.Equal(t, []any{"DATA_QUALITY", "twice", "admin", "bo@acme.test"}, []any{
			at(t, made, "exclusion", "reason"), at(t, made, "exclusion", "note"), at(t, made, "exclusion", "createdBy"), at(t, made, "exclusion", "employee", "email"),
		})
		found := a.get(`query($id: ID!) { node(id: $id) { __typename ... on Exclusion { reason } } }`, vars{"id": at(t, made, "exclusion", "id")}, "node")
		require.Equal(t, map[string]any{"__typename": "Exclusion", "reason": "DATA_QUALITY"}, found)

		back := a.get(`mutation($g: ID!, $e: ID!) { readmitEmployee(input: {groupId: $g, employeeId: $e}) { group { memberCount exclusions { totalCount } } } }`, vars{"g": id, "e": bo}, "readmitEmployee", "group")
		require.Equal(t, map[string]any{"memberCount": 2., "exclusions": map[string]any{"totalCount": 0.}}, back)
	})
}

func TestPreviewAndSuggestions(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		const preview = `query($text: String, $tree: CriteriaTree, $after: Cursor) { previewCriteria(text: $text, tree: $tree) {
			interpretation { status readback } criteria { readback tree } totalCount
			members(first: 1, after: $after) { edges { node { email } } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } } }`
		p := a.get(preview, vars{"tree": clickers}, "previewCriteria")
		require.EqualValues(t, 2, at(t, p, "totalCount"))
		require.Equal(t, []any{"bo@acme.test"}, nodes(t, at(t, p, "members"), "email"))
		require.Equal(t, true, at(t, p, "members", "pageInfo", "hasNextPage"))
		p = a.get(preview, vars{"tree": clickers, "after": at(t, p, "members", "pageInfo", "endCursor")}, "previewCriteria")
		require.Equal(t, []any{"cy@acme.test"}, nodes(t, at(t, p, "members"), "email"))
		require.Equal(t, false, at(t, p, "members", "pageInfo", "hasNextPage"))
		require.Equal(t, true, at(t, p, "members", "pageInfo", "hasPreviousPage"))

		p = a.get(preview, vars{"text": "delete all users"}, "previewCriteria")
		require.Equal(t, "REFUSED", at(t, p, "interpretation", "status"))
		require.Nil(t, at(t, p, "criteria"))
		require.EqualValues(t, 0, at(t, p, "totalCount"))
		require.Empty(t, nodes(t, at(t, p, "members")))
		for _, bad := range []vars{nil, {"text": "clickers", "tree": clickers}, {"tree": vars{"nonsense": 1}}, {"text": " "}} {
			require.Equal(t, []string{"INVALID"}, a.ask(preview, bad).codes())
		}

		suggestions, _ := a.get(`{ criteriaSuggestions { id title description } }`, nil, "criteriaSuggestions").([]any)
		require.NotEmpty(t, suggestions)
		for _, s := range suggestions {
			read := a.get(preview, vars{"text": at(t, s, "description")}, "previewCriteria", "interpretation", "status")
			require.NotEqual(t, "REFUSED", read, s)
		}
	})
}

// TestGroupsInOrder pages through every order by one group at a time, both ways.
func TestGroupsInOrder(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		manual(a, "bravo", "ana@acme.test", "bo@acme.test")
		manual(a, "Álpha", "cy@acme.test")
		manual(a, "charlie", "ana@acme.test", "bo@acme.test")
		const list = `query($after: Cursor, $field: GroupOrderField!, $direction: OrderDirection!) {
			groups(first: 1, after: $after, orderBy: {field: $field, direction: $direction}) {
				totalCount edges { node { name } } pageInfo { hasNextPage endCursor } } }`
		for field, want := range map[string][]any{
			"NAME":    {"Álpha", "bravo", "charlie"},
			"MEMBERS": {"Álpha", "bravo", "charlie"},
			"CREATED": {"bravo", "Álpha", "charlie"}, // made at one instant: by id
			"UPDATED": {"bravo", "Álpha", "charlie"},
		} {
			for direction, reversed := range map[string]bool{"ASC": false, "DESC": true} {
				found, after := []any{}, any(nil)
				for more := true; more; {
					page := a.get(list, vars{"after": after, "field": field, "direction": direction}, "groups")
					require.EqualValues(t, 3, at(t, page, "totalCount"))
					found = append(found, nodes(t, page, "name")...)
					more, _ = at(t, page, "pageInfo", "hasNextPage").(bool)
					after = at(t, page, "pageInfo", "endCursor")
				}
				if reversed {
					slices.Reverse(found)
				}
				require.Equal(t, want, found, "%s %s", field, direction)
				require.Equal(t, []string{"INVALID"}, a.ask(`query($after: Cursor) { groups(after: $after) { totalCount } }`, vars{"after": after}).codes(), "a cursor is of one order")
			}
		}
	})
}

func TestGroupsAreCounted(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		manual(a.other(), "Foreign clickers")
		manual(a, "Board")
		manual(a, "Board clickers")
		smart(a, "Clickers", entgroup.StatusINACTIVE, clickers)
		smart(a, "Clickers too", entgroup.StatusREADY, clickers)
		const counts = `query($search: String) { groupCounts(search: $search) {
			total active inactive kinds { kind total active inactive } statuses { status total } } }`
		all := a.get(counts, nil, "groupCounts")
		require.Equal(t, []any{4., 2., 2.}, []any{at(t, all, "total"), at(t, all, "active"), at(t, all, "inactive")})
		require.Equal(t, []any{
			map[string]any{"kind": "MANUAL", "total": 2., "active": 2., "inactive": 0.},
			map[string]any{"kind": "SMART", "total": 2., "active": 0., "inactive": 2.},
			map[string]any{"kind": "SYSTEM", "total": 0., "active": 0., "inactive": 0.},
		}, at(t, all, "kinds"))
		require.Equal(t, map[string]any{"status": "READY", "total": 1.}, at(t, all, "statuses", 1))
		found := a.get(counts, vars{"search": "CLICK"}, "groupCounts")
		require.Equal(t, []any{3., 1., 2.}, []any{at(t, found, "total"), at(t, found, "active"), at(t, found, "inactive")})
		ready := a.get(`{ groups(filter: {statuses: [READY]}) { edges { node { name } } } }`, nil, "groups")
		require.Equal(t, []any{"Clickers too"}, nodes(t, ready, "name"))
	})
}
