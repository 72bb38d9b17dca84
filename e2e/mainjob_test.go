package e2e_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMainJobOnSQLite(t *testing.T) {
	i := onSQLite(t)
	token := i.organization(t, "Company")
	c := client{i.start(t), token}
	mainJob(t, c, c)
}

// TestMainJobOnTwoNodes writes on one node and listens on the other.
func TestMainJobOnTwoNodes(t *testing.T) {
	i := onPostgresAndRedis(t)
	token := i.organization(t, "Company")
	mainJob(t, client{i.start(t), token}, client{i.start(t), token})
}

// mainJob is what the service is for, from the first facts to the end of a group. Facts and mutations go to writer's
// node; reader's node is read from and pushes.
func mainJob(t *testing.T, writer, reader client) {
	company(t, writer)
	live := dial(t, reader)
	g := generate(t, writer, reader, live)
	preview(t, reader, g)

	updates, renamed := watch[updated](t, live, groupUpdated, variables{"id": g}, func() { writer.rename(t, g, "Offenders") })
	require.Equal(t, "Offenders", renamed.GroupUpdated.Name)
	changes := watchMembers(t, live, writer, g)
	exclude(t, writer, reader, g, changes)

	require.Equal(t, "ACTIVE", writer.move(t, "activateGroup", g).Status)
	updates.until(t, func(u updated) bool { return u.GroupUpdated.Status == "ACTIVE" })
	require.Contains(t, reader.selectable(t), g)
	require.Contains(t, reader.tab(t, "ACTIVE"), g)
	require.NotContains(t, reader.tab(t, "INACTIVE"), g)

	joinByEvent(t, writer, g, changes, updates)
	leaveByCorrection(t, writer, changes)
	leaveByTheClock(t, writer, changes)
	leaveByProfile(t, writer, changes)
	require.ElementsMatch(t, []string{"bo@company.example", "eve@company.example"}, reader.memberEmails(t, g))
	require.Equal(t, 2, reader.group(t, g).MemberCount)

	require.Equal(t, "INACTIVE", writer.move(t, "deactivateGroup", g).Status)
	updates.until(t, func(u updated) bool { return u.GroupUpdated.Status == "INACTIVE" })
	require.NotContains(t, reader.selectable(t), g)
	require.Contains(t, reader.tab(t, "INACTIVE"), g)

	writer.remove(t, "deleteGroup", g)
	require.Nil(t, reader.find(t, g))
	require.Equal(t, "NOT_FOUND", updates.last(t), "whoever listens to a deleted group is told")
	require.Equal(t, "NOT_FOUND", changes.last(t))
}

// generate creates the group and waits for the push that it is ready.
func generate(t *testing.T, writer, reader client, live *socket) (id string) {
	t.Helper()
	finished, _ := watch[ready](t, live, groupReady, nil, func() { writer.createSmart(t, "Warming up", "Clicked in the last 30 days") })

	g := writer.createSmart(t, "Repeat offenders", repeatOffenders)
	require.Equal(t, "GENERATING", g.Status)
	require.Contains(t, reader.tab(t, "INACTIVE"), g.ID)
	require.NotContains(t, reader.selectable(t), g.ID)

	push := finished.until(t, func(r ready) bool { return r.GroupReady.Group.ID == g.ID }).GroupReady
	require.Equal(t, "Your group is ready to go!", push.Message)
	require.Equal(t, "READY", push.Group.Status)
	require.Equal(t, 3, push.Group.MemberCount)
	require.Equal(t, []notification{{Kind: "GROUP_READY", Message: push.Message, Group: &group{ID: g.ID}}}, reader.notifications(t, g.ID))
	return g.ID
}

// preview looks at the group as an administrator does before saving it.
func preview(t *testing.T, c client, id string) {
	t.Helper()
	g := c.group(t, id)
	require.Equal(t, "CLEAR", g.Interpretation.Status)
	require.Empty(t, g.Interpretation.Unresolved)
	require.NotEmpty(t, g.Interpretation.Readback)
	require.Equal(t, g.Interpretation.Readback, g.Criteria.Readback)
	require.Contains(t, g.Criteria.Readback, "Finance")
	require.Contains(t, g.Criteria.Readback, "Legal")
	require.Contains(t, g.Criteria.Readback, "90")
	require.Equal(t, 3, g.MemberCount)
	require.NotNil(t, g.EvaluatedAt)
	require.WithinDuration(t, time.Now(), *g.EvaluatedAt, patience)

	members := c.members(t, id)
	require.ElementsMatch(t, []string{"ana@company.example", "bo@company.example", "eve@company.example"}, c.memberEmails(t, id))
	for _, m := range members {
		require.NotEmpty(t, m.Reasons, m.Employee.Email)
		for _, r := range m.Reasons {
			require.NotEmpty(t, r.Condition)
		}
	}
}

// watchMembers subscribes to the members' changes. Excluding and readmitting somebody shows that it is in place.
func watchMembers(t *testing.T, live *socket, writer client, id string) feed[changed] {
	t.Helper()
	eve := writer.employee(t, "eve@company.example")
	changes, last := watch[changed](t, live, membershipChanged, variables{"id": id}, func() {
		writer.exclude(t, id, eve)
		writer.readmit(t, id, eve)
	})
	for version := writer.group(t, id).Version; last.MembershipChanged.Version != version; {
		last = changes.next(t)
	}
	return changes
}

func exclude(t *testing.T, writer, reader client, id string, changes feed[changed]) {
	t.Helper()
	ana := writer.employee(t, "ana@company.example")
	in := row{"groupId": id, "employeeId": ana, "reason": "ADDRESSED_ELSEWHERE", "note": "Spoke with her on the phone."}
	made := ask[struct {
		ExcludeEmployee struct {
			Group     group
			Exclusion struct {
				Reason, Note, CreatedBy string
				Employee                employee
			}
		}
	}](t, writer, excludeEmployee, variables{"in": in}).ExcludeEmployee
	require.Equal(t, 2, made.Group.MemberCount)
	require.Equal(t, "ADDRESSED_ELSEWHERE", made.Exclusion.Reason)
	require.Equal(t, "ana@company.example", made.Exclusion.Employee.Email)
	require.NotEmpty(t, made.Exclusion.CreatedBy)

	push := changes.next(t).MembershipChanged
	require.Equal(t, []string{"ana@company.example"}, emails(push.Left))
	require.Empty(t, push.Joined)
	require.Equal(t, 2, push.Group.MemberCount)
	require.NotContains(t, reader.memberEmails(t, id), "ana@company.example")
}

// joinByEvent: the second failure of somebody in Legal.
func joinByEvent(t *testing.T, writer client, id string, changes feed[changed], updates feed[updated]) {
	t.Helper()
	before := writer.group(t, id).Version
	writer.simulations(t, simulation("hal@company.example", "SUBMITTED", "Refund", 1))
	push := changes.next(t).MembershipChanged
	require.Equal(t, []string{"hal@company.example"}, emails(push.Joined))
	require.Empty(t, push.Left)
	require.Equal(t, 1, push.JoinedCount)
	require.Equal(t, before+1, push.Version, "no gap")
	updates.until(t, func(u updated) bool { return u.GroupUpdated.MemberCount == 3 })
}

// leaveByCorrection: it was a scanner after all.
func leaveByCorrection(t *testing.T, writer client, changes feed[changed]) {
	t.Helper()
	correction := simulation("hal@company.example", "SUBMITTED", "Refund", 1)
	correction["automated"] = true
	require.Equal(t, result{Accepted: 1, Rejected: nothingRejected}, writer.simulations(t, correction))
	push := changes.next(t).MembershipChanged
	require.Equal(t, []string{"hal@company.example"}, emails(push.Left))
	require.Empty(t, push.Joined)
}

// leaveByTheClock: a second failure that is about to be older than 90 days.
func leaveByTheClock(t *testing.T, writer client, changes feed[changed]) {
	t.Helper()
	const remaining = 4 * time.Second
	lapses := time.Now().UTC().Add(remaining)
	writer.simulations(t, simulationAt("ida@company.example", "CLICKED", "Favour", lapses.AddDate(0, 0, -90)))
	require.Equal(t, []string{"ida@company.example"}, emails(changes.next(t).MembershipChanged.Joined))
	push := changes.next(t).MembershipChanged
	require.Equal(t, []string{"ida@company.example"}, emails(push.Left))
	require.Empty(t, push.Joined)
	require.WithinRange(t, time.Now(), lapses, lapses.Add(patience))
}

// leaveByProfile: somebody moves to Sales, and comes back.
func leaveByProfile(t *testing.T, writer client, changes feed[changed]) {
	t.Helper()
	writer.upsert(t, person("bo@company.example", "Sales"))
	require.Equal(t, []string{"bo@company.example"}, emails(changes.next(t).MembershipChanged.Left))
	writer.upsert(t, person("bo@company.example", "Finance/Accounting"))
	require.Equal(t, []string{"bo@company.example"}, emails(changes.next(t).MembershipChanged.Joined))
}
