package graph_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/ent/group"
	"muster/internal/auth"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// onIDs are all the mutations that take ids of groups or employees, as a text with the two places to fill in.
var onIDs = []string{
	`redescribeGroup(input: {id: %[1]q, description: "clickers"}) { group { id } }`,
	`activateGroup(input: {id: %[1]q}) { group { id } }`,
	`saveGroup(input: {id: %[1]q}) { group { id } }`,
	`deactivateGroup(input: {id: %[1]q}) { group { id } }`,
	`discardGroup(input: {id: %[1]q}) { deletedId }`,
	`renameGroup(input: {id: %[1]q, name: "x"}) { group { id } }`,
	`deleteGroup(input: {id: %[1]q}) { deletedId }`,
	`excludeEmployee(input: {groupId: %[1]q, employeeId: %[2]q, reason: OTHER}) { group { id } }`,
	`readmitEmployee(input: {groupId: %[1]q, employeeId: %[2]q}) { group { id } }`,
	`pinEmployee(input: {groupId: %[1]q, employeeId: %[2]q, note: "x"}) { group { id } }`,
	`unpinEmployee(input: {groupId: %[1]q, employeeId: %[2]q}) { group { id } }`,
	`excludeEmployees(input: {groupId: %[1]q, employeeIds: [%[2]q], reason: OTHER}) { group { id } }`,
	`readmitEmployees(input: {groupId: %[1]q, employeeIds: [%[2]q]}) { group { id } }`,
	`pinEmployees(input: {groupId: %[1]q, employeeIds: [%[2]q], note: "x"}) { group { id } }`,
	`unpinEmployees(input: {groupId: %[1]q, employeeIds: [%[2]q]}) { group { id } }`,
	`addGroupMembers(input: {groupId: %[1]q, employeeIds: [%[2]q]}) { group { id } }`,
	`removeGroupMembers(input: {groupId: %[1]q, employeeIds: [%[2]q]}) { group { id } }`,
	`sendReminders(input: {groupId: %[1]q, employeeIds: [%[2]q]}) { queued }`,
	`sendReminders(input: {groupId: %[1]q, dryRun: true}) { queued }`,
	`disableEmployees(input: {employeeIds: [%[2]q]}) { employees { id } }`,
	`enableEmployees(input: {employeeIds: [%[2]q]}) { employees { id } }`,
}

// TestForeignIDsAreUnknownIDs: whatever is asked with another organization's id is answered as with one that nobody has.
func TestForeignIDsAreUnknownIDs(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		mine := newAPI(t, db)
		theirs := mine.other()
		settle(theirs)
		groupID := smart(theirs, "Theirs", group.StatusREADY, clickers)
		employeeID, _ := theirs.get(`{ employees(first: 1) { edges { node { id } } } }`, nil, "employees", "edges", 0, "node", "id").(string)
		departmentID, _ := theirs.get(`{ departments(first: 1) { edges { node { id } } } }`, nil, "departments", "edges", 0, "node", "id").(string)
		organizationID, _ := theirs.get(`{ viewer { organization { id } } }`, nil, "viewer", "organization", "id").(string)

		for _, mutation := range onIDs {
			var answers []answer
			for _, id := range [][2]string{{groupID, employeeID}, {"grp_999999", "emp_999999"}, {"grp_x", "emp 1"}} {
				answers = append(answers, mine.ask("mutation { "+fmt.Sprintf(mutation, id[0], id[1])+" }", nil))
			}
			require.Equal(t, []string{"NOT_FOUND"}, answers[0].codes(), mutation)
			require.Equal(t, answers[1], answers[0], mutation)
			require.Equal(t, answers[1], answers[2], mutation)
		}
		all := []string{groupID, employeeID, departmentID, organizationID, "grp_999999", "emp_1x", "", "key_1"}
		nothing := mine.get(`query($ids: [ID!]!, $g: ID!) { nodes(ids: $ids) { id } group(id: $g) { id } node(id: $g) { id } }`, vars{"ids": all, "g": groupID})
		require.Equal(t, map[string]any{"nodes": make([]any, len(all)), "group": nil, "node": nil}, nothing)

		found, _ := theirs.get(`query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }`, vars{"ids": all}, "nodes").([]any)
		for i, kind := range []string{"Group", "Employee", "Department", "Organization"} {
			require.Equal(t, map[string]any{"id": all[i], "__typename": kind}, found[i])
		}
		require.Equal(t, make([]any, 4), found[4:])
		require.Equal(t, []string{"TOO_LARGE"}, mine.ask(`query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, vars{"ids": make101()}).codes())
	})
}

func make101() []string {
	many := make([]string, 101)
	for i := range many {
		many[i] = fmt.Sprintf("grp_%d", i+1)
	}
	return many
}

func TestRolesAndTokens(t *testing.T) {
	db := storagetest.SQLite(t)
	a := newAPI(t, db)
	const create, read = `mutation { createGroup(input: {name: "x"}) { group { name } } }`, `{ viewer { role name organization { name language } } }`
	for role, may := range map[auth.Role]bool{auth.Viewer: false, auth.Operator: true, auth.Admin: true, "": false} {
		identity := a.identity
		identity.Role = role
		given := a.as(identity).ask(create, nil)
		if may {
			require.Empty(t, given.Errors)
		} else {
			require.Equal(t, []string{"FORBIDDEN"}, given.codes())
			require.Nil(t, given.Data)
		}
	}
	viewer := a.get(read, nil, "viewer")
	require.Equal(t, map[string]any{"role": "ADMIN", "name": "admin", "organization": map[string]any{"name": "Acme", "language": "en"}}, viewer)

	nobody := *a
	nobody.ctx = t.Context()
	require.Equal(t, []string{"UNAUTHENTICATED"}, nobody.ask(read, nil).codes())
	require.Equal(t, []string{"UNAUTHENTICATED"}, nobody.ask(create, nil).codes())
	require.Equal(t, []string{"UNAUTHENTICATED"}, nobody.ask(`{ ...f } fragment f on Query { viewer { role } }`, nil).codes())
}

// TestAForbiddenFieldStopsTheWholeOperation: nothing beside it has run.
func TestAForbiddenFieldStopsTheWholeOperation(t *testing.T) {
	a := newAPI(t, storagetest.SQLite(t))
	viewer := a.identity
	viewer.Role = auth.Viewer
	given := a.as(viewer).ask(`mutation { a: createGroup(input: {name: "x"}) { group { id } } b: deleteGroup(input: {id: "grp_1"}) { deletedId } }`, nil)
	require.Len(t, given.Errors, 1)
	require.EqualValues(t, 0, a.get(`{ groups { totalCount } }`, nil, "groups", "totalCount"))
}
