package scim_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/ent/department"
	"muster/ent/employee"
	"muster/internal/auth"
	"muster/internal/people"
)

const ana = `{
	"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "` + enterprise + `"],
	"externalId": "0a21f0f2-8d2a", "userName": "Ana.Soto@Acme.onmicrosoft.test", "active": "True", "displayName": "Ana  Soto",
	"name": {"formatted": "Ana Soto", "givenName": "Ana", "familyName": "Soto"},
	"emails": [{"primary": true, "type": "work", "value": "Ana@acme.test"}, {"type": "home", "value": "ana@home.test"}],
	"phoneNumbers": [{"type": "mobile", "value": "+34 600 000 000"}],
	"addresses": [{"type": "work", "country": "Spain", "locality": "Vigo", "postalCode": "36201"}],
	"title": "Treasury Manager", "userType": "Full-time", "preferredLanguage": "es-ES", "nickName": "Anita", "password": "hunter2",
	"` + enterprise + `": {"employeeNumber": "701", "costCenter": "C-7", "division": "North", "organization": "Acme", "department": "Finance/Treasury"},
	"meta": {"resourceType": "User"}, "roles": [], "urn:acme:2.0:User": {"tag": "x"}
}`

// actor is an operator who is no identity provider.
func (w *world) actor() context.Context {
	who := w.who
	who.Role, who.Source = auth.Operator, auth.FromAPI
	return auth.With(w.t.Context(), who)
}

func TestWhatIsSentComesBackAndIsTheEmployees(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		made := w.send(http.MethodPost, "/Users", ana, "Content-Type", "application/scim+json; charset=utf-8").ok(http.StatusCreated)
		require.Equal(t, "https://muster.test/scim/v2/Users/"+made.id(), made.header.Get("Location"))
		require.Equal(t, made.header.Get("Location"), made.at("meta", "location"))
		require.Equal(t, made.header.Get("ETag"), made.at("meta", "version"))
		got := w.send(http.MethodGet, "/Users/"+made.id(), "").ok(http.StatusOK)
		require.Equal(t, made.body, got.body)
		delete(got.body, "meta")
		require.JSONEq(t, `{
			"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "`+enterprise+`"], "id": "`+made.id()+`",
			"externalId": "0a21f0f2-8d2a", "userName": "Ana.Soto@Acme.onmicrosoft.test", "active": true, "displayName": "Ana  Soto",
			"name": {"formatted": "Ana Soto", "givenName": "Ana", "familyName": "Soto"},
			"emails": [{"primary": true, "type": "work", "value": "Ana@acme.test"}, {"type": "home", "value": "ana@home.test"}],
			"phoneNumbers": [{"type": "mobile", "value": "+34 600 000 000"}],
			"addresses": [{"type": "work", "country": "Spain", "locality": "Vigo", "postalCode": "36201"}],
			"title": "Treasury Manager", "userType": "Full-time", "preferredLanguage": "es-ES", "nickName": "Anita",
			"`+enterprise+`": {"employeeNumber": "701", "costCenter": "C-7", "division": "North", "organization": "Acme", "department": "Finance/Treasury"}
		}`, got.json())
		e := w.db.Read(w.actor()).Employee.Query().OnlyX(w.actor())
		require.Equal(t, "Ana@acme.test", e.Email)
		require.Equal(t, "Ana Soto", e.Name)
		require.Equal(t, "0a21f0f2-8d2a", *e.ExternalID)
		require.Equal(t, "Treasury Manager", *e.Title)
		require.Equal(t, "Vigo", *e.Location)
		require.Equal(t, []string{"ES", "es-es", "FULL_TIME", "ACTIVE"}, []string{e.Country, e.Language, e.EmployeeType, string(e.Status)})
		require.Equal(t, map[string]any{"employeeNumber": "701", "costCenter": "C-7", "division": "North", "organization": "Acme"}, e.Attributes)
		d := w.db.Read(w.actor()).Department.GetX(w.actor(), *e.DepartmentID)
		require.Equal(t, "Finance/Treasury", d.Path)
		require.Equal(t, department.SourceSCIM, d.Source)
		for _, table := range []string{"scim_users", "employees"} {
			var secrets int
			require.NoError(t, w.db.SQL().QueryRowContext(t.Context(), `SELECT COUNT(*) FROM `+table+` t WHERE CAST(t.`+
				map[string]string{"scim_users": "document", "employees": "attributes"}[table]+` AS TEXT) LIKE '%hunter2%'`).Scan(&secrets))
			require.Zero(t, secrets)
		}
	})
}

func TestOneUserNameOnePerson(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(http.MethodPost, "/Users", `{"userName": "ana@acme.test", "name": {"givenName": "Ana", "familyName": "Soto"}}`).ok(http.StatusCreated)
		require.Equal(t, true, first.at("active"))
		for _, body := range []string{
			`{"userName": "ANA@acme.test"}`,
			`{"userName": "other", "emails": [{"value": "Ana@Acme.test"}]}`,
		} {
			w.send(http.MethodPost, "/Users", body).refused(http.StatusConflict, "uniqueness")
		}
		w.imported(people.Input{Email: "bo@acme.test", Name: "Bo"})
		second := w.send(http.MethodPost, "/Users", `{"userName": "cem@acme.test"}`).ok(http.StatusCreated)
		for _, taken := range []string{"ana@acme.test", "bo@acme.test"} { // bo has no other name than the address
			w.patch("/Users/"+second.id(), `{"op": "replace", "path": "userName", "value": "`+taken+`"}`).refused(http.StatusConflict, "uniqueness")
			w.patch("/Users/"+second.id(), `{"op": "add", "path": "emails[type eq \"work\"].value", "value": "`+taken+`"}`).refused(http.StatusConflict, "uniqueness")
		}
		w.send(http.MethodPost, "/Users", `{"userName": "bo@acme.test", "emails": [{"value": "new@acme.test"}]}`).refused(http.StatusConflict, "uniqueness")
		require.Equal(t, []string{"ana@acme.test", "bo@acme.test", "cem@acme.test"}, w.found("/Users", "id pr"))
		require.Equal(t, 3, w.db.Read(w.actor()).Employee.Query().CountX(w.actor()))
	})
}

func TestWhoWasImportedIsFoundAndLinked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.imported(
			people.Input{
				Email: "Ana@acme.test", Name: "Ana S", Title: field("Clerk"), Country: field("PT"), Department: field("Finance"),
				Attributes: people.Field[map[string]any]{Given: true, Value: &map[string]any{"badge": 7.0, "costCenter": "old"}},
			},
			people.Input{Email: "bo@acme.test", Name: "Bo", ManagerEmail: field("ana@acme.test"), Status: field("DISABLED")},
		)
		require.Equal(t, []string{"Ana@acme.test"}, w.found("/Users", `userName eq "ana@ACME.test"`))
		e := w.db.Read(w.actor()).Employee.Query().Where(employee.EmailKey("ana@acme.test")).OnlyX(w.actor())
		id := fmt.Sprintf("emp_%d", e.ID)
		got := w.send(http.MethodGet, "/Users/"+id, "").ok(http.StatusOK)
		require.Equal(t, "Ana S", got.at("displayName"))
		require.Equal(t, "Finance", got.at(enterprise, "department"))
		require.JSONEq(t, `[{"type": "work", "value": "Ana@acme.test", "primary": true}]`, got.json("emails"))

		// A POST links; a PUT takes back what SCIM said, and no more.
		linked := w.send(http.MethodPost, "/Users", ana).ok(http.StatusCreated)
		require.Equal(t, id, linked.id())
		put := w.send(http.MethodPut, "/Users/"+id, `{"userName": "ana@acme.test", "displayName": "Ana Soto", "emails": [{"value": "ana@acme.test"}]}`).ok(http.StatusOK)
		require.Nil(t, put.at("title"))
		e = w.db.Read(w.actor()).Employee.GetX(w.actor(), e.ID)
		require.Nil(t, e.Title)
		require.Empty(t, e.Country+e.Language)
		require.Equal(t, map[string]any{"badge": 7.0}, e.Attributes)

		bo := w.send(http.MethodGet, "/Users?filter="+url.QueryEscape(`emails[type eq "work"].value eq "bo@acme.test"`), "").ok(http.StatusOK)
		boID, _ := bo.body["Resources"].([]any)[0].(map[string]any)["id"].(string)
		put = w.send(http.MethodPut, "/Users/"+boID, `{"userName": "bo@acme.test", "displayName": "Bo"}`).ok(http.StatusOK)
		require.Equal(t, false, put.at("active"), "nobody said otherwise")
		require.Equal(t, id, put.at(enterprise, "manager", "value"), "an import said so, and SCIM never did")
		require.Equal(t, "Ana Soto", put.at(enterprise, "manager", "displayName"))
	})
}

func TestDeletingForgetsAndCreatingBringsBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		made := w.send(http.MethodPost, "/Users", ana).ok(http.StatusCreated)
		g := w.send(http.MethodPost, "/Groups", `{"displayName": "Staff", "members": [{"value": "`+made.id()+`"}]}`).ok(http.StatusCreated)
		w.send(http.MethodDelete, "/Users/"+made.id(), "").ok(http.StatusNoContent)
		w.send(http.MethodGet, "/Users/"+made.id(), "").refused(http.StatusNotFound, "")
		w.send(http.MethodDelete, "/Users/"+made.id(), "").refused(http.StatusNotFound, "")
		w.send(http.MethodPut, "/Users/"+made.id(), ana).refused(http.StatusNotFound, "")
		w.patch("/Users/"+made.id(), `{"op": "replace", "path": "active", "value": true}`).refused(http.StatusNotFound, "")
		require.Empty(t, w.found("/Users", `userName pr`))
		require.Nil(t, w.send(http.MethodGet, "/Groups/"+g.id(), "").ok(http.StatusOK).at("members"))
		w.patch("/Groups/"+g.id(), `{"op": "add", "path": "members", "value": [{"value": "`+made.id()+`"}]}`).refused(http.StatusBadRequest, "invalidValue")
		e := w.db.Read(w.actor()).Employee.Query().OnlyX(w.actor())
		require.Equal(t, employee.StatusDISABLED, e.Status)
		require.Equal(t, 1, w.db.Read(w.actor()).PastMembership.Query().CountX(w.actor()), "history is kept")

		back := w.send(http.MethodPost, "/Users", `{"userName": "ana.soto@acme.onmicrosoft.test", "emails": [{"value": "ana@acme.test"}], "displayName": "Ana"}`).ok(http.StatusCreated)
		require.Equal(t, made.id(), back.id())
		require.Equal(t, true, back.at("active"))
		require.Nil(t, back.at("title"), "the identity provider begins anew")

		w.send(http.MethodDelete, "/Users/"+made.id(), "").ok(http.StatusNoContent)
		byAddress := w.send(http.MethodPost, "/Users", `{"userName": "a.soto", "active": false, "emails": [{"value": "ana@acme.test"}]}`).ok(http.StatusCreated)
		require.Equal(t, made.id(), byAddress.id())
		require.Equal(t, false, byAddress.at("active"))
		require.Equal(t, []string{"a.soto"}, w.found("/Users", `userName pr`))
	})
}

func TestManagersAndTheirAddresses(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		boss := w.send(http.MethodPost, "/Users", `{"userName": "boss", "displayName": "The Boss", "emails": [{"type": "work", "value": "boss@acme.test"}]}`).ok(http.StatusCreated)
		made := w.send(http.MethodPost, "/Users", `{"userName": "ana@acme.test", "`+enterprise+`": {"manager": {"value": "`+boss.id()+`"}}}`).ok(http.StatusCreated)
		require.Equal(t, "The Boss", made.at(enterprise, "manager", "displayName"))
		key := func() string {
			return w.db.Read(w.actor()).Employee.Query().Where(employee.EmailKey("ana@acme.test")).OnlyX(w.actor()).ManagerKey
		}
		require.Equal(t, "boss@acme.test", key())
		w.patch("/Users/"+boss.id(), `{"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "Chief@acme.test"}`).ok(http.StatusOK)
		require.Equal(t, "chief@acme.test", key(), "who reports to somebody follows their address")
		require.Equal(t, []string{"ana@acme.test"}, w.found("/Users", enterprise+`:manager eq "`+boss.id()+`"`))
		for value, want := range map[string]string{
			`"` + boss.id() + `"`:               "chief@acme.test",
			`{"value": "` + boss.id() + `"}`:    "chief@acme.test",
			`[{"$ref": null, "value": "BOSS"}]`: "chief@acme.test",
			`{"value": "later@acme.test"}`:      "later@acme.test",
			`""`:                                "",
		} {
			w.patch("/Users/"+made.id(), `{"op": "Add", "path": "`+enterprise+`:manager", "value": `+value+`}`).ok(http.StatusOK)
			require.Equal(t, want, key(), value)
		}
		for _, nobody := range []string{"emp_99999", "grp_1", "00u1abc"} {
			w.patch("/Users/"+made.id(), `{"op": "Add", "path": "`+enterprise+`:manager", "value": "`+nobody+`"}`).refused(http.StatusBadRequest, "invalidValue")
		}
	})
}

func TestDepartmentsByNameAndByPath(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.imported(
			people.Input{Email: "x@acme.test", Name: "X", Department: field("HQ/Finance")},
			people.Input{Email: "y@acme.test", Name: "Y", Department: field("HQ/Sales/Field")},
			people.Input{Email: "z@acme.test", Name: "Z", Department: field("Support/Field")},
		)
		made := w.send(http.MethodPost, "/Users", `{"userName": "ana@acme.test"}`).ok(http.StatusCreated)
		for said, want := range map[string]string{
			"finance": "HQ/Finance", "HQ/finance": "HQ/Finance", "Field": "Field", "Legal": "Legal", "HQ / New": "HQ/New",
		} {
			r := w.patch("/Users/"+made.id(), fmt.Sprintf(`{"op": "Add", "path": "%s:department", "value": %q}`, enterprise, said)).ok(http.StatusOK)
			require.Equal(t, said, r.at(enterprise, "department"), "as it was sent")
			e := w.db.Read(w.actor()).Employee.Query().Where(employee.EmailKey("ana@acme.test")).OnlyX(w.actor())
			require.Equal(t, want, w.db.Read(w.actor()).Department.GetX(w.actor(), *e.DepartmentID).Path)
			require.Contains(t, w.found("/Users", fmt.Sprintf(`%s:department eq %q`, enterprise, said)), "ana@acme.test")
		}
		w.patch("/Users/"+made.id(), fmt.Sprintf(`{"op": "Add", "path": "%s:department", "value": "a//b"}`, enterprise)).refused(http.StatusBadRequest, "invalidValue")
		r := w.patch("/Users/"+made.id(), fmt.Sprintf(`{"op": "Remove", "path": "%s:department"}`, enterprise)).ok(http.StatusOK)
		require.Nil(t, r.at(enterprise))
		require.NotContains(t, w.found("/Users", enterprise+":department pr"), "ana@acme.test")
	})
}

func TestAnotherHandIsSeen(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		made := w.send(http.MethodPost, "/Users", ana).ok(http.StatusCreated)
		w.imported(people.Input{Email: "ana@acme.test", Name: "Ana Rey", Title: field("Head"), Country: field("FR"), Department: field("Legal"), EmployeeType: field("INTERN")})
		got := w.send(http.MethodGet, "/Users/"+made.id(), "").ok(http.StatusOK)
		require.Equal(t, []any{"Ana Rey", "Head", "INTERN", "Legal"}, []any{got.at("displayName"), got.at("title"), got.at("userType"), got.at(enterprise, "department")})
		require.JSONEq(t, `[{"type": "work", "country": "FR", "locality": "Vigo", "postalCode": "36201"}]`, got.json("addresses"))
		require.NotEqual(t, made.header.Get("ETag"), got.header.Get("ETag"))
		w.patch("/Users/"+made.id(), `{"op": "replace", "value": {"active": false}}`, "If-Match", made.header.Get("ETag")).refused(http.StatusPreconditionFailed, "")
		r := w.patch("/Users/"+made.id(), `{"op": "replace", "value": {"active": false}}`, "If-Match", got.header.Get("ETag")).ok(http.StatusOK)
		require.Equal(t, "Head", r.at("title"))
	})
}

func TestETags(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		made := w.send(http.MethodPost, "/Users", ana).ok(http.StatusCreated)
		path, tag := "/Users/"+made.id(), made.header.Get("ETag")
		require.Regexp(t, `^W/"[0-9a-f]{24}"$`, tag)
		for _, same := range []string{tag, "*", strings.TrimPrefix(tag, "W/"), `"x", ` + tag} {
			require.Empty(t, w.send(http.MethodGet, path, "", "If-None-Match", same).ok(http.StatusNotModified).text)
		}
		w.send(http.MethodGet, path, "", "If-None-Match", `"x"`).ok(http.StatusOK)
		w.send(http.MethodPut, path, ana, "If-Match", `W/"x"`).refused(http.StatusPreconditionFailed, "")
		w.send(http.MethodDelete, path, "", "If-Match", `W/"x"`).refused(http.StatusPreconditionFailed, "")
		same := w.send(http.MethodPut, path, ana, "If-Match", tag).ok(http.StatusOK)
		require.Equal(t, tag, same.header.Get("ETag"), "the same again changes nothing")
		changed := w.patch(path, `{"op": "replace", "path": "title", "value": "Head"}`, "If-Match", tag).ok(http.StatusOK)
		require.NotEqual(t, tag, changed.header.Get("ETag"))
		require.NotEqual(t, made.at("meta", "lastModified"), changed.at("meta", "lastModified"))
		require.Equal(t, made.at("meta", "created"), changed.at("meta", "created"))
		w.patch(path, `{"op": "replace", "path": "title", "value": "Other"}`, "If-Match", tag).refused(http.StatusPreconditionFailed, "")

		g := w.send(http.MethodPost, "/Groups", `{"displayName": "Staff"}`).ok(http.StatusCreated)
		moved := w.patch("/Groups/"+g.id(), `{"op": "add", "path": "members", "value": [{"value": "`+made.id()+`"}]}`, "If-Match", g.header.Get("ETag")).ok(http.StatusNoContent)
		require.NotEqual(t, g.header.Get("ETag"), moved.header.Get("ETag"))
		w.send(http.MethodDelete, "/Groups/"+g.id(), "", "If-Match", g.header.Get("ETag")).refused(http.StatusPreconditionFailed, "")
		w.send(http.MethodGet, "/Groups/"+g.id(), "", "If-None-Match", moved.header.Get("ETag")).ok(http.StatusNotModified)
	})
}
