package server_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/notify"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// group makes a manual group and gives its id.
func (n *node) group() string {
	n.t.Helper()
	made, _ := n.ask(`mutation { createGroup(input: {name: "Board"}) { group { id } } }`)["createGroup"].(map[string]any)
	id, _ := made["group"].(map[string]any)["id"].(string)
	return id
}

func (n *node) employee(email string) {
	n.t.Helper()
	n.ask(`mutation { upsertEmployees(input: {employees: [{email: "` + email + `", name: "Somebody"}]}) { result { accepted } } }`)
}

func (n *node) add(group, email string) {
	n.t.Helper()
	n.ask(`mutation { addGroupMembers(input: {groupId: "` + group + `", emails: ["` + email + `"]}) { result { accepted } } }`)
}

func TestSocketsAuthenticate(t *testing.T) {
	n := start(t, false)
	for _, payload := range []any{nil, map[string]any{}, map[string]any{"Authorization": "Bearer wrong"}, map[string]any{"Authorization": 5}} {
		n.dial(payload).closed(4403)
	}
	s := n.dial(map[string]any{"authorization": "Bearer " + n.token})
	require.Equal(t, "connection_ack", s.hear().Type)
	s.subscribe("q", "{ viewer { role } }")
	require.JSONEq(t, `{"data": {"viewer": {"role": "ADMIN"}}}`, string(s.hear().Payload))
	require.Equal(t, "complete", s.hear().Type)
}

func TestChangesArePushed(t *testing.T) {
	n := start(t, false)
	group := n.group()
	n.employee("ana@acme.test")
	m, u := n.connect(n.token), n.connect(n.token)
	m.listen(n, "m", `subscription { membershipChanged(groupId: "`+group+`") {
		group { memberCount } joined { email } left { email } version joinedCount leftCount } }`)
	u.listen(n, "u", `subscription { groupUpdated(id: "`+group+`") { name memberCount } }`)

	n.add(group, "ana@acme.test")
	require.JSONEq(t, `{"data": {"membershipChanged": {"group": {"memberCount": 1}, "joined": [{"email": "ana@acme.test"}], "left": [],
		"version": 1, "joinedCount": 1, "leftCount": 0}}}`, string(m.hear().Payload))
	require.JSONEq(t, `{"data": {"groupUpdated": {"name": "Board", "memberCount": 1}}}`, string(u.hear().Payload))
}

// TestADeletedGroupEndsItsSubscriptions with a code, after whatever was on its way.
func TestADeletedGroupEndsItsSubscriptions(t *testing.T) {
	n := start(t, false)
	group := n.group()
	s := n.connect(n.token)
	s.listen(n, "u", `subscription { groupUpdated(id: "`+group+`") { memberCount } }`)
	n.ask(`mutation { deleteGroup(input: {id: "` + group + `"}) { deletedId } }`)
	require.Equal(t, "NOT_FOUND", code(t, string(s.hear().Payload)))
	require.Equal(t, "complete", s.hear().Type)
}

func TestAFinishedGroupIsAnnounced(t *testing.T) {
	n := start(t, false)
	s := n.connect(n.token)
	s.listen(n, "r", `subscription { groupReady { message group { name } } }`)
	n.group()
	n.announce("ready to go")
	require.JSONEq(t, `{"data": {"groupReady": {"message": "ready to go", "group": {"name": "Board"}}}}`, string(s.hear().Payload))
}

// TestWhatWasMissedIsMadeUpFor: after an interruption of the broker each subscription sends what brings its client up
// to date.
func TestWhatWasMissedIsMadeUpFor(t *testing.T) {
	n := start(t, false)
	group := n.group()
	n.employee("ana@acme.test")
	for _, tt := range []struct{ text, want string }{
		{`groupUpdated(id: "` + group + `") { memberCount }`, `{"groupUpdated": {"memberCount": 0}}`},
		{`membershipChanged(groupId: "` + group + `") { version joined { id } joinedCount }`, `{"membershipChanged": {"version": 0, "joined": [], "joinedCount": 0}}`},
	} {
		s := n.connect(n.token)
		s.listen(n, "s", "subscription { "+tt.text+" }") <- struct{}{}
		require.JSONEq(t, `{"data": `+tt.want+`}`, string(s.hear().Payload))
	}

	s := n.connect(n.token)
	missed := s.listen(n, "r", "subscription { groupReady { message } }")
	n.notice("unheard", "lost")
	missed <- struct{}{}
	require.JSONEq(t, `{"data": {"groupReady": {"message": "unheard"}}}`, string(s.hear().Payload))
	require.JSONEq(t, `{"data": {"groupReady": {"message": "lost"}}}`, string(s.hear().Payload))
	n.announce("heard")
	require.JSONEq(t, `{"data": {"groupReady": {"message": "heard"}}}`, string(s.hear().Payload))
}

// announce does what announcing a finished group does, to the organization's only group.
func (n *node) announce(text string) {
	n.t.Helper()
	require.NoError(n.t, n.broker.Publish(n.t.Context(), notify.Message{Topic: notify.GroupReady(n.organization), Version: n.notice(text)}))
}

// notice keeps notifications about the organization's only group and gives the last one's id.
func (n *node) notice(texts ...string) (last int64) {
	n.t.Helper()
	ctx := auth.With(n.t.Context(), auth.Identity{OrganizationID: n.organization})
	require.NoError(n.t, n.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		group := tx.Ent.Group.Query().OnlyIDX(ctx)
		for _, text := range texts {
			kept, err := tx.Ent.Notification.Create().SetKind("GROUP_READY").SetGroupID(group).SetMessage(text).SetCreatedAt(1).
				SetOrganizationID(n.organization).Save(ctx)
			if err != nil {
				return err
			}
			last = kept.ID
		}
		return nil
	}))
	return last
}

// TestTheBrokersEndEndsSubscriptions with a code that says to come again.
func TestTheBrokersEndEndsSubscriptions(t *testing.T) {
	n := start(t, false)
	s := n.connect(n.token)
	s.listen(n, "r", `subscription { groupReady { message } }`)
	n.broker.Close()
	require.Equal(t, "UNAVAILABLE", code(t, string(s.hear().Payload)))
	require.Equal(t, "complete", s.hear().Type)
}

func TestForeignAndUnknownGroupsCannotBeHeard(t *testing.T) {
	n := start(t, false)
	theirs := n.group()
	n.organization = storagetest.Organization(t, n.db, "Other", "UTC")
	token, _ := n.key(auth.Admin)
	s := n.connect(token)
	for _, id := range []string{theirs, "grp_9999", "nonsense"} {
		for _, field := range []string{`groupUpdated(id: "` + id + `") { id }`, `membershipChanged(groupId: "` + id + `") { version }`} {
			s.subscribe("s", "subscription { "+field+" }")
			require.Equal(t, "NOT_FOUND", code(t, string(s.hear().Payload)))
			require.Equal(t, "complete", s.hear().Type)
		}
	}
}

// TestARevokedKeyClosesWhatIsOpen within the interval: the socket with a code, the stream by cutting it.
func TestARevokedKeyClosesWhatIsOpen(t *testing.T) {
	n := start(t, false)
	doomed, id := n.key(auth.Viewer)
	stays := n.connect(n.token)
	closes := n.connect(doomed)
	body := n.stream(doomed, `subscription { groupReady { message } }`)
	_, err := n.keys.Revoke(auth.With(t.Context(), auth.Identity{OrganizationID: n.organization, Role: auth.Admin}), id)
	require.NoError(t, err)

	closes.closed(4403)
	for body.Scan() {
		require.NotContains(t, body.Text(), "complete")
	}
	stays.subscribe("q", "{ viewer { role } }")
	require.Equal(t, "next", stays.hear().Type)
	n.dial(map[string]any{"Authorization": "Bearer " + doomed}).closed(4403)
}

// stream subscribes over Server-Sent Events and gives the lines.
func (n *node) stream(token, text string) *bufio.Scanner {
	n.t.Helper()
	request, err := http.NewRequestWithContext(n.t.Context(), http.MethodPost, n.url+"/graphql", strings.NewReader(`{"query": "`+text+`"}`))
	require.NoError(n.t, err)
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	require.NoError(n.t, err)
	n.t.Cleanup(func() { _ = response.Body.Close() })
	require.Equal(n.t, http.StatusOK, response.StatusCode)
	n.await()
	return bufio.NewScanner(response.Body)
}

func TestAStream(t *testing.T) {
	n := start(t, false)
	n.group()
	lines := n.stream(n.token, `subscription { groupReady { message } }`)
	n.announce("hello")
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "data: {") {
		continue
	}
	require.JSONEq(t, `{"data": {"groupReady": {"message": "hello"}}}`, strings.TrimPrefix(lines.Text(), "data: "))
}

func TestStoppingClosesWhatIsOpen(t *testing.T) {
	n := start(t, false)
	s := n.connect(n.token)
	s.listen(n, "r", `subscription { groupReady { message } }`)
	lines := n.stream(n.token, `subscription { groupReady { message } }`)
	require.NoError(t, n.stop())
	s.closed(websocket.CloseGoingAway)
	for lines.Scan() {
		require.NotContains(t, lines.Text(), "complete")
	}
}
