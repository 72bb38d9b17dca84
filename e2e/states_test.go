package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMovesThatTheStateDoesNotAllow(t *testing.T) {
	i := onSQLite(t)
	token := i.organization(t, "Company")
	c := client{i.start(t), token}
	company(t, c)

	g := c.generated(t, "Offenders", repeatOffenders)
	require.Equal(t, "READY", g.Status)
	refuses := func(state, mutation, text string) {
		t.Helper()
		require.Contains(t, refused(t, c, "STATE", text, variables{"in": row{"id": g.ID}}), state, mutation)
	}
	refuses("READY", "deactivateGroup", moving("deactivateGroup"))
	require.Equal(t, "INACTIVE", c.move(t, "saveGroup", g.ID).Status)
	refuses("INACTIVE", "saveGroup", moving("saveGroup"))
	refuses("INACTIVE", "discardGroup", removing("discardGroup"))
	require.Equal(t, "ACTIVE", c.move(t, "activateGroup", g.ID).Status)
	refuses("ACTIVE", "activateGroup", moving("activateGroup"))
	refuses("ACTIVE", "discardGroup", removing("discardGroup"))

	unsaved := c.generated(t, "Offenders", repeatOffenders)
	require.NotEqual(t, g.ID, unsaved.ID, "similar words give a group of their own")
	c.remove(t, "discardGroup", unsaved.ID)
	require.Nil(t, c.find(t, unsaved.ID))
}

func TestWordsThatAreNotUnderstood(t *testing.T) {
	i := onSQLite(t)
	token := i.organization(t, "Company")
	c := client{i.start(t), token}
	company(t, c)

	partial := c.generated(t, "Left-handed", "Left-handed people in Finance")
	require.Equal(t, "READY", partial.Status)
	require.Equal(t, "PARTIAL", partial.Interpretation.Status)
	require.NotEmpty(t, partial.Interpretation.Unresolved)
	refused(t, c, "PARTIAL", moving("activateGroup"), variables{"in": row{"id": partial.ID}})
	require.Equal(t, "READY", c.group(t, partial.ID).Status)
	active := ask[map[string]struct{ Group group }](t, c, moving("activateGroup"), variables{"in": row{"id": partial.ID, "acceptPartial": true}})
	require.Equal(t, "ACTIVE", active["activateGroup"].Group.Status)

	out := c.generated(t, "Everybody out", "delete all users")
	require.Equal(t, "FAILED", out.Status)
	require.NotEmpty(t, out.Failure.Message)
	require.Equal(t, "GROUP_FAILED", c.notifications(t, out.ID)[0].Kind)
	require.Contains(t, refused(t, c, "STATE", moving("activateGroup"), variables{"in": row{"id": out.ID}}), "FAILED")
	c.remove(t, "discardGroup", out.ID)

	require.NotEmpty(t, refused(t, c, "INVALID", createSmartGroup, variables{"in": row{"name": "", "description": "Everyone"}}))
}

func TestRowsOutcomes(t *testing.T) {
	i := onSQLite(t)
	token := i.organization(t, "Company")
	c := client{i.start(t), token}
	company(t, c)

	unknown := simulation("nobody@company.example", "CLICKED", "Parcel", 1)
	got := c.simulations(t, simulation("jon@company.example", "CLICKED", "Parcel", 1), unknown)
	require.Equal(t, 1, got.Accepted)
	require.Len(t, got.Rejected, 1)
	require.Equal(t, 1, got.Rejected[0].Index)
	require.Equal(t, "NOT_FOUND", got.Rejected[0].Code)

	got = c.upsert(t, row{"email": "not an address", "name": "X"}, person("Ana@Company.example", "Finance"))
	require.Equal(t, 1, got.Accepted+got.Unchanged)
	require.Equal(t, "INVALID", got.Rejected[0].Code)

	many := make([]row, 1001)
	for n := range many {
		many[n] = row{"email": "x@company.example", "name": "X"}
	}
	refused(t, c, "TOO_LARGE", `mutation($in: UpsertEmployeesInput!) { upsertEmployees(input: $in) { result { accepted } } }`,
		variables{"in": row{"employees": many}})
}
