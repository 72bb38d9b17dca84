package scim_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// filters draws filters of every attribute that there is, and of some that there are not, with values of every kind.
func filters(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		if depth > 0 {
			switch rapid.IntRange(0, 5).Draw(t, "form") {
			case 0:
				return "(" + filters(depth-1).Draw(t, "left") + ") and " + filters(depth-1).Draw(t, "right")
			case 1:
				return filters(depth-1).Draw(t, "left") + " or " + filters(depth-1).Draw(t, "right")
			case 2:
				return "not (" + filters(depth-1).Draw(t, "inner") + ")"
			}
		}
		attribute := rapid.SampledFrom([]string{
			"id", "userName", "externalId", "emails", "emails.value", `emails[type eq "work"].value`, "displayName", "name.formatted", "title",
			"preferredLanguage", "active", "meta.created", "meta.lastModified", enterprise + ":department", enterprise + ":manager.value",
			"members", "members.value", "schemas", "name", "name.givenName", "nonsense", enterprise,
		}).Draw(t, "attribute")
		op := rapid.SampledFrom([]string{"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr"}).Draw(t, "op")
		if op == "pr" {
			return attribute + " pr"
		}
		text := rapid.OneOf(rapid.SampledFrom([]string{"", "%", "_", `\`, "'", "emp_1", "grp_1", "ana@acme.test", "2026-03-01T12:00:00Z", "A/B"}), rapid.String()).Draw(t, "text")
		value := rapid.SampledFrom([]string{fmt.Sprintf("%q", text), "true", "false", "null", "-1.5e3"}).Draw(t, "value")
		return attribute + " " + op + " " + value
	})
}

// TestWhateverIsFiltered: the database is asked what it can answer, or the client is told what it cannot; and what meets a filter and what meets
// its opposite are everything.
func TestWhateverIsFiltered(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.send(http.MethodPost, "/Users", ana).ok(http.StatusCreated).id()
		w.user("bo")
		w.send(http.MethodPost, "/Groups", `{"displayName": "Staff", "members": ["`+id+`"]}`).ok(http.StatusCreated)
		w.send(http.MethodPost, "/Groups", `{"displayName": "Empty", "externalId": "e"}`).ok(http.StatusCreated)
		rapid.Check(t, func(t *rapid.T) {
			filter, total := filters(2).Draw(t, "filter"), 0
			path := rapid.SampledFrom([]string{"/Users", "/Groups"}).Draw(t, "path")
			for _, asked := range []string{filter, "not (" + filter + ")"} {
				r := w.send(http.MethodGet, path+"?filter="+url.QueryEscape(asked), "")
				if r.status != http.StatusOK {
					require.Equal(t, http.StatusBadRequest, r.status, "%s: %s", asked, r.text)
					require.Equal(t, "invalidFilter", r.body["scimType"])
					return
				}
				found, _ := r.body["totalResults"].(float64)
				total += int(found)
			}
			require.Equal(t, 2, total, filter)
		})
	})
}
