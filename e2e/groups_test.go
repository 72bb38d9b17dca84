package e2e_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestManualGroupsOnSQLite(t *testing.T) { manualGroups(t, onSQLite(t)) }

func TestManualGroupsOnPostgres(t *testing.T) { manualGroups(t, onPostgres(t)) }

const setMembers = `mutation($in: GroupMembersInput!) { %s(input: $in) {
	group { memberCount version } result { accepted unchanged rejected { index code message } } } }`

// manualGroups gives a group ten thousand members in a call, by e-mail and by id, and takes them out again.
func manualGroups(t *testing.T, i installation) {
	const many = 10_000
	token := i.organization(t, "Company")
	c := client{i.start(t), token}
	emails := make([]string, many)
	for first := 0; first < many; first += 1000 {
		rows := make([]row, 1000)
		for k := range rows {
			emails[first+k] = fmt.Sprintf("p%d@company.example", first+k)
			rows[k] = row{"email": emails[first+k], "name": "Somebody"}
		}
		require.Equal(t, len(rows), c.upsert(t, rows...).Accepted)
	}
	g := ask[map[string]struct{ Group group }](t, c, `mutation { createGroup(input: {name: "Everybody"}) { group { ...G } } } `+groupFields, nil)["createGroup"].Group
	require.Equal(t, []string{"MANUAL", "ACTIVE"}, []string{g.Kind, g.Status})

	called := append([]string{"NOBODY@company.example", "not an address"}, emails[2:]...)
	called[2] = "P2@Company.Example" // whatever the case
	added := c.setMembers(t, "addGroupMembers", row{"groupId": g.ID, "emails": called})
	require.Equal(t, many-2, added.Result.Accepted)
	require.Equal(t, []rejected{{0, "NOT_FOUND", "no such employee"}, {1, "NOT_FOUND", "no such employee"}}, added.Result.Rejected)
	require.Equal(t, many-2, added.Group.MemberCount)
	require.Equal(t, 1, added.Group.Version, "one change")
	again := c.setMembers(t, "addGroupMembers", row{"groupId": g.ID, "emails": called})
	require.Equal(t, []int{0, many - 2, 1}, []int{again.Result.Accepted, again.Result.Unchanged, again.Group.Version})
	require.Contains(t, refused(t, c, "TOO_LARGE", fmt.Sprintf(setMembers, "addGroupMembers"),
		variables{"in": row{"groupId": g.ID, "emails": append(called, "one@more.example")}}), "10000")

	id := c.employee(t, emails[7])
	removed := c.setMembers(t, "removeGroupMembers", row{"groupId": g.ID, "employeeIds": []string{id, id, "emp_0"}, "emails": []string{emails[8], emails[7]}})
	require.Equal(t, []int{2, 2, 1, many - 4}, []int{removed.Result.Accepted, removed.Result.Unchanged, len(removed.Result.Rejected), removed.Group.MemberCount})

	c.rename(t, g.ID, "Nearly everybody")
	list := ask[struct {
		Groups connection[struct {
			Name           string
			AllowedActions []string
		}]
		GroupCounts struct{ Total, Active, Inactive int }
	}](t, c, `{ groups(filter: {kinds: [MANUAL]}, orderBy: {field: MEMBERS, direction: DESC}) { edges { node { name allowedActions } } }
		groupCounts { total active inactive } }`, nil)
	require.Equal(t, "Nearly everybody", list.Groups.nodes()[0].Name)
	require.Equal(t, []string{"VIEW", "RENAME", "DEACTIVATE", "ADD_MEMBERS", "REMOVE_MEMBERS", "SEND_REMINDERS", "DELETE"}, list.Groups.nodes()[0].AllowedActions)
	require.Equal(t, []int{2, 2, 0}, []int{list.GroupCounts.Total, list.GroupCounts.Active, list.GroupCounts.Inactive}, "with Phished Users")
	require.NotEmpty(t, refused(t, c, "INVALID", `mutation($in: RedescribeGroupInput!) { redescribeGroup(input: $in) { group { id } } }`,
		variables{"in": row{"id": g.ID, "description": "Everyone"}}))
	c.remove(t, "deleteGroup", g.ID)
	require.Nil(t, c.find(t, g.ID))
}

func (c client) setMembers(t *testing.T, mutation string, in row) (answer struct {
	Group  group
	Result result
},
) {
	t.Helper()
	return ask[map[string]struct {
		Group  group
		Result result
	}](t, c, fmt.Sprintf(setMembers, mutation), variables{"in": in})[mutation]
}
