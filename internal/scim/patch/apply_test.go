package patch_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/scim/fault"
	"muster/internal/scim/patch"
	"muster/internal/scim/schema"
)

const before = `{
	"userName": "ana@acme.test", "externalId": "0a21", "displayName": "Ana Soto", "active": true, "title": "Clerk",
	"name": {"givenName": "Ana", "familyName": "Soto"},
	"emails": [{"type": "work", "value": "ana@acme.test", "primary": true}, {"type": "home", "value": "ana@home.test"}],
	"phoneNumbers": [{"type": "mobile", "value": "1"}],
	"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Finance", "manager": {"value": "emp_7"}}
}`

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

func document(t testing.TB, text string) schema.Document {
	t.Helper()
	var body map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &body))
	d, err := schema.User.Read(body)
	require.NoError(t, err)
	return d
}

func apply(t testing.TB, operations string) (schema.Document, error) {
	t.Helper()
	parsed, err := patch.Parse([]byte(`{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [` + operations + `]}`))
	if err != nil {
		return nil, err
	}
	return patch.Apply(schema.User, document(t, before), parsed)
}

// The requests below have the forms that the documentation of Entra ID and Okta and reports about them show.
func TestApply(t *testing.T) {
	for name, c := range map[string]struct {
		operations string
		path       string // the attribute that is looked at
		want       string // its JSON; null: it has no value
	}{
		"entra disables with a string":       {`{"op": "Replace", "path": "active", "value": "False"}`, "active", `false`},
		"entra enables with a string":        {`{"op": "Replace", "path": "active", "value": "True"}`, "active", `true`},
		"entra disables as the RFC has it":   {`{"op": "replace", "path": "active", "value": false}`, "active", `false`},
		"okta disables without a path":       {`{"op": "replace", "value": {"active": false}}`, "active", `false`},
		"okta replaces several":              {`{"op": "replace", "value": {"active": true, "title": "Head", "id": "emp_1"}}`, "title", `"Head"`},
		"entra adds a plain value":           {`{"op": "Add", "path": "nickName", "value": "Babs"}`, "nickName", `"Babs"`},
		"entra adds a value as a list":       {`{"op": "Add", "path": "nickName", "value": [{"value": "Babs"}]}`, "nickName", `"Babs"`},
		"entra adds a number":                {`{"op": "Add", "path": "` + enterprise + `:employeeNumber", "value": 42}`, enterprise + ":employeeNumber", `"42"`},
		"a sub-attribute":                    {`{"op": "Replace", "path": "name.familyName", "value": "Rey"}`, "name", `{"familyName": "Rey", "givenName": "Ana"}`},
		"any case":                           {`{"op": "REPLACE", "path": "NAME.FAMILYNAME", "value": "Rey"}`, "name.familyName", `"Rey"`},
		"with its schema":                    {`{"op": "replace", "path": "urn:ietf:params:scim:schemas:core:2.0:User:title", "value": "Head"}`, "title", `"Head"`},
		"entra replaces a filtered value":    {`{"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "new@acme.test"}`, "emails", `[{"type": "work", "value": "new@acme.test", "primary": true}, {"type": "home", "value": "ana@home.test"}]`},
		"entra adds a value that is missing": {`{"op": "Add", "path": "phoneNumbers[type eq \"work\"].value", "value": "2"}`, "phoneNumbers", `[{"type": "mobile", "value": "1"}, {"type": "work", "value": "2"}]`},
		"entra's roles":                      {`{"op": "Add", "path": "roles[primary eq \"True\"].value", "value": "admin"}`, "roles", `[{"primary": true, "value": "admin"}]`},
		"a filtered country":                 {`{"op": "Add", "path": "addresses[type eq \"work\"].country", "value": "ES"}, {"op": "Add", "path": "addresses[type eq \"work\"].locality", "value": "Vigo"}`, "addresses", `[{"type": "work", "country": "ES", "locality": "Vigo"}]`},
		"a filtered object":                  {`{"op": "replace", "path": "emails[type eq \"home\"]", "value": {"value": "h@home.test", "primary": true}}`, "emails", `[{"type": "work", "value": "ana@acme.test"}, {"type": "home", "value": "h@home.test", "primary": true}]`},
		"primary moves to the chosen one":    {`{"op": "replace", "path": "emails[type eq \"home\"].primary", "value": true}`, "emails", `[{"type": "work", "value": "ana@acme.test"}, {"type": "home", "value": "ana@home.test", "primary": true}]`},
		"primary moves forwards":             {`{"op": "replace", "path": "emails[type eq \"home\"].primary", "value": true}, {"op": "replace", "path": "emails[type eq \"work\"].primary", "value": "True"}`, "emails", `[{"type": "work", "value": "ana@acme.test", "primary": true}, {"type": "home", "value": "ana@home.test"}]`},
		"remove by a filter":                 {`{"op": "remove", "path": "emails[type eq \"home\" and value sw \"ANA\"]"}`, "emails", `[{"type": "work", "value": "ana@acme.test", "primary": true}]`},
		"remove by a list of values":         {`{"op": "Remove", "path": "emails", "value": [{"value": "ana@home.test"}]}`, "emails", `[{"type": "work", "value": "ana@acme.test", "primary": true}]`},
		"remove a filtered sub-attribute":    {`{"op": "remove", "path": "phoneNumbers[type eq \"mobile\"].value"}`, "phoneNumbers", `null`},
		"remove all":                         {`{"op": "remove", "path": "emails"}`, "emails", `null`},
		"remove what is not there":           {`{"op": "remove", "path": "roles[value eq \"x\"]"}`, "roles", `null`},
		"add to a list":                      {`{"op": "add", "path": "emails", "value": [{"type": "other", "value": "o@acme.test"}]}`, "emails", `[{"type": "work", "value": "ana@acme.test", "primary": true}, {"type": "home", "value": "ana@home.test"}, {"type": "other", "value": "o@acme.test"}]`},
		"add what is there":                  {`{"op": "add", "path": "emails", "value": [{"type": "home", "value": "ana@home.test"}]}`, "emails", `[{"type": "work", "value": "ana@acme.test", "primary": true}, {"type": "home", "value": "ana@home.test"}]`},
		"add one, not as a list":             {`{"op": "add", "path": "roles", "value": "admin"}`, "roles", `[{"value": "admin"}]`},
		"replace a list":                     {`{"op": "replace", "path": "emails", "value": [{"value": "x@acme.test"}]}`, "emails", `[{"value": "x@acme.test"}]`},
		"replace by nothing":                 {`{"op": "replace", "path": "title", "value": null}`, "title", `null`},
		"replace by empty text":              {`{"op": "replace", "path": "title", "value": ""}`, "title", `null`},
		"remove one value":                   {`{"op": "remove", "path": "title"}`, "title", `null`},
		"entra's department":                 {`{"op": "Add", "path": "` + enterprise + `:department", "value": "Legal"}`, enterprise, `{"department": "Legal", "manager": {"value": "emp_7"}}`},
		"a dot before an extension's own":    {`{"op": "Replace", "path": "` + enterprise + `.department", "value": "Legal"}`, enterprise + ":department", `"Legal"`},
		"manager as a plain id":              {`{"op": "Add", "path": "` + enterprise + `:manager", "value": "emp_9"}`, enterprise + ":manager", `{"value": "emp_9"}`},
		"manager as an object":               {`{"op": "Add", "path": "` + enterprise + `:manager", "value": {"$ref": "../Users/emp_9", "value": "emp_9", "displayName": "x"}}`, enterprise + ":manager", `{"$ref": "../Users/emp_9", "value": "emp_9"}`},
		"manager as a list":                  {`{"op": "Add", "path": "` + enterprise + `:manager", "value": [{"$ref": null, "value": "emp_9"}]}`, enterprise + ":manager", `{"value": "emp_9"}`},
		"manager's own value":                {`{"op": "Replace", "path": "` + enterprise + `:manager.value", "value": "emp_9"}`, enterprise + ":manager", `{"value": "emp_9"}`},
		"manager removed":                    {`{"op": "Remove", "path": "` + enterprise + `:manager"}`, enterprise, `{"department": "Finance"}`},
		"manager emptied":                    {`{"op": "Replace", "path": "` + enterprise + `:manager", "value": ""}`, enterprise + ":manager", `null`},
		"an extension as an object": {
			`{"op": "replace", "value": {"` + enterprise + `": {"costCenter": "C1"}}}`, enterprise,
			`{"costCenter": "C1", "department": "Finance", "manager": {"value": "emp_7"}}`,
		},
		"an extension by its path": {`{"op": "add", "path": "` + enterprise + `", "value": {"division": "North"}}`, enterprise + ":division", `"North"`},
		"an extension removed":     {`{"op": "remove", "path": "` + enterprise + `"}`, enterprise, `null`},
		"entra's paths as names": {
			`{"op": "replace", "value": {"displayName": "Ana R", "name.familyName": "Rey", "emails[type eq \"home\"].value": "r@home.test", "` + enterprise + `:department": "Legal"}}`,
			"emails", `[{"type": "work", "value": "ana@acme.test", "primary": true}, {"type": "home", "value": "r@home.test"}]`,
		},
		"entra's dotted names":          {`{"op": "add", "value": {"name.familyName": "Rey", "displayName": "Ana Rey"}}`, "name.familyName", `"Rey"`},
		"what is unknown is left out":   {`{"op": "add", "value": {"urn:acme:2.0:User": {"tag": "x"}, "favourite": 1, "password": "hunter2", "title": "Head"}}`, "title", `"Head"`},
		"what is read-only is left out": {`{"op": "add", "value": {"meta": {"created": "x"}, "groups": [], "schemas": [], "title": "Head"}}`, "title", `"Head"`},
	} {
		t.Run(name, func(t *testing.T) {
			after, err := apply(t, c.operations)
			require.NoError(t, err)
			ref, ok := schema.User.Find(c.path)
			require.True(t, ok)
			var have any
			if ref.Attribute == nil {
				have = after[enterprise]
			} else {
				have = after.Get(ref)
			}
			text, err := json.Marshal(have)
			require.NoError(t, err)
			require.JSONEq(t, c.want, string(text))
			require.NotContains(t, after, "password")
		})
	}
}

func TestWhatCannotBeApplied(t *testing.T) {
	for operations, want := range map[string]fault.Type{
		``: fault.InvalidSyntax,
		`{"op": "move", "path": "title", "value": "x"}`: fault.InvalidSyntax,
		`{"op": "replace", "path": 5, "value": "x"}`:    fault.InvalidSyntax,
		`"x"`:                         fault.InvalidSyntax,
		`{"op": "remove"}`:            fault.NoTarget,
		`{"op": "add", "value": "x"}`: fault.InvalidValue,
		`{"op": "add", "path": "favourite", "value": "x"}`:                                                         fault.InvalidPath,
		`{"op": "add", "path": "name.nick", "value": "x"}`:                                                         fault.InvalidPath,
		`{"op": "add", "path": "emails[", "value": "x"}`:                                                           fault.InvalidPath,
		`{"op": "add", "path": "title[value eq \"x\"]", "value": "x"}`:                                             fault.InvalidPath,
		`{"op": "add", "path": "emails[colour eq \"x\"].value", "value": "x"}`:                                     fault.InvalidFilter,
		`{"op": "remove", "path": "emails[primary gt true]"}`:                                                      fault.InvalidFilter,
		`{"op": "replace", "path": "emails[type ne \"work\" and type pr and value eq \"q\"].value", "value": "x"}`: fault.NoTarget,
		`{"op": "replace", "path": "id", "value": "x"}`:                                                            fault.Mutability,
		`{"op": "replace", "path": "meta.created", "value": "x"}`:                                                  fault.Mutability,
		`{"op": "replace", "path": "active", "value": "perhaps"}`:                                                  fault.InvalidValue,
		`{"op": "replace", "path": "title", "value": {"a": 1}}`:                                                    fault.InvalidValue,
		`{"op": "replace", "path": "title", "value": "` + strings.Repeat("x", 2001) + `"}`:                         fault.InvalidValue,
		`{"op": "replace", "path": "name", "value": "x"}`:                                                          fault.InvalidValue,
		`{"op": "remove", "path": "userName"}`:                                                                     fault.InvalidValue,
		`{"op": "replace", "path": "` + enterprise + `", "value": "x"}`:                                            fault.InvalidValue,
		`{"op": "add", "path": "title", "value": ["a", "b"]}`:                                                      fault.InvalidValue,
	} {
		_, err := apply(t, operations)
		var f *fault.Error
		require.ErrorAs(t, err, &f, "%s: %v", operations, err)
		require.Equal(t, want, f.Type, "%s: %v", operations, err)
	}
}

func TestAllOrNothing(t *testing.T) {
	d := document(t, before)
	parsed, err := patch.Parse([]byte(`{"Operations": [{"op": "remove", "path": "emails[type eq \"work\"].value"}, {"op": "add", "path": "nonsense", "value": 1}]}`))
	require.NoError(t, err)
	_, err = patch.Apply(schema.User, d, parsed)
	require.Error(t, err)
	require.Equal(t, document(t, before), d)
}

// FuzzApply: whatever is sent, the answer is a document that reads as itself, or a fault, and the document from before is as it was.
func FuzzApply(f *testing.F) {
	for _, seed := range []string{
		`{"Operations": [{"op": "Add", "path": "emails[type eq \"work\"].value", "value": "x@y.z"}]}`,
		`{"Operations": [{"op": "replace", "value": {"active": "True", "name.givenName": "B", "emails": [{"primary": true}, "q"]}}]}`,
		`{"Operations": [{"op": "remove", "path": "emails", "value": [{"value": "ana@home.test"}]}, {"op": "add", "path": "roles", "value": 5}]}`,
		`{"Operations": [{"op": "replace", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "value": [{"value": "emp_1"}]}]}`,
	} {
		f.Add([]byte(seed))
	}
	d := document(f, before)
	f.Fuzz(func(t *testing.T, body []byte) {
		operations, err := patch.Parse(body)
		var after schema.Document
		if err == nil {
			after, err = patch.Apply(schema.User, d, operations)
		}
		require.Equal(t, document(t, before), d)
		if err != nil {
			var fault *fault.Error
			require.ErrorAs(t, err, &fault)
			return
		}
		again, err := schema.User.Read(after)
		require.NoError(t, err)
		require.Equal(t, after, again)
	})
}
