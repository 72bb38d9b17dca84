package server_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/auth"
)

const exportHeader = "User Name,Email Address,Department,Last Login Date,Date Added to the Platform"

// groupOf makes a manual group of employees.
func (n *node) groupOf(name string, emails ...string) (id string) {
	n.t.Helper()
	made := n.ask(fmt.Sprintf(`mutation { createGroup(input: {name: %q}) { group { id } } }`, name))
	id = at(n.t, made, "createGroup", "group", "id")
	for len(emails) > 0 {
		some := emails[:min(len(emails), 1000)]
		emails = emails[len(some):]
		n.ask(fmt.Sprintf(`mutation { addGroupMembers(input: {groupId: %q, emails: ["%s"]}) { group { memberCount } } }`, id, strings.Join(some, `", "`)))
	}
	return id
}

func (n *node) export(id string) (response *http.Response, file string) {
	n.t.Helper()
	return n.do(http.MethodGet, "/export/groups/"+id+"/members.csv", n.token, "")
}

func TestExportingMembers(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		n.send("/import/employees", csvType, "email,name,department,lastLoginAt\n"+
			"ana@acme.test,\"García, Ana \"\"A\"\"\",Finance/Treasury,2026-05-20T09:30:00.25+02:00\n"+
			"bo@acme.test,=HYPERLINK(1),@home,\n"+
			"cem@acme.test,Cem,,\n")
		id := n.groupOf(`Über / "uns"`, "ana@acme.test", "bo@acme.test")
		response, file := n.export(id)
		require.Equal(t, http.StatusOK, response.StatusCode)
		require.Equal(t, "text/csv; charset=utf-8; header=present", response.Header.Get("Content-Type"))
		require.Equal(t, `attachment; filename="_ber - -uns- members.csv"; filename*=UTF-8''%C3%9Cber%20-%20-uns-%20members.csv`, response.Header.Get("Content-Disposition"))
		lines := strings.Split(file, "\r\n")
		require.Equal(t, exportHeader, lines[0])
		require.Regexp(t, `^"García, Ana ""A""",ana@acme.test,Finance/Treasury,2026-05-20T07:30:00.25Z,20\d\d-\d\d-\d\dT[0-9:.]+Z$`, lines[1])
		require.Regexp(t, `^'=HYPERLINK\(1\),bo@acme.test,'@home,,20`, lines[2])
		require.Equal(t, []string{""}, lines[3:])
		require.Equal(t, "DONE 2 = 0 + 2 + 0", n.send("/import/employees", csvType, file).counts(), "comes back unchanged")

		viewer, _ := n.key(auth.Viewer)
		response, _ = n.do(http.MethodGet, "/export/groups/"+id+"/members.csv", viewer, "")
		require.Equal(t, http.StatusOK, response.StatusCode)
		_, file = n.export(n.groupOf("Nobody"))
		require.Equal(t, exportHeader+"\r\n", file)
		for _, unknown := range []string{"grp_999999", "emp_1", "grp_01", "x"} {
			response, body := n.export(unknown)
			require.Equal(t, http.StatusNotFound, response.StatusCode)
			require.Equal(t, "NOT_FOUND", code(t, body))
		}
	})
}

func TestALargeGroupComesOnceAndInOrder(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		const members = 4500 // two full pages and a part
		n.send("/import/employees", csvType, peopleHeader+peopleRows(0, members+3))
		var emails []string
		for i := range members {
			emails = append(emails, fmt.Sprintf("p%d@acme.test", i))
		}
		_, file := n.export(n.groupOf("Many", emails...))
		rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, members+1)
		seen := map[string]bool{}
		for _, row := range rows[1:] {
			seen[row[1]] = true
		}
		require.Len(t, seen, members)
	})
}

// TestWhatIsExportedComesBackUnchanged holds for whatever names people have.
func TestWhatIsExportedComesBackUnchanged(t *testing.T) {
	n := start(t, false)
	id := n.groupOf("All")
	text := rapid.StringMatching(`['=+@＝＋－＠a, ";-]{0,4}[a-zé]`)
	var emails, rows []string
	names := map[string][2]string{}
	for i := range 500 {
		email := fmt.Sprintf("p%d@acme.test", i)
		names[email] = [2]string{text.Example(2 * i), text.Example(2*i + 1)}
		emails, rows = append(emails, email), append(rows, fmt.Sprintf(`{"email": %q, "name": %q, "department": %q}`, email, names[email][0], names[email][1]))
	}
	require.Equal(t, "DONE 500 = 500 + 0 + 0", n.send("/import/employees", ndjsonType, strings.Join(rows, "\n")).counts())
	n.ask(fmt.Sprintf(`mutation { addGroupMembers(input: {groupId: %q, emails: ["%s"]}) { group { id } } }`, id, strings.Join(emails, `", "`)))
	_, file := n.export(id)
	require.Equal(t, "DONE 500 = 0 + 500 + 0", n.send("/import/employees", csvType, file).counts())
	records, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	require.NoError(t, err)
	for _, record := range records[1:] {
		for _, cell := range record {
			require.NotEqual(t, 0, strings.IndexAny(cell, "=+-@＝＋－＠"), cell)
		}
	}
}
