package e2e_test

import (
	"net/http"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
)

func TestTokensAndRoles(t *testing.T) {
	i := onSQLite(t)
	admin := i.organization(t, "Company")
	n := i.start(t)
	c := client{n, admin}
	company(t, c)
	g := c.generated(t, "Offenders", repeatOffenders)

	for _, token := range []string{"", "mst_of_nobody_who_was_ever_here_0123456789"} {
		r, status := client{n, token}.post(t, `{ viewer { name } }`, nil)
		require.Equal(t, http.StatusUnauthorized, status)
		require.Equal(t, "UNAUTHENTICATED", r.Errors[0].Extensions.Code)
		s, answer := greet(t, client{n, token})
		require.Empty(t, answer.Type)
		require.True(t, websocket.IsCloseError(s.err, 4403), "%v", s.err)
	}

	viewer := client{n, i.command(t, "key", "create", "dashboards", "--role", "VIEWER", "--org", "Company")}
	require.Equal(t, "READY", viewer.group(t, g.ID).Status)
	require.Len(t, viewer.members(t, g.ID), 3)
	for _, mutation := range []string{"activateGroup", "saveGroup", "deactivateGroup"} {
		refused(t, viewer, "FORBIDDEN", moving(mutation), variables{"in": row{"id": g.ID}})
	}
	refused(t, viewer, "FORBIDDEN", createSmartGroup, variables{"in": row{"name": "X", "description": "Everyone"}})
	refused(t, viewer, "FORBIDDEN", recordSimulations, variables{"in": row{"events": []row{}}})
	require.Equal(t, "READY", viewer.group(t, g.ID).Status)
}

// TestOrganizationsAreStrangers: another organization's ids answer exactly as ids that nobody has.
func TestOrganizationsAreStrangers(t *testing.T) {
	for name, install := range map[string]func(*testing.T) installation{"sqlite": onSQLite, "postgres": onPostgres} {
		t.Run(name, func(t *testing.T) {
			i := install(t)
			own, other := i.organization(t, "Company"), i.organization(t, "Competitor")
			n := i.start(t)
			c, stranger := client{n, own}, client{n, other}
			company(t, c)
			g := c.generated(t, "Offenders", repeatOffenders).ID
			ana := c.employee(t, "ana@company.example")

			for _, id := range []string{g, "grp_999999", "no id"} {
				require.Nil(t, stranger.find(t, id))
				same := func(text string, in row) {
					t.Helper()
					require.Equal(t, "no such group", refused(t, stranger, "NOT_FOUND", text, variables{"in": in}))
				}
				for _, mutation := range []string{"activateGroup", "saveGroup", "deactivateGroup"} {
					same(moving(mutation), row{"id": id})
				}
				same(moving("renameGroup"), row{"id": id, "name": "Mine"})
				same(removing("deleteGroup"), row{"id": id})
				same(removing("discardGroup"), row{"id": id})
				same(excludeEmployee, row{"groupId": id, "employeeId": ana, "reason": "OTHER"})
				live := dial(t, stranger)
				require.Equal(t, "NOT_FOUND", subscribe[updated](t, live, groupUpdated, variables{"id": id}).last(t))
				require.Equal(t, "NOT_FOUND", subscribe[changed](t, live, membershipChanged, variables{"id": id}).last(t))
			}
			require.Equal(t, "READY", c.group(t, g).Status)
			require.Nil(t, ask[struct{ Node *struct{ ID string } }](t, stranger, `query($id: ID!) { node(id: $id) { id } }`, variables{"id": ana}).Node)

			// The same e-mail is another person there, and what happens here is not heard of there.
			strangers := dial(t, stranger)
			heard, _ := watch[ready](t, strangers, groupReady, nil, func() { stranger.createSmart(t, "Theirs", "Everyone in Finance") })
			require.Equal(t, 1, stranger.upsert(t, person("ana@company.example", "Finance")).Accepted)
			require.Equal(t, 1, stranger.simulations(t, simulation("ana@company.example", "CLICKED", "Payroll", 3)).Accepted)
			c.generated(t, "Ours", repeatOffenders)
			theirs := stranger.generated(t, "Also theirs", "Clicked in the last 30 days")
			require.Equal(t, []string{"ana@company.example"}, stranger.memberEmails(t, theirs.ID))
			heard.until(t, func(r ready) bool {
				require.NotEqual(t, "Ours", r.GroupReady.Group.Name)
				return r.GroupReady.Group.ID == theirs.ID
			})
			require.Len(t, c.memberEmails(t, g), 3)
		})
	}
}
