package e2e_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// apiKey is a key as the API shows it.
type apiKey struct {
	ID, Name, Role, Hint             string
	Valid, Current                   bool
	ExpiresAt, RevokedAt, LastUsedAt *time.Time
}

const keyFields = `fragment K on ApiKey { id name role hint valid current createdAt expiresAt revokedAt lastUsedAt }`

const (
	createKey = `mutation($in: CreateApiKeyInput!) { createApiKey(input: $in) { token key { ...K } } } ` + keyFields
	renameKey = `mutation($in: RenameApiKeyInput!) { renameApiKey(input: $in) { key { ...K } } } ` + keyFields
	revokeKey = `mutation($in: RevokeApiKeyInput!) { revokeApiKey(input: $in) { key { ...K } } } ` + keyFields
	listKeys  = `query($n: Int, $after: Cursor) { apiKeys(first: $n, after: $after) { totalCount pageInfo { endCursor hasNextPage } edges { node { ...K } } } } ` + keyFields
)

// newKey makes a key and gives a client that has it.
func (c client) newKey(t *testing.T, in row) (client, apiKey) {
	t.Helper()
	made := ask[struct {
		CreateAPIKey struct {
			Token string
			Key   apiKey
		}
	}](t, c, createKey, variables{"in": in}).CreateAPIKey
	require.True(t, strings.HasPrefix(made.Token, made.Key.Hint))
	return client{c.node, made.Token}, made.Key
}

func (c client) keys(t *testing.T) []apiKey {
	t.Helper()
	return ask[struct{ APIKeys connection[apiKey] }](t, c, listKeys, variables{"n": 100}).APIKeys.nodes()
}

func (c client) revoke(t *testing.T, id string) {
	t.Helper()
	ask[any](t, c, revokeKey, variables{"in": row{"id": id}})
}

func TestKeysThroughTheAPI(t *testing.T) {
	onBoth(t, func(t *testing.T, i installation) {
		first, other := i.organization(t, "Company"), i.organization(t, "Competitor")
		n := i.start(t)
		admin, stranger := client{n, first}, client{n, other}

		soon := time.Now().Add(time.Hour).UTC().Truncate(time.Second)
		operator, key := admin.newKey(t, row{"name": "sync", "role": "OPERATOR", "expiresAt": soon.Format(time.RFC3339)})
		require.Equal(t, apiKey{ID: key.ID, Name: "sync", Role: "OPERATOR", Hint: key.Hint, Valid: true, ExpiresAt: &soon}, key)
		require.Equal(t, 1, operator.upsert(t, person("ana@company.example", "Finance")).Accepted)
		list := admin.keys(t)
		require.Len(t, list, 2)
		require.Equal(t, key.ID, list[0].ID, "the newest first")
		require.True(t, list[1].Current)
		require.False(t, list[0].Current)

		renamed := ask[struct{ RenameAPIKey struct{ Key apiKey } }](t, admin, renameKey, variables{"in": row{"id": key.ID, "name": "Nightly sync"}})
		require.Equal(t, "Nightly sync", renamed.RenameAPIKey.Key.Name)
		page := ask[struct{ APIKeys struct{ TotalCount int } }](t, admin, listKeys, variables{"n": 1})
		require.Equal(t, 2, page.APIKeys.TotalCount)

		// Bad input, each with its code and nothing done.
		for name, in := range map[string]row{
			"no name":     {"name": " ", "role": "VIEWER"},
			"long name":   {"name": strings.Repeat("n", 201), "role": "VIEWER"},
			"two lines":   {"name": "a\nb", "role": "VIEWER"},
			"in the past": {"name": "n", "role": "VIEWER", "expiresAt": "2020-01-01T00:00:00Z"},
			"too far":     {"name": "n", "role": "VIEWER", "expiresAt": "9999-12-31T23:59:59Z"},
		} {
			require.NotEmpty(t, refused(t, admin, "INVALID", createKey, variables{"in": in}), name)
		}
		refused(t, admin, "INVALID", renameKey, variables{"in": row{"id": key.ID, "name": ""}})
		for _, id := range []string{"key_999999", "grp_1", "key_01", ""} {
			refused(t, admin, "NOT_FOUND", renameKey, variables{"in": row{"id": id, "name": "n"}})
			refused(t, admin, "NOT_FOUND", revokeKey, variables{"in": row{"id": id}})
		}
		refused(t, stranger, "NOT_FOUND", revokeKey, variables{"in": row{"id": key.ID}})
		refused(t, stranger, "NOT_FOUND", renameKey, variables{"in": row{"id": key.ID, "name": "mine"}})
		require.Len(t, stranger.keys(t), 1)
		refused(t, operator, "FORBIDDEN", createKey, variables{"in": row{"name": "n", "role": "VIEWER"}})
		refused(t, operator, "FORBIDDEN", revokeKey, variables{"in": row{"id": key.ID}})
		refused(t, operator, "FORBIDDEN", listKeys, nil)
		require.Len(t, admin.keys(t), 2)

		// A key of an identity provider opens none of this.
		directory, _ := admin.newKey(t, row{"name": "Entra", "role": "SCIM"})
		refused(t, directory, "FORBIDDEN", `{ viewer { name } }`, nil)
		for _, path := range []string{"/export/audit", "/export/groups/grp_1/members.csv"} {
			require.Equal(t, http.StatusForbidden, directory.get(t, path).StatusCode, path)
		}

		// The last administrator's key does not revoke itself; one of two does.
		own := list[1].ID
		require.Contains(t, refused(t, admin, "STATE", revokeKey, variables{"in": row{"id": own}}), "last ADMIN key")
		second, _ := admin.newKey(t, row{"name": "second", "role": "ADMIN"})
		admin.revoke(t, own)
		_, status := admin.post(t, `{ viewer { name } }`, nil)
		require.Equal(t, http.StatusUnauthorized, status)
		second.revoke(t, key.ID)
		second.revoke(t, key.ID) // again changes nothing
		_, status = operator.post(t, `{ viewer { name } }`, nil)
		require.Equal(t, http.StatusUnauthorized, status)
		require.False(t, second.keys(t)[2].Valid)
	})
}

// TestAKeyThatEndsClosesWhatIsOpen on every node: revoked through the API of one, and run out.
func TestAKeyThatEndsClosesWhatIsOpen(t *testing.T) {
	i := onPostgresAndRedis(t)
	token := i.organization(t, "Company")
	nodes := []*node{i.start(t), i.start(t)}
	admin := client{nodes[0], token}

	revoked, key := admin.newKey(t, row{"name": "dashboards", "role": "VIEWER"})
	var closing []*socket
	for _, n := range nodes {
		s := dial(t, client{n, revoked.token})
		subscribe[ready](t, s, groupReady, nil)
		closing = append(closing, s)
	}
	kept := dial(t, client{nodes[1], token})
	admin.revoke(t, key.ID)
	for _, s := range closing {
		require.Equal(t, 4403, s.closeCode(t))
	}

	expiring, _ := admin.newKey(t, row{"name": "visitor", "role": "VIEWER", "expiresAt": time.Now().Add(3 * time.Second).Format(time.RFC3339Nano)})
	closing = nil
	for _, n := range nodes {
		closing = append(closing, dial(t, client{n, expiring.token}))
	}
	for _, s := range closing {
		require.Equal(t, 4403, s.closeCode(t))
	}
	_, answer := greet(t, expiring)
	require.Empty(t, answer.Type, "and opens nothing any more")
	feed, _ := watch[ready](t, kept, groupReady, nil, func() { admin.createSmart(t, "Still told", "Everyone in Finance") })
	require.NotEmpty(t, feed.name)
}
