package graph_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

const (
	createDepartment = `mutation($in: CreateDepartmentInput!) { createDepartment(input: $in) { department { id path source } } }`
	renameDepartment = `mutation($in: RenameDepartmentInput!) { renameDepartment(input: $in) { department { id path } } }`
	moveDepartment   = `mutation($in: MoveDepartmentInput!) { moveDepartment(input: $in) { department { id path parent { path } } } }`
	mergeDepartments = `mutation($in: MergeDepartmentsInput!) { mergeDepartments(input: $in) {
		department { id path employeeCount } deletedId movedEmployees changedGroups { name criteria { readback } } } }`
	deleteDepartment = `mutation($in: DeleteDepartmentInput!) { deleteDepartment(input: $in) { deletedId movedEmployees } }`
)

// departmentAt gives the id of the department at a path.
func departmentAt(a *api, path string) any {
	a.t.Helper()
	found := a.get(`query($path: String) { departments(first: 100, search: $path) { edges { node { id path } } } }`, vars{"path": path}, "departments", "edges").([]any)
	for _, edge := range found {
		if at(a.t, edge, "node", "path") == path {
			return at(a.t, edge, "node", "id")
		}
	}
	return nil
}

func TestTheTreeOfDepartments(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		settle(a.other())
		const list = `query($parent: ID, $roots: Boolean) { departments(parentId: $parent, roots: $roots) {
			totalCount edges { node { name path childCount employeeCount directEmployeeCount ssoManaged children { name } } } } }`
		roots := a.get(list, vars{"roots": true}, "departments")
		require.Equal(t, []any{"Finance", "Legal"}, nodes(t, roots, "path"))
		require.Equal(t, []any{1., 0.}, nodes(t, roots, "childCount"))
		require.Equal(t, []any{2., 1.}, nodes(t, roots, "employeeCount"), "the active ones, in it and below it")
		require.Equal(t, []any{1., 1.}, nodes(t, roots, "directEmployeeCount"))
		require.Equal(t, []any{false, false}, nodes(t, roots, "ssoManaged"))
		below := a.get(list, vars{"parent": departmentAt(a, "Finance")}, "departments")
		require.Equal(t, []any{"Finance/Payroll"}, nodes(t, below, "path"))
		require.Empty(t, nodes(t, a.get(list, vars{"parent": "dep_none"}, "departments")))
		require.Equal(t, []string{"INVALID"}, a.ask(list, vars{"parent": departmentAt(a, "Finance"), "roots": true}).codes())
		require.Equal(t, "Legal", a.get(`query($id: ID!) { department(id: $id) { name } }`, vars{"id": departmentAt(a, "Legal")}, "department", "name"))
		require.Nil(t, a.get(`{ department(id: "dep_0") { name } }`, nil, "department"))

		a.as(auth.Identity{OrganizationID: a.identity.OrganizationID, Role: auth.Admin, Name: "sso", Source: auth.FromSCIM}).
			get(upsert, vars{"rows": []vars{{"email": "ed@acme.test", "name": "Ed", "department": "Legal/Contracts"}}})
		require.Equal(t, []any{false, true}, nodes(t, a.get(list, vars{"roots": true}, "departments"), "ssoManaged"), "what is above it too")
	})
}

func TestDepartmentsAreChanged(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		made := a.get(createDepartment, vars{"in": vars{"name": " Treasury  and Tax", "parentId": departmentAt(a, "Finance")}}, "createDepartment", "department")
		require.Equal(t, []any{"Finance/Treasury and Tax", "MANUAL"}, []any{at(t, made, "path"), at(t, made, "source")})
		renamed := a.get(renameDepartment, vars{"in": vars{"id": departmentAt(a, "Finance"), "name": "Money"}}, "renameDepartment", "department", "path")
		require.Equal(t, "Money", renamed)
		require.Equal(t, at(t, made, "id"), departmentAt(a, "Money/Treasury and Tax"), "what is below follows")
		moved := a.get(moveDepartment, vars{"in": vars{"id": departmentAt(a, "Money/Payroll")}}, "moveDepartment", "department")
		require.Equal(t, []any{"Payroll", nil}, []any{at(t, moved, "path"), at(t, moved, "parent")})
		merged := a.get(mergeDepartments, vars{"in": vars{"id": at(t, moved, "id"), "intoId": departmentAt(a, "Legal")}}, "mergeDepartments")
		require.Equal(t, map[string]any{
			"department": map[string]any{"id": departmentAt(a, "Legal"), "path": "Legal", "employeeCount": 2.},
			"deletedId":  at(t, moved, "id"), "movedEmployees": 2., "changedGroups": []any{},
		}, merged)
		gone := a.get(deleteDepartment, vars{"in": vars{"id": departmentAt(a, "Legal"), "targetId": departmentAt(a, "Money")}}, "deleteDepartment")
		require.EqualValues(t, 3, at(t, gone, "movedEmployees"))
		require.Nil(t, departmentAt(a, "Legal"))
	})
}

func TestChangesOfDepartmentsAreRefused(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		theirs := a.other()
		settle(theirs)
		finance, payroll, foreign := departmentAt(a, "Finance"), departmentAt(a, "Finance/Payroll"), departmentAt(theirs, "Finance")
		for name, tt := range map[string]struct {
			code, text string
			in         vars
		}{
			"no name":                 {"INVALID", createDepartment, vars{"name": "  "}},
			"a slash":                 {"INVALID", createDepartment, vars{"name": "R/D"}},
			"a wide slash":            {"INVALID", createDepartment, vars{"name": "R／D"}},
			"accents and no letter":   {"INVALID", createDepartment, vars{"name": "\u0301"}},
			"taken":                   {"CONFLICT", createDepartment, vars{"name": "FINANCÉ"}},
			"under nothing":           {"NOT_FOUND", createDepartment, vars{"name": "X", "parentId": "dep_99999"}},
			"under no department":     {"NOT_FOUND", createDepartment, vars{"name": "X", "parentId": "Finance"}},
			"under somebody else's":   {"NOT_FOUND", createDepartment, vars{"name": "X", "parentId": foreign}},
			"rename somebody else's":  {"NOT_FOUND", renameDepartment, vars{"id": foreign, "name": "X"}},
			"rename to a taken name":  {"CONFLICT", renameDepartment, vars{"id": finance, "name": "legal"}},
			"move below itself":       {"INVALID", moveDepartment, vars{"id": finance, "parentId": payroll}},
			"move under itself":       {"INVALID", moveDepartment, vars{"id": finance, "parentId": finance}},
			"move to somebody else's": {"NOT_FOUND", moveDepartment, vars{"id": payroll, "parentId": foreign}},
			"merge into itself":       {"INVALID", mergeDepartments, vars{"id": finance, "intoId": finance}},
			"merge into below itself": {"INVALID", mergeDepartments, vars{"id": finance, "intoId": payroll}},
			"merge into nothing":      {"NOT_FOUND", mergeDepartments, vars{"id": finance, "intoId": "x"}},
			"delete with people":      {"CONFLICT", deleteDepartment, vars{"id": finance}},
			"delete to below itself":  {"INVALID", deleteDepartment, vars{"id": finance, "targetId": payroll}},
		} {
			answer := a.ask(tt.text, vars{"in": tt.in})
			require.Equal(t, []string{tt.code}, answer.codes(), name)
			if name == "delete with people" {
				require.Contains(t, answer.Errors[0].Message, "3 people")
				require.Contains(t, answer.Errors[0].Message, "1 of them with disabled accounts")
			}
		}
		viewer := a.as(auth.Identity{OrganizationID: a.identity.OrganizationID, Role: auth.Viewer})
		require.Equal(t, []string{"FORBIDDEN"}, viewer.ask(createDepartment, vars{"in": vars{"name": "X"}}).codes())
		require.Equal(t, finance, departmentAt(a, "Finance"))
	})
}
