package graph_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

const upsert = `mutation($rows: [EmployeeInput!]!) { upsertEmployees(input: {employees: $rows}) { result { accepted unchanged rejected { index code message } } } }`

const simulate = `mutation($rows: [SimulationEventInput!]!) { recordSimulationEvents(input: {events: $rows}) { result { accepted rejected { index code message } } } }`

// settle gives the organization its people and their year.
func settle(a *api) {
	a.t.Helper()
	a.get(upsert, vars{"rows": []vars{
		{"email": "ana@acme.test", "name": "Ana Lopes", "department": "Finance", "title": "CFO", "country": "PT", "hiredOn": "2020-01-31"},
		{"email": "bo@acme.test", "name": "Bo Diddley", "department": "Finance/Payroll", "managerEmail": "ana@acme.test", "attributes": vars{"site": "Lyon", "floor": 3}},
		{"email": "cy@acme.test", "name": "Cy Twombly", "department": "Legal", "managerEmail": "nobody@acme.test", "lastLoginAt": "2026-05-01T10:00:00+02:00"},
		{"email": "di@acme.test", "name": "Di Prima", "status": "DISABLED", "department": "Finance/Payroll", "employeeType": "CONTRACTOR", "language": "es-MX"},
	}})
	a.get(simulate, vars{"rows": []vars{
		{"id": "1", "email": "bo@acme.test", "type": "CLICKED", "occurredAt": "2026-05-01T00:00:00Z", "campaign": "Parcel"},
		{"id": "2", "email": "bo@acme.test", "type": "SUBMITTED", "occurredAt": "2026-05-02T00:00:00Z", "campaign": "Bank"},
		{"id": "3", "email": "cy@acme.test", "type": "CLICKED", "occurredAt": "2026-05-03T00:00:00Z", "campaign": "Parcel"},
	}})
}

func TestEmployees(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		settle(a.other()) // the same people elsewhere change nothing here

		const list = `query($filter: EmployeeFilter) { employees(filter: $filter) { totalCount edges { node {
			id email title country language employeeType hiredOn status lastLoginAt createdAt attributes
			department { path } manager { email } risk { score level } } } } }`
		all := a.get(list, nil, "employees")
		require.EqualValues(t, 4, at(t, all, "totalCount"))
		require.Equal(t, []any{"ana@acme.test", "bo@acme.test", "cy@acme.test", "di@acme.test"}, nodes(t, all, "email"))
		require.Equal(t, []any{0., 85., 35., 0.}, nodes(t, all, "risk", "score"))
		require.Equal(t, []any{"LOW", "HIGH", "MEDIUM", "LOW"}, nodes(t, all, "risk", "level"))
		require.Equal(t, []any{"Finance", "Finance/Payroll", "Legal", "Finance/Payroll"}, nodes(t, all, "department", "path"))
		require.Equal(t, vars{"email": "ana@acme.test"}, vars(at(t, all, "edges", 1, "node", "manager").(map[string]any)))
		require.Nil(t, at(t, all, "edges", 2, "node", "manager"))
		require.Equal(t, []any{"2020-01-31", nil, nil, nil}, nodes(t, all, "hiredOn"))
		require.Equal(t, []any{nil, nil, "2026-05-01T08:00:00Z", nil}, nodes(t, all, "lastLoginAt"))
		require.Equal(t, []any{nil, nil, nil, "es-mx"}, nodes(t, all, "language"))
		require.Equal(t, []any{nil, nil, nil, "CONTRACTOR"}, nodes(t, all, "employeeType"))
		require.Equal(t, map[string]any{"site": "Lyon", "floor": 3.}, at(t, all, "edges", 1, "node", "attributes"))
		require.Equal(t, map[string]any{}, at(t, all, "edges", 0, "node", "attributes"))

		finance := a.get(`{ departments(search: "finance") { edges { node { id } } } }`, nil, "departments", "edges", 0, "node", "id")
		for name, tt := range map[string]struct {
			filter vars
			want   []any
		}{
			"by a word of the name":   {vars{"search": "LOPÉS"}, []any{"ana@acme.test"}},
			"by a part of the e-mail": {vars{"search": "y@ACME"}, []any{"cy@acme.test"}},
			"by a wildcard":           {vars{"search": "%"}, []any{}},
			"by department and below": {vars{"departmentId": finance}, []any{"ana@acme.test", "bo@acme.test", "di@acme.test"}},
			"by no department":        {vars{"departmentId": "dep_999999"}, []any{}},
			"by status":               {vars{"status": "DISABLED", "departmentId": finance}, []any{"di@acme.test"}},
			"by risk":                 {vars{"riskLevel": "HIGH"}, []any{"bo@acme.test"}},
			"by low risk":             {vars{"riskLevel": "LOW", "status": "ACTIVE"}, []any{"ana@acme.test"}},
			"by no group":             {vars{"groupId": "nonsense"}, []any{}},
		} {
			found := a.get(list, vars{"filter": tt.filter}, "employees")
			require.Equal(t, tt.want, nodes(t, found, "email"), name)
			require.EqualValues(t, len(tt.want), at(t, found, "totalCount"), name)
		}
	})
}

func TestPagesOfEmployees(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		const list = `query($first: Int, $after: Cursor, $last: Int, $before: Cursor) { employees(first: $first, after: $after, last: $last, before: $before) {
			edges { node { email } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
		first := a.get(list, vars{"first": 3}, "employees")
		require.Equal(t, []any{"ana@acme.test", "bo@acme.test", "cy@acme.test"}, nodes(t, first, "email"))
		require.Equal(t, true, at(t, first, "pageInfo", "hasNextPage"))
		require.Equal(t, false, at(t, first, "pageInfo", "hasPreviousPage"))
		rest := a.get(list, vars{"first": 3, "after": at(t, first, "pageInfo", "endCursor")}, "employees")
		require.Equal(t, []any{"di@acme.test"}, nodes(t, rest, "email"))
		require.Equal(t, false, at(t, rest, "pageInfo", "hasNextPage"))
		require.Equal(t, true, at(t, rest, "pageInfo", "hasPreviousPage"))
		back := a.get(list, vars{"last": 2, "before": at(t, rest, "pageInfo", "startCursor")}, "employees")
		require.Equal(t, []any{"bo@acme.test", "cy@acme.test"}, nodes(t, back, "email"))

		foreign := at(t, a.get(`{ departments { pageInfo { endCursor } } }`, nil, "departments"), "pageInfo", "endCursor")
		require.Equal(t, []string{"INVALID"}, a.ask(list, vars{"after": foreign}).codes())
		require.Equal(t, []string{"INVALID"}, a.ask(list, vars{"first": 101}).codes())
		require.Equal(t, []string{"INVALID"}, a.ask(list, vars{"after": "; DROP TABLE"}).codes())
	})
}

func TestDepartments(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		settle(a)
		all := a.get(`{ departments { totalCount edges { node { path name source employeeCount parent { path } children { path employeeCount } } } } }`, nil, "departments")
		require.EqualValues(t, 3, at(t, all, "totalCount"))
		require.Equal(t, []any{"Finance", "Finance/Payroll", "Legal"}, nodes(t, all, "path"))
		require.Equal(t, []any{2., 1., 1.}, nodes(t, all, "employeeCount"))
		require.Equal(t, []any{nil, map[string]any{"path": "Finance"}, nil}, nodes(t, all, "parent"))
		require.Equal(t, []any{map[string]any{"path": "Finance/Payroll", "employeeCount": 1.}}, at(t, all, "edges", 0, "node", "children"))
		require.Equal(t, []any{}, at(t, all, "edges", 2, "node", "children"))
	})
}
