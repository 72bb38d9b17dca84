package scim_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/storage/storagetest"
)

func TestDiscovery(t *testing.T) {
	w := settle(t, storagetest.SQLite(t))
	config := w.send(http.MethodGet, "/ServiceProviderConfig", "").ok(http.StatusOK)
	for _, feature := range []string{"patch", "filter", "sort", "etag"} {
		require.Equal(t, true, config.at(feature, "supported"), feature)
	}
	require.Equal(t, false, config.at("bulk", "supported"))
	w.send(http.MethodPost, "/Bulk", `{}`).refused(http.StatusNotImplemented, "")
	w.send(http.MethodGet, "/Me", "").refused(http.StatusNotImplemented, "")
	for path, want := range map[string]int{"/ResourceTypes": 2, "/Schemas": 3} {
		list := w.send(http.MethodGet, path, "").ok(http.StatusOK)
		require.Equal(t, []any{"urn:ietf:params:scim:api:messages:2.0:ListResponse"}, list.at("schemas"))
		require.EqualValues(t, want, list.at("totalResults"))
		for _, one := range list.body["Resources"].([]any) {
			id := one.(map[string]any)["id"].(string)
			require.Equal(t, one, any(w.send(http.MethodGet, path+"/"+id, "").ok(http.StatusOK).body))
		}
		w.send(http.MethodGet, path+"/nonsense", "").refused(http.StatusNotFound, "")
	}
	user := w.send(http.MethodGet, "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", "").ok(http.StatusOK)
	require.NotContains(t, user.text, "password")
	require.NotContains(t, user.text, "null", "what has no value is left out")
}

func TestWhatIsRefusedAtTheDoor(t *testing.T) {
	w := settle(t, storagetest.SQLite(t))
	for _, c := range []struct {
		method, path, body, contentType string
		status                          int
		kind                            string
	}{
		{http.MethodPost, "/Users", `{"userName": "a@b.test"}`, "text/plain", http.StatusUnsupportedMediaType, ""},
		{http.MethodPost, "/Users", `{"userName": "a@b.test"`, "application/json", http.StatusBadRequest, "invalidSyntax"},
		{http.MethodPost, "/Users", ``, "", http.StatusBadRequest, "invalidSyntax"},
		{http.MethodPost, "/Users", `null`, "", http.StatusBadRequest, "invalidSyntax"},
		{http.MethodPost, "/Users", `[]`, "", http.StatusBadRequest, "invalidSyntax"},
		{http.MethodPost, "/Users", `{}`, "", http.StatusBadRequest, "invalidValue"},
		{http.MethodPost, "/Users", `{"userName": ""}`, "", http.StatusBadRequest, "invalidValue"},
		{http.MethodPost, "/Users", `{"userName": {"a": 1}}`, "", http.StatusBadRequest, "invalidValue"},
		{http.MethodPost, "/Users", `{"userName": "no address"}`, "", http.StatusBadRequest, "invalidValue"},
		{http.MethodPost, "/Users", `{"userName": "a@b.test", "active": 5}`, "", http.StatusBadRequest, "invalidValue"},
		{http.MethodPost, "/Users", `{"userName": "a@b.test", "emails": {"value": 5, "x": []}}`, "", http.StatusBadRequest, "invalidValue"},
		{http.MethodPost, "/Users", `{"userName": "a@b.test", "preferredLanguage": "Klingon!"}`, "", http.StatusBadRequest, "invalidValue"},
		{http.MethodPost, "/Users", `{"userName": "a@b.test", "` + enterprise + `": "x"}`, "", http.StatusBadRequest, "invalidValue"},
		{http.MethodPost, "/Users", `{"userName": "a@b.test", "title": "` + strings.Repeat("x", 201) + `"}`, "", http.StatusBadRequest, "invalidValue"},
		{http.MethodPost, "/Users", `{"userName": "a@b.test", "title": "a\u0000b"}`, "", http.StatusBadRequest, "invalidValue"},
		{http.MethodPost, "/Users", `{"userName": "a@b.test", "x": "` + strings.Repeat("x", 8<<20) + `"}`, "", http.StatusRequestEntityTooLarge, ""},
		{http.MethodPatch, "/Users/emp_1", `{"Operations": []}`, "", http.StatusBadRequest, "invalidSyntax"},
		{http.MethodPatch, "/Users/emp_1", `{"Operations": [{"op": "add", "path": "title", "value": "x"}]}`, "", http.StatusNotFound, ""},
		{http.MethodPatch, "/Users", `{}`, "", http.StatusMethodNotAllowed, ""},
		{http.MethodDelete, "/Schemas", ``, "", http.StatusMethodNotAllowed, ""},
		{http.MethodGet, "/Users/grp_1", ``, "", http.StatusNotFound, ""},
		{http.MethodGet, "/Users/emp_01", ``, "", http.StatusNotFound, ""},
		{http.MethodGet, "/Groups/emp_1", ``, "", http.StatusNotFound, ""},
		{http.MethodGet, "/nonsense", ``, "", http.StatusNotFound, ""},
		{http.MethodGet, "/Users/emp_1/x", ``, "", http.StatusNotFound, ""},
	} {
		var headers []string
		if c.contentType != "" {
			headers = []string{"Content-Type", c.contentType}
		}
		w.send(c.method, c.path, c.body, headers...).refused(c.status, c.kind)
	}
	require.Empty(t, w.found("/Users", "userName pr"))
	require.Zero(t, w.db.Read(w.actor()).Department.Query().CountX(w.actor()))
}

func TestOnlyTheRoleSCIM(t *testing.T) {
	w := settle(t, storagetest.SQLite(t))
	for _, role := range []auth.Role{auth.Viewer, auth.Operator, auth.Admin, ""} {
		w.who.Role = role
		for _, path := range []string{"/Users", "/Groups", "/Schemas", "/ServiceProviderConfig", "/nonsense"} {
			w.send(http.MethodGet, path, "").refused(http.StatusForbidden, "")
		}
		w.send(http.MethodPost, "/Users", ana).refused(http.StatusForbidden, "")
	}
	w.who.Role = auth.SCIM
	require.Empty(t, w.found("/Users", "userName pr"))
}

// TestWhoDidIt: what came by SCIM is audited as that.
func TestWhoDidIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.send(http.MethodPost, "/Users", ana).ok(http.StatusCreated).id()
		g := w.send(http.MethodPost, "/Groups", `{"displayName": "Staff", "members": ["`+id+`"]}`).ok(http.StatusCreated)
		w.patch("/Groups/"+g.id(), `{"op": "replace", "path": "displayName", "value": "People"}`).ok(http.StatusNoContent)
		w.send(http.MethodDelete, "/Users/"+id, "").ok(http.StatusNoContent)
		w.send(http.MethodDelete, "/Groups/"+g.id(), "").ok(http.StatusNoContent)
		var actions []string
		for _, e := range w.db.Read(w.actor()).AuditEntry.Query().AllX(w.actor()) {
			require.Equal(t, []string{"SCIM", "Entra"}, []string{string(e.Source), e.Actor})
			actions = append(actions, e.Action)
		}
		require.Equal(t, []string{
			"DEPARTMENT_CREATED", "DEPARTMENT_CREATED", "EMPLOYEE_CREATED", "GROUP_CREATED", "MEMBERS_ADDED", "GROUP_RENAMED",
			"MEMBERS_REMOVED", "EMPLOYEE_DISABLED", "GROUP_DELETED",
		}, actions)
	})
}
