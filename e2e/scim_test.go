package e2e_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// directory is an identity provider: it speaks SCIM to one node, with one token.
type directory struct {
	node  *node
	token string
}

// directory makes a key of role SCIM, as an administrator does.
func (c client) directory(t *testing.T) (directory, string) {
	t.Helper()
	made := ask[struct {
		CreateAPIKey struct {
			Token string
			Key   struct{ ID, Role string }
		}
	}](t, c, `mutation { createApiKey(input: {name: "Entra ID", role: SCIM}) { token key { id role } } }`, nil).CreateAPIKey
	require.Equal(t, "SCIM", made.Key.Role)
	return directory{c.node, made.Token}, made.Key.ID
}

type scimAnswer struct {
	status int
	etag   string
	text   string
	body   map[string]any
}

// send sends a request and gives the answer, whatever it says.
func (d directory) send(t *testing.T, method, path, body string, headers ...string) scimAnswer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, "http://"+d.node.address+"/scim/v2"+path, strings.NewReader(body))
	require.NoError(t, err)
	if d.token != "" {
		request.Header.Set("Authorization", "Bearer "+d.token)
	}
	request.Header.Set("Content-Type", "application/scim+json")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	a := scimAnswer{status: response.StatusCode, etag: response.Header.Get("ETag"), text: string(text)}
	if len(text) > 0 {
		require.Equal(t, "application/scim+json", response.Header.Get("Content-Type"))
		require.NoError(t, json.Unmarshal(text, &a.body))
	}
	return a
}

// does sends a request that has to be answered with the status, and gives the answer's id.
func (d directory) does(t *testing.T, status int, method, path, body string, headers ...string) (id string) {
	t.Helper()
	a := d.send(t, method, path, body, headers...)
	require.Equal(t, status, a.status, a.text)
	if status >= http.StatusBadRequest {
		require.Equal(t, fmt.Sprint(status), a.body["status"])
	}
	id, _ = a.body["id"].(string)
	return id
}

func (d directory) patch(t *testing.T, status int, path, operations string, headers ...string) {
	t.Helper()
	d.does(t, status, http.MethodPatch, path, `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [`+operations+`]}`, headers...)
}

// found gives the ids of the resources that a filter finds.
func (d directory) found(t *testing.T, path, filter string) []string {
	t.Helper()
	a := d.send(t, http.MethodGet, path+"?filter="+url.QueryEscape(filter), "")
	require.Equal(t, http.StatusOK, a.status, a.text)
	ids := []string{}
	for _, one := range a.body["Resources"].([]any) {
		ids = append(ids, one.(map[string]any)["id"].(string))
	}
	return ids
}

// joiner is a User as Entra ID creates one.
func joiner(name, department string) string {
	return fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "%s"], "externalId": "%s-0a21", "userName": "%s@tenant.example", "active": true,
		"displayName": "%s Soto", "emails": [{"primary": true, "type": "work", "value": "%s@company.example"}], "%s": {"department": "%s"}}`,
		enterprise, name, name, name, name, enterprise, department)
}

func onBoth(t *testing.T, test func(t *testing.T, i installation)) {
	t.Helper()
	for name, install := range map[string]func(*testing.T) installation{"sqlite": onSQLite, "postgres": onPostgresAndRedis} {
		t.Run(name, func(t *testing.T) { test(t, install(t)) })
	}
}

// TestALifeInADirectory: what an identity provider does to a person changes groups with the write.
func TestALifeInADirectory(t *testing.T) {
	onBoth(t, func(t *testing.T, i installation) {
		c := client{token: i.organization(t, "Company")}
		c.node = i.start(t)
		require.Equal(t, 1, c.upsert(t, person("bo@company.example", "Finance")).Accepted)
		idp, _ := c.directory(t)
		require.Empty(t, idp.found(t, "/Users", `userName eq "ana@tenant.example"`))
		ana := idp.does(t, http.StatusCreated, http.MethodPost, "/Users", joiner("ana", "Legal"))
		finance := c.generated(t, "Finance", "People in Finance").ID
		legal := c.generated(t, "Legal", "People in Legal").ID
		require.Equal(t, []string{"bo@company.example"}, c.memberEmails(t, finance))
		require.Equal(t, []string{"ana@company.example"}, c.memberEmails(t, legal))
		in := func(emails ...string) {
			t.Helper()
			require.ElementsMatch(t, emails, c.memberEmails(t, finance))
		}

		idp.patch(t, http.StatusOK, "/Users/"+ana, `{"op": "Add", "path": "`+enterprise+`:department", "value": "Finance"}`)
		in("ana@company.example", "bo@company.example")
		require.Empty(t, c.memberEmails(t, legal))
		idp.patch(t, http.StatusOK, "/Users/"+ana, `{"op": "Replace", "path": "active", "value": "False"}`)
		in("bo@company.example")
		idp.patch(t, http.StatusOK, "/Users/"+ana, `{"op": "replace", "value": {"active": true, "name.familyName": "Rey"}}`)
		in("ana@company.example", "bo@company.example")

		// Who was imported is found by the address and goes on as the identity provider says.
		bo := idp.found(t, "/Users", `userName eq "BO@company.example"`)
		require.Len(t, bo, 1)
		idp.does(t, http.StatusOK, http.MethodPut, "/Users/"+bo[0], joiner("bo", "Finance"))
		idp.patch(t, http.StatusOK, "/Users/"+bo[0], `{"op": "Add", "path": "`+enterprise+`:manager", "value": "`+ana+`"}`)
		reports := c.generated(t, "Reports", "People whose manager is ana@company.example").ID
		require.Equal(t, []string{"bo@company.example"}, c.memberEmails(t, reports))

		idp.does(t, http.StatusNoContent, http.MethodDelete, "/Users/"+ana, "")
		in("bo@company.example")
		idp.does(t, http.StatusNotFound, http.MethodGet, "/Users/"+ana, "")
		require.Equal(t, ana, c.employee(t, "ana@company.example"), "the employee stays")
		require.Equal(t, ana, idp.does(t, http.StatusCreated, http.MethodPost, "/Users", joiner("ana", "Finance")))
		in("ana@company.example", "bo@company.example")
		idp.does(t, http.StatusConflict, http.MethodPost, "/Users", joiner("ana", "Finance"))
	})
}

// TestPushedGroups are the identity provider's alone.
func TestPushedGroups(t *testing.T) {
	onBoth(t, func(t *testing.T, i installation) {
		c := client{token: i.organization(t, "Company")}
		c.node = i.start(t)
		idp, _ := c.directory(t)
		var ids []string
		for n := range 3 {
			ids = append(ids, idp.does(t, http.StatusCreated, http.MethodPost, "/Users", joiner(fmt.Sprint("p", n), "Field")))
		}
		g := idp.does(t, http.StatusCreated, http.MethodPost, "/Groups", `{"displayName": "Field staff", "externalId": "8aa1"}`)
		idp.patch(t, http.StatusNoContent, "/Groups/"+g, fmt.Sprintf(`{"op": "Add", "path": "members", "value": [{"value": %q}, {"value": %q}]}`, ids[0], ids[1]))
		idp.patch(t, http.StatusNoContent, "/Groups/"+g, fmt.Sprintf(`{"op": "Remove", "path": "members", "value": [{"$ref": null, "value": %q}]}`, ids[0]))
		idp.patch(t, http.StatusBadRequest, "/Groups/"+g, fmt.Sprintf(`{"op": "add", "path": "members", "value": [{"value": %q}, {"value": "emp_999999"}]}`, ids[2]))
		require.Equal(t, []string{"p1@company.example"}, c.memberEmails(t, g))
		require.Equal(t, []string{g}, idp.found(t, "/Groups", `displayName eq "field STAFF"`))
		require.Contains(t, c.selectable(t), g)

		refused(t, c, "FORBIDDEN", removing("deleteGroup"), variables{"in": row{"id": g}})
		refused(t, c, "FORBIDDEN", moving("renameGroup"), variables{"in": row{"id": g, "name": "Mine"}})
		const add = `mutation($g: ID!, $e: [String!]!) { addGroupMembers(input: {groupId: $g, emails: $e}) { group { id } } }`
		refused(t, c, "FORBIDDEN", add, variables{"g": g, "e": []string{"p2@company.example"}})

		// A group that criteria name stays until they no longer do.
		smart := c.generated(t, "Staff", "Members of Field staff").ID
		require.Equal(t, []string{"p1@company.example"}, c.memberEmails(t, smart))
		idp.patch(t, http.StatusNoContent, "/Groups/"+g, fmt.Sprintf(`{"op": "replace", "path": "members", "value": [{"value": %q}, {"value": %q}]}`, ids[0], ids[2]))
		require.ElementsMatch(t, []string{"p0@company.example", "p2@company.example"}, c.memberEmails(t, smart))
		idp.does(t, http.StatusConflict, http.MethodDelete, "/Groups/"+g, "")
		c.remove(t, "deleteGroup", smart)
		idp.does(t, http.StatusNoContent, http.MethodDelete, "/Groups/"+g, "")
		idp.does(t, http.StatusNotFound, http.MethodGet, "/Groups/"+g, "")
	})
}

// TestAKeyOfADirectory opens /scim/v2 and nothing else, and nothing else opens that.
func TestAKeyOfADirectory(t *testing.T) {
	onBoth(t, func(t *testing.T, i installation) {
		c := client{token: i.organization(t, "Company")}
		c.node = i.start(t)
		idp, key := c.directory(t)
		for _, token := range []string{"", "mst_of_nobody_who_was_ever_here_0123456789"} {
			directory{c.node, token}.does(t, http.StatusUnauthorized, http.MethodGet, "/Users", "")
		}
		tokens := []string{c.token}
		for _, role := range []string{"VIEWER", "OPERATOR"} {
			tokens = append(tokens, i.command(t, "key", "create", role, "--role", role, "--org", "Company"))
		}
		for _, token := range tokens {
			directory{c.node, token}.does(t, http.StatusForbidden, http.MethodGet, "/Users", "")
			directory{c.node, token}.does(t, http.StatusForbidden, http.MethodPost, "/Users", joiner("eve", "Legal"))
		}
		for _, operation := range []string{
			`{ viewer { name } }`, `{ employees { totalCount } }`, `{ groups { totalCount } }`, `{ node(id: "emp_1") { id } }`, `{ apiKeys { totalCount } }`,
			`mutation { createGroup(input: {name: "X"}) { group { id } } }`,
		} {
			refused(t, client{c.node, idp.token}, "FORBIDDEN", operation, nil)
		}
		for _, path := range []string{"/export/groups/grp_1/members.csv", "/import/imp_1/report.csv"} {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+c.node.address+path, nil)
			require.NoError(t, err)
			request.Header.Set("Authorization", "Bearer "+idp.token)
			response, err := http.DefaultClient.Do(request)
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())
			require.Equal(t, http.StatusForbidden, response.StatusCode, path)
		}
		live := dial(t, client{c.node, idp.token})
		require.Equal(t, "FORBIDDEN", subscribe[ready](t, live, groupReady, nil).last(t))
		require.Empty(t, idp.found(t, "/Users", "userName pr"), "nothing was done")
		ask[any](t, c, `mutation($id: ID!) { revokeApiKey(input: {id: $id}) { key { id } } }`, variables{"id": key})
		idp.does(t, http.StatusUnauthorized, http.MethodGet, "/Users", "")
	})
}

// TestPagesOfADirectory: everybody comes once, whoever made them.
func TestPagesOfADirectory(t *testing.T) {
	onBoth(t, func(t *testing.T, i installation) {
		const people = 250
		c := client{token: i.organization(t, "Company")}
		c.node = i.start(t)
		idp, _ := c.directory(t)
		rows := make([]row, people)
		for n := range rows {
			rows[n] = person(fmt.Sprintf("p%d@company.example", n), "Finance")
		}
		require.Equal(t, people, c.upsert(t, rows...).Accepted)
		idp.does(t, http.StatusCreated, http.MethodPost, "/Users", joiner("ana", "Legal"))
		seen := map[string]bool{}
		for start := 1; start <= people+1; {
			a := idp.send(t, http.MethodGet, fmt.Sprintf("/Users?startIndex=%d&count=99", start), "")
			require.EqualValues(t, people+1, a.body["totalResults"], a.text)
			page := a.body["Resources"].([]any)
			require.NotEmpty(t, page)
			for _, one := range page {
				seen[one.(map[string]any)["userName"].(string)] = true
			}
			start += len(page)
		}
		require.Len(t, seen, people+1)
	})
}

// TestTwoWritersOfADirectory: of many who change what they have seen, one does.
func TestTwoWritersOfADirectory(t *testing.T) {
	onBoth(t, func(t *testing.T, i installation) {
		c := client{token: i.organization(t, "Company")}
		c.node = i.start(t)
		idp, _ := c.directory(t)
		made := idp.send(t, http.MethodPost, "/Users", joiner("ana", "Legal"))
		path := "/Users/" + made.body["id"].(string)
		require.Equal(t, http.StatusNotModified, idp.send(t, http.MethodGet, path, "", "If-None-Match", made.etag).status)
		statuses := make([]int, 8)
		var writers sync.WaitGroup
		for n := range statuses {
			writers.Go(func() {
				body := fmt.Sprintf(`{"Operations": [{"op": "replace", "path": "title", "value": "Title %d"}, {"op": "add", "path": "%s:department", "value": "Dept %d"}]}`, n, enterprise, n)
				request, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, "http://"+idp.node.address+"/scim/v2"+path, strings.NewReader(body))
				if err != nil {
					return
				}
				request.Header.Set("Authorization", "Bearer "+idp.token)
				request.Header.Set("If-Match", made.etag)
				if response, err := http.DefaultClient.Do(request); err == nil {
					statuses[n] = response.StatusCode
					_ = response.Body.Close()
				}
			})
		}
		writers.Wait()
		won := -1
		for n, status := range statuses {
			if status == http.StatusOK {
				require.Equal(t, -1, won, "%v", statuses)
				won = n
				continue
			}
			require.Equal(t, http.StatusPreconditionFailed, status)
		}
		require.NotEqual(t, -1, won, "%v", statuses)
		now := idp.send(t, http.MethodGet, path, "")
		require.Equal(t, fmt.Sprint("Title ", won), now.body["title"])
		departments := ask[struct {
			Departments connection[struct{ Path string }]
		}](t, c, `{ departments { edges { node { path } } } }`, nil).Departments.nodes()
		require.Len(t, departments, 2, "those who lost left nothing: %v", departments)

		// The same User created at once is one person.
		ids := make([]int, 6)
		for n := range ids {
			writers.Go(func() {
				request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+idp.node.address+"/scim/v2/Users", strings.NewReader(joiner("bo", "Legal")))
				if err != nil {
					return
				}
				request.Header.Set("Authorization", "Bearer "+idp.token)
				if response, err := http.DefaultClient.Do(request); err == nil {
					ids[n] = response.StatusCode
					_ = response.Body.Close()
				}
			})
		}
		writers.Wait()
		require.ElementsMatch(t, []int{201, 409, 409, 409, 409, 409}, ids)
	})
}
