package scim_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	entgroup "muster/ent/group"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/group"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// user makes a User and gives its id.
func (w *world) user(name string) string {
	w.t.Helper()
	return w.send(http.MethodPost, "/Users", fmt.Sprintf(`{"userName": "%s@acme.test", "displayName": %q}`, name, name)).ok(http.StatusCreated).id()
}

// members gives the names of a Group's members.
func (w *world) members(group string) []string {
	w.t.Helper()
	names := []string{}
	list, _ := w.send(http.MethodGet, "/Groups/"+group, "").ok(http.StatusOK).at("members").([]any)
	for _, m := range list {
		names = append(names, m.(map[string]any)["display"].(string))
	}
	slices.Sort(names)
	return names
}

// TestMovingMembers has the forms that Entra ID and Okta send, with and without Entra's aadOptscim062020.
func TestMovingMembers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ids := map[string]string{}
		for _, name := range []string{"ana", "bo", "cem"} {
			ids[name] = w.user(name)
		}
		g := w.send(http.MethodPost, "/Groups", `{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group", "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
			"externalId": "8aa1", "displayName": " Pushed ", "meta": {"resourceType": "Group"}}`).ok(http.StatusCreated)
		require.Equal(t, []any{"Pushed", "8aa1", nil}, []any{g.at("displayName"), g.at("externalId"), g.at("members")})
		for _, step := range []struct {
			operations string
			want       []string
		}{
			{`{"op": "Add", "path": "members", "value": [{"$ref": null, "value": "ANA"}]}`, []string{"ana"}},
			{`{"op": "Add", "path": "members", "value": [{"value": "ANA"}, {"value": "BO"}]}`, []string{"ana", "bo"}},
			{`{"op": "Remove", "path": "members", "value": [{"$ref": null, "value": "ANA"}]}`, []string{"bo"}},
			{`{"op": "remove", "path": "members[value eq \"BO\"]"}`, []string{}},
			{`{"op": "remove", "path": "members[value eq \"BO\"]"}`, []string{}},
			{`{"op": "replace", "path": "members", "value": [{"value": "ANA", "display": "ana@acme.test"}, {"value": "CEM"}]}`, []string{"ana", "cem"}},
			{`{"op": "add", "path": "members", "value": {"value": "BO"}}`, []string{"ana", "bo", "cem"}},
			{`{"op": "remove", "path": "members[value eq \"ANA\" or value eq \"CEM\" or value eq \"emp_99999\"]"}`, []string{"bo"}},
			{`{"op": "add", "value": {"members": [{"value": "CEM"}]}}`, []string{"bo", "cem"}},
			{`{"op": "replace", "value": {"displayName": "Renamed", "Members": ["ANA"]}}`, []string{"ana"}},
			{`{"op": "add", "path": "members", "value": "BO"}, {"op": "remove", "path": "members", "value": ["BO"]}`, []string{"ana"}},
			{`{"op": "remove", "path": "members", "value": ["ANA"]}, {"op": "add", "path": "members", "value": ["ANA", "ANA"]}`, []string{"ana"}},
			{`{"op": "remove", "path": "members"}`, []string{}},
			{`{"op": "remove", "path": "members"}, {"op": "add", "path": "members", "value": [{"value": "CEM"}]}`, []string{"cem"}},
			{`{"op": "replace", "path": "members", "value": []}`, []string{}},
		} {
			operations := step.operations
			for name, id := range ids {
				operations = strings.ReplaceAll(operations, `"`+strings.ToUpper(name)+`"`, `"`+id+`"`)
				operations = strings.ReplaceAll(operations, `\"`+strings.ToUpper(name)+`\"`, `\"`+id+`\"`)
			}
			require.Empty(t, w.patch("/Groups/"+g.id(), operations).ok(http.StatusNoContent).text)
			require.Equal(t, step.want, w.members(g.id()), operations)
		}
		okta := w.patch("/Groups/"+g.id()+"?attributes=displayName", `{"op": "replace", "value": {"id": "`+g.id()+`", "displayName": "Okta's"}}`).ok(http.StatusOK)
		require.Equal(t, "Okta's", okta.at("displayName"))
		put := w.send(http.MethodPut, "/Groups/"+g.id(), `{"displayName": "Put", "members": [{"value": "`+ids["bo"]+`"}]}`).ok(http.StatusOK)
		require.Equal(t, []any{"Put", nil}, []any{put.at("displayName"), put.at("externalId")})
		require.JSONEq(t, fmt.Sprintf(`[{"value": %q, "$ref": "../Users/%s", "type": "User", "display": "bo"}]`, ids["bo"], ids["bo"]), put.json("members"))
		require.Equal(t, []string{"Put"}, w.found("/Groups", `members[value eq "`+ids["bo"]+`"]`))
		require.Empty(t, w.found("/Groups", `members.value eq "`+ids["ana"]+`"`))
	})
}

func TestWhatIsNoMember(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ana := w.user("ana")
		g := w.send(http.MethodPost, "/Groups", `{"displayName": "Staff", "members": [{"value": "`+ana+`"}]}`).ok(http.StatusCreated)
		for operations, kind := range map[string]string{
			`{"op": "add", "path": "members", "value": [{"value": "emp_99999"}]}`:                                     "invalidValue",
			`{"op": "add", "path": "members", "value": [{"value": "` + g.id() + `", "type": "Group"}]}`:               "invalidValue",
			`{"op": "add", "path": "members", "value": [{"display": "ana"}]}`:                                         "invalidValue",
			`{"op": "add", "path": "members", "value": [5]}`:                                                          "invalidValue",
			`{"op": "remove", "path": "members[display eq \"ana\"]"}`:                                                 "invalidFilter",
			`{"op": "add", "path": "members[value eq \"` + ana + `\"]", "value": "x"}`:                                "noTarget",
			`{"op": "replace", "path": "members.display", "value": "x"}`:                                              "mutability",
			`{"op": "replace", "path": "displayName", "value": ""}`:                                                   "invalidValue",
			`{"op": "remove", "path": "displayName"}`:                                                                 "invalidValue",
			`{"op": "replace", "path": "displayName", "value": "` + strings.Repeat("x", 201) + `"}`:                   "invalidValue",
			`{"op": "remove", "path": "members"}, {"op": "add", "path": "nonsense", "value": "x"}`:                    "invalidPath",
			`{"op": "remove", "path": "members"}, {"op": "add", "path": "members", "value": [{"value": "emp_7777"}]}`: "invalidValue",
		} {
			w.patch("/Groups/"+g.id(), operations).refused(http.StatusBadRequest, kind)
			require.Equal(t, []string{"ana"}, w.members(g.id()), "nothing is half done")
		}
		w.send(http.MethodPost, "/Groups", `{"displayName": "Bad", "members": [{"value": "emp_99999"}]}`).refused(http.StatusBadRequest, "invalidValue")
		w.send(http.MethodPost, "/Groups", `{"members": []}`).refused(http.StatusBadRequest, "invalidValue")
		w.send(http.MethodPost, "/Groups", `{"displayName": "STAFF"}`).refused(http.StatusConflict, "uniqueness")
		other := w.send(http.MethodPost, "/Groups", `{"displayName": "Other"}`).ok(http.StatusCreated)
		w.patch("/Groups/"+other.id(), `{"op": "replace", "path": "displayName", "value": "staff"}`).refused(http.StatusConflict, "uniqueness")
		require.ElementsMatch(t, []string{"Staff", "Other"}, w.found("/Groups", "displayName pr"))
	})
}

// TestGroupsAreTheIdentityProviders: nobody else changes them, and it sees no others.
func TestGroupsAreTheIdentityProviders(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ana := w.user("ana")
		ours, err := w.groups.CreateManual(w.actor(), "By hand")
		require.NoError(t, err)
		require.Empty(t, w.found("/Groups", `displayName pr`))
		id := fmt.Sprintf("grp_%d", ours.ID)
		w.send(http.MethodGet, "/Groups/"+id, "").refused(http.StatusNotFound, "")
		w.patch("/Groups/"+id, `{"op": "remove", "path": "members"}`).refused(http.StatusNotFound, "")
		w.send(http.MethodDelete, "/Groups/"+id, "").refused(http.StatusNotFound, "")

		g := w.send(http.MethodPost, "/Groups", `{"displayName": "By hand", "members": [{"value": "`+ana+`"}]}`).ok(http.StatusCreated)
		row := w.db.Read(w.actor()).Group.Query().Where(entgroup.SourceEQ(entgroup.SourceSCIM)).OnlyX(w.actor())
		require.Equal(t, entgroup.StatusACTIVE, row.Status)
		_, err = w.groups.Rename(w.actor(), row.ID, "Mine")
		require.Equal(t, errs.CodeForbidden, errs.CodeOf(err))
		_, _, err = w.groups.RemoveMembers(w.actor(), row.ID, group.Members{Emails: []string{"ana@acme.test"}})
		require.Equal(t, errs.CodeForbidden, errs.CodeOf(err))
		_, _, err = w.groups.AddMembers(w.actor(), row.ID, group.Members{Emails: []string{"ana@acme.test"}})
		require.Equal(t, errs.CodeForbidden, errs.CodeOf(err))
		_, err = w.groups.Delete(w.actor(), row.ID)
		require.Equal(t, errs.CodeForbidden, errs.CodeOf(err))

		// A group that criteria name stays.
		tree, err := json.Marshal(criteria.Tree{Root: criteria.InGroup{IDs: []criteria.GroupID{criteria.GroupID(row.ID)}}})
		require.NoError(t, err)
		require.NoError(t, w.db.InTx(w.actor(), func(ctx context.Context, tx *storage.Tx) error {
			return tx.Ent.Group.Create().SetName("Smart").SetNameKey("smart").SetKind(entgroup.KindSMART).SetStatus(entgroup.StatusACTIVE).
				SetCriteria(tree).SetCreatedAt(1).SetUpdatedAt(1).Exec(ctx)
		}))
		w.send(http.MethodDelete, "/Groups/"+g.id(), "").refused(http.StatusConflict, "")
		require.Equal(t, []string{"ana"}, w.members(g.id()))
		require.NoError(t, w.db.InTx(w.actor(), func(ctx context.Context, tx *storage.Tx) error {
			_, err := tx.Ent.Group.Delete().Where(entgroup.Name("Smart")).Exec(ctx)
			return err
		}))
		w.send(http.MethodDelete, "/Groups/"+g.id(), "").ok(http.StatusNoContent)
		w.send(http.MethodGet, "/Groups/"+g.id(), "").refused(http.StatusNotFound, "")
	})
}

// TestAnotherOrganization: ids and names of others are nobody's.
func TestAnotherOrganization(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ana := w.user("ana")
		g := w.send(http.MethodPost, "/Groups", `{"displayName": "Staff", "members": [{"value": "`+ana+`"}]}`).ok(http.StatusCreated)
		ours := w.who
		w.who = auth.Identity{OrganizationID: storagetest.Organization(t, w.db, "Other", "UTC"), Role: auth.SCIM, Name: "Okta"}
		require.Empty(t, w.found("/Users", `userName eq "ana@acme.test"`))
		require.Empty(t, w.found("/Users", `id eq "`+ana+`" or not (id eq "`+ana+`") or emails pr`))
		require.Empty(t, w.found("/Groups", `members.value eq "`+ana+`" or displayName pr`))
		for _, path := range []string{"/Users/" + ana, "/Groups/" + g.id()} {
			w.send(http.MethodGet, path, "").refused(http.StatusNotFound, "")
			w.send(http.MethodPut, path, `{"userName": "x@acme.test", "displayName": "x"}`).refused(http.StatusNotFound, "")
			w.patch(path, `{"op": "replace", "path": "displayName", "value": "x"}`).refused(http.StatusNotFound, "")
			w.send(http.MethodDelete, path, "").refused(http.StatusNotFound, "")
		}
		theirs := w.user("ana")
		require.NotEqual(t, ana, theirs)
		w.send(http.MethodPost, "/Groups", `{"displayName": "Mine", "members": [{"value": "`+ana+`"}]}`).refused(http.StatusBadRequest, "invalidValue")
		w.patch("/Users/"+theirs, `{"op": "add", "path": "`+enterprise+`:manager", "value": "`+ana+`"}`).refused(http.StatusBadRequest, "invalidValue")
		w.send(http.MethodDelete, "/Users/"+theirs, "").ok(http.StatusNoContent)
		w.who = ours
		require.Equal(t, true, w.send(http.MethodGet, "/Users/"+ana, "").ok(http.StatusOK).at("active"))
	})
}

// TestDisabledMembersStayTheGroups: nobody disabled is in a group, and the identity provider still has whom it put there.
func TestDisabledMembersStayTheGroups(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ana, bo := w.user("ana"), w.user("bo")
		g := w.send(http.MethodPost, "/Groups", `{"displayName": "Staff", "members": ["`+ana+`"]}`).ok(http.StatusCreated)
		active := func(id, value string) {
			t.Helper()
			w.patch("/Users/"+id, `{"op": "Replace", "path": "active", "value": "`+value+`"}`).ok(http.StatusOK)
		}
		count := func() int {
			return w.db.Read(w.actor()).Group.Query().Where(entgroup.Name("Staff")).OnlyX(w.actor()).MemberCount
		}
		active(ana, "False")
		active(bo, "False")
		require.Zero(t, count())
		require.Equal(t, []string{"ana"}, w.members(g.id()))
		require.Equal(t, []string{"Staff"}, w.found("/Groups", `id eq "`+g.id()+`" and members eq "`+ana+`" and members pr`))
		before := w.send(http.MethodGet, "/Groups/"+g.id(), "")
		added := w.patch("/Groups/"+g.id(), `{"op": "Add", "path": "members", "value": [{"value": "`+bo+`"}]}`, "If-Match", before.header.Get("ETag")).ok(http.StatusNoContent)
		require.NotEqual(t, before.header.Get("ETag"), added.header.Get("ETag"))
		require.Equal(t, []string{"ana", "bo"}, w.members(g.id()))
		w.patch("/Groups/"+g.id(), `{"op": "Remove", "path": "members", "value": [{"value": "`+ana+`"}]}`).ok(http.StatusNoContent)
		require.Equal(t, []string{"bo"}, w.members(g.id()))
		require.Empty(t, w.found("/Groups", `members eq "`+ana+`"`))
		active(ana, "True")
		require.Zero(t, count(), "taken out meanwhile")
		active(bo, "True")
		require.Equal(t, 1, count())
		active(bo, "False")
		w.send(http.MethodPut, "/Groups/"+g.id(), `{"displayName": "Staff", "members": ["`+ana+`"]}`).ok(http.StatusOK)
		require.Equal(t, []string{"ana"}, w.members(g.id()))
		active(ana, "False")
		w.send(http.MethodDelete, "/Users/"+ana, "").ok(http.StatusNoContent)
		require.Empty(t, w.members(g.id()))
		require.Empty(t, w.found("/Groups", "members pr"))
	})
}
