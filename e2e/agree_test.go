package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestTwoNodesAgree lets several clients write at once, on both nodes, while groups are made and redescribed. When they
// are done, every group has exactly the members that its criteria select, and whoever followed the changes has them too.
func TestTwoNodesAgree(t *testing.T) {
	i := onPostgresAndRedis(t)
	token := i.organization(t, "Company")
	a, b := client{i.start(t), token}, client{i.start(t), token}
	company(t, a)
	crew := make([]row, 60)
	for n := range crew {
		crew[n] = person(fmt.Sprintf("crew%d@company.example", n), "Sales")
	}
	a.upsert(t, crew...)
	followed := a.generated(t, "Offenders", repeatOffenders).ID
	changes := watchMembers(t, dial(t, b), a, followed)
	members := map[string]bool{}
	for _, email := range a.memberEmails(t, followed) {
		members[email] = true
	}

	finish := write(t.Context(), a, b, a, b)
	groups := map[string]string{followed: repeatOffenders}
	for n, words := range []string{"Clicked in the last 30 days", "People in Legal who never reported", "Clicked at least 3 times"} {
		groups[[]client{a, b}[n%2].createSmart(t, words, words).ID] = words
	}
	changing := a.generated(t, "Changing", "Everyone in Sales").ID
	groups[changing] = "High-risk users in the last 60 days"
	ask[any](t, b, `mutation($in: RedescribeGroupInput!) { redescribeGroup(input: $in) { group { id } } }`,
		variables{"in": row{"id": changing, "description": groups[changing]}})
	require.NoError(t, finish())

	for id, words := range groups {
		require.Eventually(t, func() bool {
			g := a.group(t, id)
			return g.Status == "READY" && !g.Redescribing
		}, patience, interval)
		require.ElementsMatch(t, b.preview(t, words), a.memberEmails(t, id), words)
		require.NotEmpty(t, a.memberEmails(t, id), words)
	}
	for version := a.group(t, followed).Version; ; {
		change := changes.next(t).MembershipChanged
		for _, e := range change.Joined {
			require.False(t, members[e.Email], "%s joins twice", e.Email)
			members[e.Email] = true
		}
		for _, e := range change.Left {
			require.True(t, members[e.Email], "%s leaves twice", e.Email)
			delete(members, e.Email)
		}
		if change.Version == version {
			break
		}
	}
	for _, email := range a.memberEmails(t, followed) {
		require.True(t, members[email])
		delete(members, email)
	}
	require.Empty(t, members)
}

// preview gives who the words select, without a group.
func (c client) preview(t *testing.T, words string) []string {
	t.Helper()
	return emails(ask[struct {
		PreviewCriteria struct{ Members connection[employee] }
	}](t, c, `query($t: String) { previewCriteria(text: $t) { members(first: 100) { edges { node { id email } } } } }`,
		variables{"t": words}).PreviewCriteria.Members.nodes())
}

// write lets each client send facts at the same time, about the same people; the function waits until all are done.
func write(ctx context.Context, clients ...client) (finish func() error) {
	failures := make([]error, len(clients))
	var writing sync.WaitGroup
	for n, c := range clients {
		writing.Go(func() {
			r := rand.New(rand.NewPCG(7, uint64(n)))
			for range 40 {
				if failures[n] = sendFacts(ctx, c, r); failures[n] != nil {
					return
				}
			}
		})
	}
	return func() error {
		writing.Wait()
		return errors.Join(failures...)
	}
}

// sendFacts sends events, of which some correct earlier ones, or moves people between departments.
func sendFacts(ctx context.Context, c client, r *rand.Rand) error {
	somebody := func() string { return fmt.Sprintf("crew%d@company.example", r.IntN(60)) }
	query, input := recordSimulations, row{}
	if r.IntN(4) == 0 {
		query = upsertEmployees
		var rows []row
		for range 5 {
			rows = append(rows, person(somebody(), []string{"Finance", "Legal/Contracts", "Sales"}[r.IntN(3)]))
		}
		input["employees"] = rows
	} else {
		var rows []row
		for range 10 {
			kind := []string{"CLICKED", "CLICKED", "SUBMITTED", "REPORTED"}[r.IntN(4)]
			// Half a day off every window's edge: what the clock takes out meanwhile is another test's question.
			at := time.Now().UTC().AddDate(0, 0, -r.IntN(110)).Add(-12 * time.Hour)
			event := simulationAt(somebody(), kind, fmt.Sprintf("Campaign %d", r.IntN(8)), at)
			event["automated"] = r.IntN(4) == 0
			rows = append(rows, event)
		}
		input["events"] = rows
	}
	response, _, err := c.send(ctx, query, variables{"in": input})
	if err == nil && len(response.Errors) > 0 {
		err = errors.New(response.Errors[0].Message)
	}
	return err
}
