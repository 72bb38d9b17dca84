package scim_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/people"
)

func TestFilters(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.imported(people.Input{Email: "Imp@acme.test", Name: "Imported", Language: field("en")})
		w.send(http.MethodPost, "/Users", ana).ok(http.StatusCreated)
		w.send(http.MethodPost, "/Users", `{"userName": "Bo_%", "displayName": "O'Brien \"Bo\"", "active": false, "externalId": "X1", "emails": [{"value": "bo@acme.test"}]}`).ok(http.StatusCreated)
		const Ana, Bo, Imp = "Ana.Soto@Acme.onmicrosoft.test", "Bo_%", "Imp@acme.test"
		for filter, want := range map[string][]string{
			`userName eq "ANA.SOTO@acme.onmicrosoft.test"`: {Ana},
			`UserName EQ "imp@ACME.test"`:                  {Imp},
			`userName eq "ana@acme.test"`:                  {},
			`userName ne "imp@acme.test"`:                  {Ana, Bo},
			`userName sw "b"`:                              {Bo},
			`userName sw "B%"`:                             {},
			`userName ew "_%"`:                             {Bo},
			`userName ew ""`:                               {Imp, Ana, Bo},
			`userName co "acme"`:                           {Imp, Ana},
			`userName gt "b" and userName lt "c"`:          {Bo},
			`urn:ietf:params:scim:schemas:core:2.0:User:userName eq "bo_%"`: {Bo},
			`externalId eq "X1"`:                                  {Bo},
			`externalId eq "x1"`:                                  {},
			`externalId pr`:                                       {Ana, Bo},
			`not (externalId pr)`:                                 {Imp},
			`not (externalId eq "X1")`:                            {Imp, Ana},
			`externalId ne "X1"`:                                  {Imp, Ana},
			`externalId eq null`:                                  {Imp},
			`emails eq "bo@acme.test"`:                            {Bo},
			`emails.value eq "ana@ACME.test"`:                     {Ana},
			`emails[type eq "work"].value eq "ana@acme.test"`:     {Ana},
			`emails[type eq "work" and value sw "imp"]`:           {Imp},
			`displayName eq "o'brien \"bo\""`:                     {Bo},
			`displayName co "ort" or title eq "treasury manager"`: {Imp, Ana},
			`title pr`:                                       {Ana},
			`title ne "Clerk"`:                               {Imp, Ana, Bo},
			`not (title eq "Clerk")`:                         {Imp, Ana, Bo},
			`not (title sw "treasury")`:                      {Imp, Bo},
			`active eq true`:                                 {Imp, Ana},
			`active eq "False"`:                              {Bo},
			`active ne true`:                                 {Bo},
			`preferredLanguage eq "ES_es"`:                   {Ana},
			`meta.created lt "2027-01-01T00:00:00Z"`:         {Imp, Ana, Bo},
			`meta.lastModified ge "2026-03-01T12:00:02Z"`:    {Bo},
			enterprise + `:department eq "treasury"`:         {Ana},
			enterprise + `:department ne "Finance/Treasury"`: {Imp, Bo},
			enterprise + `:manager pr`:                       {},
			`id eq "nonsense"`:                               {},
			`(userName sw "b" or userName sw "i") and not (active eq false)`: {Imp},
			`userName eq "' OR 1=1 --"`:                                      {},
		} {
			require.Equal(t, want, w.found("/Users", filter), filter)
		}
		for _, filter := range []string{
			`nonsense eq "x"`, `userName`, `userName eq`, `userName eq 5`, `userName eq true`, `active gt true`, `active eq "perhaps"`, `active co "t"`,
			`name.givenName eq "Ana"`, `phoneNumbers pr`, `nickName eq "Anita"`, `emails[type eq "home"].value eq "ana@home.test"`, `emails[type eq "work"]`,
			`emails[primary eq true and value eq "x"]`, `id gt "emp_1"`, `meta.created eq "yesterday"`, `meta.created sw "2026"`, enterprise + `:department co "x"`,
			enterprise + `:employeeNumber eq "701"`, `userName eq "\u0000"`, strings.Repeat("(", 5000), strings.Repeat(`id pr or `, 60) + `id pr`,
		} {
			w.send(http.MethodGet, "/Users?filter="+url.QueryEscape(filter), "").refused(http.StatusBadRequest, "invalidFilter")
		}
	})
}

func TestPagesOfTwoHundredAndFifty(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		const people = 253
		rows := make([]peopleRow, people)
		for i := range rows {
			rows[i] = peopleRow{Email: fmt.Sprintf("p%03d@acme.test", i), Name: fmt.Sprintf("Person %03d", people-i)}
		}
		w.imported(rows...)
		for _, order := range []string{"", "&sortBy=userName", "&sortBy=displayName&sortOrder=descending", "&sortBy=emails.value"} {
			var names []string
			for start := 1; ; {
				r := w.send(http.MethodGet, fmt.Sprintf("/Users?startIndex=%d&count=100&attributes=userName%s", start, order), "").ok(http.StatusOK)
				require.EqualValues(t, people, r.body["totalResults"])
				require.EqualValues(t, start, r.body["startIndex"])
				page := r.body["Resources"].([]any)
				require.EqualValues(t, len(page), r.body["itemsPerPage"])
				for _, one := range page {
					require.Len(t, one, 3, "schemas, id and what was asked for")
					names = append(names, one.(map[string]any)["userName"].(string))
				}
				if start += len(page); len(page) == 0 || start > people {
					break
				}
			}
			require.Len(t, names, people)
			for i, name := range names {
				require.Equal(t, fmt.Sprintf("p%03d@acme.test", i), name)
			}
		}
		size := func(query string) (items, total any) {
			r := w.send(http.MethodGet, "/Users?"+query, "").ok(http.StatusOK)
			return r.body["itemsPerPage"], r.body["totalResults"]
		}
		for query, want := range map[string]int{"": 100, "count=0": 0, "count=-5": 0, "count=100000": people, "startIndex=-3&count=2": 2, "startIndex=254": 0, "startIndex=253": 1} {
			items, total := size(query)
			require.EqualValues(t, want, items, query)
			require.EqualValues(t, people, total)
		}
		for query, kind := range map[string]string{
			"count=x": "invalidValue", "startIndex=1.5": "invalidValue", "sortOrder=up": "invalidValue", "sortBy=nickName": "invalidPath", "sortBy=active": "invalidPath",
		} {
			w.send(http.MethodGet, "/Users?"+query, "").refused(http.StatusBadRequest, kind)
		}
		r := w.send(http.MethodPost, "/Users/.search", `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
			"filter": "userName sw \"p00\"", "attributes": ["userName", "emails.value"], "sortBy": "userName", "sortOrder": "descending", "startIndex": 2, "count": 1}`).ok(http.StatusOK)
		require.EqualValues(t, 10, r.body["totalResults"])
		require.Equal(t, "p008@acme.test", r.body["Resources"].([]any)[0].(map[string]any)["userName"])
		w.send(http.MethodPost, "/Users/.search", `[]`).refused(http.StatusBadRequest, "invalidSyntax")
	})
}

type peopleRow = people.Input

func TestWhatIsShown(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		made := w.send(http.MethodPost, "/Users?attributes=userName", ana).ok(http.StatusCreated)
		require.Len(t, made.body, 3)
		for query, want := range map[string]string{
			"attributes=name.givenName,emails.type,id":          `{"name": {"givenName": "Ana"}, "emails": [{"type": "work"}, {"type": "home"}]}`,
			"attributes=" + enterprise + ":department,nonsense": `{"` + enterprise + `": {"department": "Finance/Treasury"}}`,
			"attributes=emails.value,emails.type":               `{"emails": [{"type": "work", "value": "Ana@acme.test"}, {"type": "home", "value": "ana@home.test"}]}`,
			"attributes=" + enterprise + "&excludedAttributes=" + enterprise + ":costCenter," + enterprise + ":division," + enterprise + ":organization":                                                          `{"` + enterprise + `": {"department": "Finance/Treasury", "employeeNumber": "701"}}`,
			"excludedAttributes=id,schemas,meta,emails,phoneNumbers,addresses,name.formatted,name.givenName,roles,nickName,preferredLanguage,userType,title,active,displayName,userName,externalId," + enterprise: `{"name": {"familyName": "Soto"}}`,
		} {
			r := w.send(http.MethodGet, "/Users/"+made.id()+"?"+query, "").ok(http.StatusOK)
			delete(r.body, "schemas")
			require.Equal(t, made.id(), r.body["id"])
			delete(r.body, "id")
			require.JSONEq(t, want, r.json())
		}
		g := w.send(http.MethodPost, "/Groups", `{"displayName": "Staff", "members": ["`+made.id()+`"]}`).ok(http.StatusCreated)
		for query, shows := range map[string]bool{"": true, "excludedAttributes=members": false, "attributes=displayName": false, "attributes=members.value": true} {
			require.Equal(t, shows, w.send(http.MethodGet, "/Groups/"+g.id()+"?"+query, "").ok(http.StatusOK).at("members") != nil, query)
			list := w.send(http.MethodGet, "/Groups?filter=displayName+eq+%22staff%22&"+query, "").ok(http.StatusOK)
			require.Equal(t, shows, list.body["Resources"].([]any)[0].(map[string]any)["members"] != nil, query)
		}
	})
}
