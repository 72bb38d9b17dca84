package e2e_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDepartmentsOnSQLite(t *testing.T) { departments(t, onSQLite(t)) }

func TestDepartmentsOnPostgres(t *testing.T) { departments(t, onPostgresAndRedis(t)) }

// departments lives with a tree: what is renamed is read by its new name, and who is moved, merged or left over is in the groups of where
// they are, at once and on every node.
func departments(t *testing.T, i installation) {
	token := i.organization(t, "Company")
	c := client{i.start(t), token}
	other := c
	if strings.HasPrefix(i.url, "postgres") {
		other = client{i.start(t), token}
	}
	company(t, c)
	g := c.generated(t, "Offenders", repeatOffenders)
	require.Equal(t, []string{"ana@company.example", "bo@company.example", "eve@company.example"}, c.memberEmails(t, g.ID))

	c.change(t, "renameDepartment", row{"id": c.department(t, "Finance"), "name": "Money"})
	require.Contains(t, other.group(t, g.ID).Criteria.Readback, `"Money"`)
	require.Contains(t, other.group(t, g.ID).Interpretation.Readback, `"Money"`)
	require.Equal(t, g.Version, other.group(t, g.ID).Version, "nobody came or went")
	require.Equal(t, "CLEAR", other.reading(t, "People in Money"))
	require.NotEqual(t, "CLEAR", other.reading(t, "People in Finance"))

	accounting := c.department(t, "Money/Accounting")
	c.change(t, "moveDepartment", row{"id": accounting, "parentId": c.department(t, "Sales")})
	require.Equal(t, []string{"ana@company.example", "eve@company.example"}, other.memberEmails(t, g.ID))
	require.Equal(t, accounting, other.department(t, "Sales/Accounting"))
	other.change(t, "moveDepartment", row{"id": accounting, "parentId": c.department(t, "Money")})
	require.Equal(t, []string{"ana@company.example", "bo@company.example", "eve@company.example"}, c.memberEmails(t, g.ID))

	for _, refusal := range []struct {
		code, mutation string
		in             row
	}{
		{"INVALID", "createDepartment", row{"name": "a/b"}},
		{"CONFLICT", "createDepartment", row{"name": "MONEY"}},
		{"INVALID", "moveDepartment", row{"id": c.department(t, "Money"), "parentId": accounting}},
		{"CONFLICT", "renameDepartment", row{"id": c.department(t, "Legal"), "name": "money"}},
		{"CONFLICT", "deleteDepartment", row{"id": c.department(t, "Sales")}},
		{"CONFLICT", "deleteDepartment", row{"id": c.department(t, "Legal"), "targetId": c.department(t, "Sales")}},
		{"NOT_FOUND", "mergeDepartments", row{"id": "dep_0", "intoId": accounting}},
	} {
		refused(t, c, refusal.code, changing(refusal.mutation), variables{"in": refusal.in})
	}
	viewer := client{c.node, i.command(t, "key", "create", "dashboards", "--role", "VIEWER", "--org", "Company")}
	refused(t, viewer, "FORBIDDEN", changing("createDepartment"), variables{"in": row{"name": "X"}})

	c.change(t, "mergeDepartments", row{"id": c.department(t, "Legal"), "intoId": c.department(t, "Money")})
	require.Equal(t, []string{"ana@company.example", "bo@company.example", "eve@company.example"}, other.memberEmails(t, g.ID))
	require.NotContains(t, other.group(t, g.ID).Criteria.Readback, "Legal")
	require.NotEmpty(t, other.department(t, "Money/Contracts"), "what was below comes along")
	other.change(t, "deleteDepartment", row{"id": c.department(t, "Sales"), "targetId": c.department(t, "Money/Treasury")})
	require.Equal(t, []string{"ana@company.example", "bo@company.example", "dee@company.example", "eve@company.example"}, c.memberEmails(t, g.ID))
}

func TestImportsBesideMovesOnPostgres(t *testing.T) {
	i := onPostgresAndRedis(t)
	token := i.organization(t, "Company")
	c, other := client{i.start(t), token}, client{i.start(t), token}
	c.upsert(t, person("one@company.example", "East/Teams"), person("two@company.example", "West"))
	g := c.generated(t, "Easterners", "People in East")
	const calls, rows = 12, 5
	failed := make(chan error, 1)
	go func() {
		failed <- func() error {
			for n := range calls {
				people := make([]row, rows)
				for k := range people {
					people[k] = person(fmt.Sprintf("p%d@company.example", (n*3+k)%20), fmt.Sprintf("East/Teams/Team %d", (n+k)%4))
				}
				r, _, err := other.send(context.WithoutCancel(t.Context()), upsertEmployees, variables{"in": row{"employees": people}})
				if err == nil && len(r.Errors) > 0 {
					err = fmt.Errorf("%v", r.Errors)
				}
				if err != nil {
					return err
				}
			}
			return nil
		}()
	}()
	for range calls {
		if moved := c.department(t, "East/Teams"); moved != "" {
			if there := c.department(t, "West/Teams"); there != "" { // an import made another one meanwhile
				c.change(t, "mergeDepartments", row{"id": moved, "intoId": there})
			} else {
				c.change(t, "moveDepartment", row{"id": moved, "parentId": c.department(t, "West")})
			}
		}
	}
	require.NoError(t, <-failed)
	c.change(t, "renameDepartment", row{"id": c.department(t, "West"), "name": "Wild West"})

	found := ask[struct {
		Departments connection[struct {
			Path          string
			EmployeeCount int
		}]
	}](t, c, `{ departments(roots: true) { edges { node { path employeeCount } } } }`, nil).Departments.nodes()
	total := 0
	for _, d := range found {
		total += d.EmployeeCount
		if d.Path == "East" {
			require.Equal(t, d.EmployeeCount, c.group(t, g.ID).MemberCount)
		}
	}
	require.Equal(t, 22, total, "everybody is somewhere")
}

// department gives the id of the department at a path, "" where there is none.
func (c client) department(t *testing.T, path string) string {
	t.Helper()
	found := ask[struct {
		Departments connection[struct{ ID, Path string }]
	}](t, c, `query($path: String) { departments(first: 100, search: $path) { edges { node { id path } } } }`, variables{"path": path})
	for _, d := range found.Departments.nodes() {
		if d.Path == path {
			return d.ID
		}
	}
	return ""
}

// changing is the mutation of that name, which takes one input.
func changing(mutation string) string {
	return fmt.Sprintf(`mutation($in: %s%sInput!) { %s(input: $in) { __typename } }`, strings.ToUpper(mutation[:1]), mutation[1:], mutation)
}

func (c client) change(t *testing.T, mutation string, in row) {
	t.Helper()
	ask[row](t, c, changing(mutation), variables{"in": in})
}

// reading tells how a description is read now.
func (c client) reading(t *testing.T, text string) string {
	t.Helper()
	return ask[struct {
		PreviewCriteria struct{ Interpretation struct{ Status string } }
	}](t, c, `query($text: String!) { previewCriteria(text: $text) { interpretation { status } } }`, variables{"text": text}).PreviewCriteria.Interpretation.Status
}
