package graph_test

import (
	"testing"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/ids"
	"muster/internal/reminder"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

const reminded = `{ queued skippedNoPending skippedRecently skippedDisabled skippedNotMember delivery request { id counts { pending sent } } }`

// class makes a manual group of three, one of them with nothing to do, and gives its id and its members'.
func class(a *api) (group string, members []any) {
	a.t.Helper()
	a.get(`mutation { upsertEmployees(input: {employees: [
		{email: "ana@acme.example", name: "Ana"}, {email: "ben@acme.example", name: "Ben"}, {email: "cy@acme.example", name: "Cy"}]}) { result { accepted } }
	}`, nil)
	a.get(`mutation { recordTrainingEvents(input: {events: [
		{id: "1", email: "ana@acme.example", type: ENROLLED, course: "Basics", occurredAt: "2026-05-01T00:00:00Z", dueAt: "2026-05-10T00:00:00Z"}
		{id: "2", email: "ben@acme.example", type: ENROLLED, course: "Basics", occurredAt: "2026-05-01T00:00:00Z"}]}) { result { accepted } }
	}`, nil)
	group, _ = a.get(`mutation { createGroup(input: {name: "Class"}) { group { id } } }`, nil, "createGroup", "group", "id").(string)
	a.get(`mutation($g: ID!) { addGroupMembers(input: {groupId: $g, emails: ["ana@acme.example", "ben@acme.example", "cy@acme.example"]}) { result { accepted } } }`,
		vars{"g": group})
	return group, nodes(a.t, a.get(`{ employees { edges { node { id } } } }`, nil, "employees"), "id")
}

// workReminders works the request's job.
func (a *api) workReminders(request string) {
	a.t.Helper()
	id, ok := ids.Parse(ids.ReminderRequest, request)
	require.True(a.t, ok)
	service, ok := a.resolver.Reminders.(*reminder.Service)
	require.True(a.t, ok)
	job := &river.Job[reminder.Args]{Args: reminder.Args{OrganizationID: a.identity.OrganizationID, RequestID: id}}
	require.NoError(a.t, service.Worker().Work(a.t.Context(), job))
}

func TestReminders(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := newAPI(t, db)
		group, members := class(a)
		const send = `mutation($in: SendRemindersInput!) { sendReminders(input: $in) ` + reminded + ` }`
		in := vars{"groupId": group, "message": "Please", "clientMutationId": "once", "dryRun": true}
		counts := vars{"queued": 2.0, "skippedNoPending": 1.0, "skippedRecently": 0.0, "skippedDisabled": 0.0, "skippedNotMember": 0.0, "delivery": "FILE", "request": nil}
		require.EqualValues(t, counts, a.get(send, vars{"in": in}, "sendReminders"))
		require.Empty(t, nodes(t, a.get(`{ reminderRequests { edges { node { id } } } }`, nil, "reminderRequests")))

		in["dryRun"] = false
		request, _ := a.get(send, vars{"in": in}, "sendReminders", "request", "id").(string)
		require.Equal(t, request, a.get(send, vars{"in": in}, "sendReminders", "request", "id"), "the same call")
		in["message"] = "Other"
		require.Equal(t, []string{"CONFLICT"}, a.ask(send, vars{"in": in}).codes())
		in["employeeIds"] = []any{}
		require.Equal(t, []string{"INVALID"}, a.ask(send, vars{"in": in}).codes(), "nobody is not everybody")
		few := a.get(send, vars{"in": vars{"groupId": group, "employeeIds": members[:1]}}, "sendReminders")
		require.EqualValues(t, 1, at(t, few, "skippedRecently"))

		const read = `query($id: ID!) { node(id: $id) { ... on ReminderRequest { group { id } groupName message delivery queued trouble createdBy createdAt
			counts { pending sending sent failed skipped }
			reminders(first: 1) { totalCount pageInfo { hasNextPage } edges { node { id state attempts failure nextAttemptAt settledAt employee { name } } } }
			failed: reminders(state: FAILED) { totalCount } } } }`
		before := a.get(read, vars{"id": request}, "node")
		require.EqualValues(t, vars{"pending": 2.0, "sending": 0.0, "sent": 0.0, "failed": 0.0, "skipped": 0.0}, at(t, before, "counts"))
		first := at(t, before, "reminders", "edges", 0, "node")
		require.Equal(t, "2026-05-20T12:00:00Z", at(t, first, "nextAttemptAt"))
		a.workReminders(request)
		after := a.get(read, vars{"id": request}, "node")
		require.EqualValues(t, vars{
			"group": map[string]any{"id": group}, "groupName": "Class", "message": "Please", "delivery": "FILE", "queued": 2.0, "trouble": nil,
			"createdBy": "admin", "createdAt": "2026-05-20T12:00:00Z",
			"counts": map[string]any{"pending": 0.0, "sending": 0.0, "sent": 2.0, "failed": 0.0, "skipped": 0.0},
			"reminders": map[string]any{"totalCount": 2.0, "pageInfo": map[string]any{"hasNextPage": true}, "edges": []any{map[string]any{"node": map[string]any{
				"id": at(t, first, "id"), "state": "SENT", "attempts": 1.0, "failure": nil, "nextAttemptAt": nil, "settledAt": "2026-05-20T12:00:00Z",
				"employee": map[string]any{"name": "Ana"},
			}}}},
			"failed": map[string]any{"totalCount": 0.0},
		}, after)
		again := a.get(`mutation($id: ID!) { retryReminders(input: {requestId: $id}) { queued skippedRecently request { id } } }`, vars{"id": request}, "retryReminders")
		require.Equal(t, map[string]any{"queued": 0.0, "skippedRecently": 0.0, "request": map[string]any{"id": request}}, again)

		a.get(`mutation($g: ID!) { deleteGroup(input: {id: $g}) { deletedId } }`, vars{"g": group})
		list := a.get(`query($g: ID!) { reminderRequests(groupId: $g) { totalCount edges { node { groupName group { id } } } } }`, vars{"g": group}, "reminderRequests")
		require.Equal(t, []any{"Class", "Class"}, nodes(t, list, "groupName"), "the record outlives the group")
		require.Equal(t, []any{nil, nil}, nodes(t, list, "group"))
		require.Empty(t, nodes(t, a.get(`{ reminderRequests(groupId: "x") { edges { node { id } } } }`, nil, "reminderRequests")))
	})
}

func TestRemindersOfAnotherOrganization(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		theirs := newAPI(t, db)
		group, _ := class(theirs)
		sent := theirs.get(`mutation($g: ID!) { sendReminders(input: {groupId: $g}) { request { id reminders { edges { node { id } } } } } }`,
			vars{"g": group}, "sendReminders", "request")
		request, one := at(t, sent, "id"), at(t, sent, "reminders", "edges", 0, "node", "id")
		require.Equal(t, "Reminder", theirs.get(`query($id: ID!) { node(id: $id) { __typename } }`, vars{"id": one}, "node", "__typename"))
		mine := theirs.other()
		for _, id := range []any{request, one, "rrq_x", "rem_0"} {
			require.Nil(t, mine.get(`query($id: ID!) { node(id: $id) { id } }`, vars{"id": id}, "node"))
			retry := `mutation($id: ID!) { retryReminders(input: {requestId: $id}) { queued } }`
			require.Equal(t, []string{"NOT_FOUND"}, mine.ask(retry, vars{"id": id}).codes())
		}
		require.EqualValues(t, 0, mine.get(`{ reminderRequests { totalCount } }`, nil, "reminderRequests", "totalCount"))

		reader := theirs.identity
		reader.Role = auth.Viewer
		require.Equal(t, []string{"FORBIDDEN"}, theirs.as(reader).ask(`mutation($g: ID!) { sendReminders(input: {groupId: $g, dryRun: true}) { queued } }`, vars{"g": group}).codes())
		require.EqualValues(t, 1, theirs.as(reader).get(`{ reminderRequests { totalCount } }`, nil, "reminderRequests", "totalCount"))
	})
}
