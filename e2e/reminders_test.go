package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/reminder/mail/mailtest"
)

// pupils is how many people of a group have a training to finish.
const pupils = 150

func TestKilledWhileRemindingOnSQLite(t *testing.T) { killedWhileReminding(t, onSQLite(t)) }

func TestKilledWhileRemindingOnPostgres(t *testing.T) {
	killedWhileReminding(t, onPostgresAndRedis(t))
}

// killedWhileReminding kills the node while the server has a message and has not answered yet.
func killedWhileReminding(t *testing.T, i installation) {
	server := mailtest.New(t)
	reached, answer := make(chan struct{}), make(chan struct{})
	var arrived atomic.Int32
	server.Took = func(mailtest.Mail) {
		if arrived.Add(1) == pupils/2 {
			close(reached)
			<-answer
		}
	}
	server.Start(t)
	i.env = append(i.env, "MUSTER_SMTP_URL=smtp://"+server.Addr(), "MUSTER_SMTP_FROM=security@company.example", "MUSTER_SMTP_RATE=1000")
	token := i.organization(t, "Company")
	first := i.start(t)
	c := client{first, token}
	request := c.remind(t, c.schoolClass(t))
	select {
	case <-reached:
	case <-time.After(patience):
		require.Fail(t, "the mail did not come")
	}
	first.kill(t)
	close(answer)

	c = client{i.start(t), token}
	require.Eventually(t, func() bool {
		return c.reminderCounts(t, request.ID) == reminderCounts{Sent: pupils - 1, Sending: 1}
	}, patience, interval)
	recipients := map[string]int{}
	for _, to := range server.Recipients() {
		recipients[to]++
		require.Equal(t, 1, recipients[to], "%s twice", to)
	}
	require.Len(t, recipients, pupils, "the last one's answer was lost, not the message")
}

func TestRemindersAreFilesWithoutAMailServer(t *testing.T) {
	i, folder := onSQLite(t), t.TempDir()
	i.env = append(i.env, "MUSTER_DATA_DIR="+folder)
	c := client{i.start(t), i.organization(t, "Company")}
	request := c.remind(t, c.schoolClass(t))
	require.Equal(t, "FILE", request.Delivery)
	require.Eventually(t, func() bool { return c.reminderCounts(t, request.ID) == reminderCounts{Sent: pupils} }, patience, interval)
	files, err := filepath.Glob(filepath.Join(folder, "outbox", "*.eml"))
	require.NoError(t, err)
	require.Len(t, files, pupils)
	raw, err := os.ReadFile(files[0])
	require.NoError(t, err)
	require.Contains(t, mailtest.Parts(t, string(raw))["text/plain"], "Passwords")
}

// schoolClass makes a manual group of people who have a training to finish, and gives its id.
func (c client) schoolClass(t *testing.T) string {
	t.Helper()
	people, events, emails := make([]row, pupils), make([]row, pupils), make([]string, pupils)
	for n := range pupils {
		emails[n] = fmt.Sprintf("pupil%d@company.example", n)
		people[n] = person(emails[n], "School")
		events[n] = row{"id": fmt.Sprint(n), "email": emails[n], "type": "ENROLLED", "course": "Passwords", "occurredAt": time.Now().Add(-time.Hour)}
	}
	require.Equal(t, pupils, c.upsert(t, people...).Accepted)
	require.Equal(t, pupils, c.trainings(t, events...).Accepted)
	made := ask[struct {
		CreateGroup struct{ Group struct{ ID string } }
	}](t, c, `mutation { createGroup(input: {name: "Class"}) { group { id } } }`, nil)
	id := made.CreateGroup.Group.ID
	ask[any](t, c, `mutation($g: ID!, $e: [String!]!) { addGroupMembers(input: {groupId: $g, emails: $e}) { group { id } } }`, variables{"g": id, "e": emails})
	return id
}

type reminderRequest struct {
	ID       string
	Queued   int
	Delivery string
}

type reminderCounts struct{ Pending, Sending, Sent, Failed, Skipped int }

func (c client) remind(t *testing.T, group string) reminderRequest {
	t.Helper()
	sent := ask[struct {
		SendReminders struct{ Request reminderRequest }
	}](t, c,
		`mutation($g: ID!) { sendReminders(input: {groupId: $g}) { request { id queued delivery } } }`, variables{"g": group})
	require.Equal(t, pupils, sent.SendReminders.Request.Queued)
	return sent.SendReminders.Request
}

func (c client) reminderCounts(t *testing.T, request string) reminderCounts {
	t.Helper()
	found := ask[struct {
		Node struct{ Counts reminderCounts }
	}](t, c,
		`query($id: ID!) { node(id: $id) { ... on ReminderRequest { counts { pending sending sent failed skipped } } } }`, variables{"id": request})
	return found.Node.Counts
}
