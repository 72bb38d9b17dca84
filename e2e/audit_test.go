package e2e_test

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/storage"
)

// auditEntry is an entry as the API shows it.
type auditEntry struct {
	ID, Actor, Source, Action string
	ActorID                   *string
	At                        time.Time
	Subject                   struct {
		Kind, Name string
		ID         *string
	}
	Details map[string]any
}

const auditLog = `query($n: Int, $after: Cursor, $last: Int, $before: Cursor, $f: AuditFilter) {
	auditLog(first: $n, after: $after, last: $last, before: $before, filter: $f) { totalCount pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
		edges { node { id at actor actorId source action subject { kind id name } details } } } }`

type auditPage struct {
	AuditLog struct {
		connection[auditEntry]
		TotalCount int
		PageInfo   struct {
			StartCursor, EndCursor       *string
			HasNextPage, HasPreviousPage bool
		}
	}
}

// audited gives the entries of a filter, the oldest first.
func (c client) audited(t *testing.T, filter row) []auditEntry {
	t.Helper()
	all := ask[auditPage](t, c, auditLog, variables{"n": 100, "f": filter}).AuditLog.nodes()
	slices.Reverse(all)
	return all
}

// told gives what was done to what, the oldest first.
func (c client) told(t *testing.T, filter row) []string {
	t.Helper()
	var said []string
	for _, e := range c.audited(t, filter) {
		said = append(said, e.Source+" "+e.Action+" "+e.Subject.Name)
	}
	return said
}

func (c client) get(t *testing.T, path string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+c.node.address+path, nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+c.token)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

const (
	createManual = `mutation($in: CreateGroupInput!) { createGroup(input: $in) { group { id } } }`
	addMembers   = `mutation($in: GroupMembersInput!) { addGroupMembers(input: $in) { result { accepted } } }`
	dropMembers  = `mutation($in: GroupMembersInput!) { removeGroupMembers(input: $in) { result { accepted } } }`
)

// history does a bit of everything and gives the ids of a person, of a manual group and of a smart one.
func history(t *testing.T, c client) (ana, manual, smart string) {
	t.Helper()
	c.upsert(t, person("ana@company.example", "Finance"), person("bo@company.example", "Sales"))
	c.upload(t, "/import/employees", strings.NewReader("email,name,title\nana@company.example,Somebody,Clerk\nbo@company.example,Somebody,Boss\nbad,x,\n"))
	ana = c.employee(t, "ana@company.example")
	manual = ask[struct{ CreateGroup struct{ Group group } }](t, c, createManual, variables{"in": row{"name": "=HYPERLINK(1)"}}).CreateGroup.Group.ID
	in := row{"groupId": manual, "emails": []string{"ana@company.example", "bo@company.example", "nobody@company.example"}}
	ask[any](t, c, addMembers, variables{"in": in})
	ask[any](t, c, addMembers, variables{"in": in}) // changes nothing
	ask[any](t, c, dropMembers, variables{"in": row{"groupId": manual, "emails": []string{"bo@company.example"}}})
	smart = c.generated(t, "Finance people", "Everyone in Finance").ID
	c.move(t, "activateGroup", smart)
	c.exclude(t, smart, ana)
	c.readmit(t, smart, ana)
	c.rename(t, smart, "Finance staff")
	c.move(t, "deactivateGroup", smart)
	ask[any](t, c, `mutation($in: EmployeesInput!) { disableEmployees(input: $in) { employees { id } } }`, variables{"in": row{"employeeIds": []string{ana}}})
	ask[any](t, c, `mutation { changeGlossary(input: {recentDays: 14}) { glossary { recentDays } } }`, nil)
	_, err := io.Copy(io.Discard, c.get(t, "/export/groups/"+manual+"/members.csv").Body)
	require.NoError(t, err)
	return ana, manual, smart
}

func TestTheAuditLog(t *testing.T) {
	onBoth(t, func(t *testing.T, i installation) {
		token, other := i.organization(t, "Company"), i.organization(t, "Competitor")
		n := i.start(t)
		admin, stranger := client{n, token}, client{n, other}
		_, operatorKey := admin.newKey(t, row{"name": "unused", "role": "OPERATOR"})
		ana, manual, smart := history(t, admin)

		require.Equal(t, []string{"CLI ORGANIZATION_FOUNDED Company", "CLI KEY_CREATED first"}, admin.told(t, row{"source": "CLI"}))
		require.Equal(t, []string{"IMPORT EMPLOYEE_CHANGED bo@company.example", "IMPORT IMPORT_FINISHED EMPLOYEES"}, admin.told(t, row{"source": "IMPORT"}))
		require.Equal(t, []string{"API EMPLOYEE_CREATED ana@company.example", "API EMPLOYEE_DISABLED ana@company.example"}, admin.told(t, row{"subject": ana}))
		require.Equal(t, []string{
			"API GROUP_CREATED =HYPERLINK(1)", "API MEMBERS_ADDED =HYPERLINK(1)", "API MEMBERS_REMOVED =HYPERLINK(1)", "API MEMBERS_EXPORTED =HYPERLINK(1)",
		}, admin.told(t, row{"subject": manual}))
		require.Equal(t, []string{
			"API GROUP_CREATED Finance people", "CLOCK GROUP_GENERATED Finance people", "API GROUP_ACTIVATED Finance people",
			"API MEMBER_EXCLUDED Finance people", "API MEMBER_READMITTED Finance people", "API GROUP_RENAMED Finance staff", "API GROUP_DEACTIVATED Finance staff",
		}, admin.told(t, row{"subject": smart}))
		require.Equal(t, []string{"API KEY_CREATED unused"}, admin.told(t, row{"subject": operatorKey.ID}))
		require.Equal(t, []string{"API GLOSSARY_CHANGED Company"}, admin.told(t, row{"actions": []string{"GLOSSARY_CHANGED", "SETTINGS_CHANGED"}}))

		added := admin.audited(t, row{"actions": []string{"MEMBERS_ADDED"}})
		require.Len(t, added, 1, "the second time nothing was done")
		require.Equal(t, []any{"ana@company.example", "bo@company.example"}, added[0].Details["employees"])
		require.Equal(t, "first", added[0].Actor)
		require.Equal(t, map[string]any{"title": map[string]any{"from": "Clerk", "to": "Boss"}},
			admin.audited(t, row{"source": "IMPORT"})[0].Details["changes"])
		require.Equal(t, map[string]any{"accepted": 1.0, "unchanged": 1.0, "rejected": 1.0}, admin.audited(t, row{"source": "IMPORT"})[1].Details)

		pagesAgree(t, admin)
		byTime(t, admin)
		require.Len(t, stranger.audited(t, nil), 2, "another organization's own")
		require.Empty(t, stranger.audited(t, row{"subject": manual}))
		for _, unknown := range []row{{"subject": "grp_999999"}, {"subject": "nonsense"}, {"actor": "key_999999"}, {"actor": ana}} {
			require.Empty(t, admin.audited(t, unknown))
		}

		for name, vars := range map[string]variables{
			"too many":       {"n": 101},
			"both ends":      {"n": 1, "last": 1},
			"a bad cursor":   {"n": 1, "after": "nonsense"},
			"until too soon": {"f": row{"from": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}},
		} {
			require.NotEmpty(t, refused(t, admin, "INVALID", auditLog, vars), name)
		}
		operator, _ := admin.newKey(t, row{"name": "o", "role": "OPERATOR"})
		refused(t, operator, "FORBIDDEN", auditLog, nil)
		nobodyEditsTheLog(t, i, admin)
	})
}

// pagesAgree reads the log in small pages, forwards and backwards.
func pagesAgree(t *testing.T, c client) {
	t.Helper()
	whole := ask[auditPage](t, c, auditLog, variables{"n": 100}).AuditLog
	require.Len(t, whole.nodes(), whole.TotalCount)
	var forwards, backwards []auditEntry
	for next := (variables{"n": 3}); ; {
		page := ask[auditPage](t, c, auditLog, next).AuditLog
		forwards = append(forwards, page.nodes()...)
		if !page.PageInfo.HasNextPage {
			break
		}
		next["after"] = *page.PageInfo.EndCursor
	}
	for next := (variables{"last": 4}); ; {
		page := ask[auditPage](t, c, auditLog, next).AuditLog
		backwards = append(page.nodes(), backwards...)
		if !page.PageInfo.HasPreviousPage {
			break
		}
		next["before"] = *page.PageInfo.StartCursor
	}
	require.Equal(t, whole.nodes(), forwards)
	require.Equal(t, whole.nodes(), backwards)
}

// byTime cuts the log at the time of an entry in its middle.
func byTime(t *testing.T, c client) {
	t.Helper()
	whole := c.audited(t, nil)
	cut := whole[len(whole)/2].At
	before, after := c.audited(t, row{"until": cut.Format(time.RFC3339Nano)}), c.audited(t, row{"from": cut.Format(time.RFC3339Nano)})
	require.Equal(t, whole, append(before, after...))
	for _, e := range before {
		require.True(t, e.At.Before(cut))
	}
}

// nobodyEditsTheLog tries by SQL, on a connection that is opened as the service opens its own.
func nobodyEditsTheLog(t *testing.T, i installation, c client) {
	t.Helper()
	whole := c.audited(t, nil)
	db, err := storage.Open(t.Context(), i.url)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	for _, statement := range []string{
		`UPDATE audit_entries SET actor = 'somebody else'`, `UPDATE audit_entries SET details = '{}' WHERE action = 'KEY_CREATED'`,
		`DELETE FROM audit_entries`, `DELETE FROM audit_entries WHERE action = 'KEY_CREATED'`,
	} {
		_, err := db.Writer().ExecContext(t.Context(), statement)
		require.ErrorContains(t, err, "audit entries are never", statement)
	}
	require.Equal(t, whole, c.audited(t, nil))
}

func TestExportingTheAuditLog(t *testing.T) {
	onBoth(t, func(t *testing.T, i installation) {
		token := i.organization(t, "Company")
		n := i.start(t)
		admin := client{n, token}
		_, manual, _ := history(t, admin)
		whole := ask[auditPage](t, admin, auditLog, variables{"n": 100}).AuditLog.nodes()

		response := admin.get(t, "/export/audit")
		require.Equal(t, "text/csv; charset=utf-8; header=present", response.Header.Get("Content-Type"))
		require.Contains(t, response.Header.Get("Content-Disposition"), `filename="audit log.csv"`)
		rows, err := csv.NewReader(response.Body).ReadAll()
		require.NoError(t, err)
		require.Equal(t, "Time,Actor,Actor ID,Source,Action,Subject Kind,Subject ID,Subject Name,Details,Entry", strings.Join(rows[0], ","))
		exported := rows[1:]
		require.Equal(t, "AUDIT_EXPORTED", exported[0][4], "the export is told of before it begins")
		require.Len(t, exported[1:], len(whole))
		for k, e := range whole {
			line := exported[k+1]
			require.Equal(t, []string{e.Actor, e.Source, e.Action, e.Subject.Kind, strings.TrimPrefix(line[7], "'"), e.ID},
				[]string{line[1], line[3], line[4], line[5], e.Subject.Name, line[9]})
			at, err := time.Parse(time.RFC3339Nano, line[0])
			require.NoError(t, err)
			require.True(t, e.At.Equal(at))
			require.NotRegexp(t, `^[=+@-]`, line[7], "no spreadsheet runs it")
			details, err := json.Marshal(e.Details)
			require.NoError(t, err)
			require.JSONEq(t, string(details), line[8])
		}

		filter := url.Values{"format": {"ndjson"}, "subject": {manual}, "action": {"MEMBERS_ADDED", "GROUP_CREATED"}, "source": {"API"}, "from": {"2020-01-01T00:00:00Z"}}
		response = admin.get(t, "/export/audit?"+filter.Encode())
		require.Equal(t, "application/x-ndjson", response.Header.Get("Content-Type"))
		var said []string
		for lines := json.NewDecoder(response.Body); lines.More(); {
			var line struct{ Action, SubjectID, SubjectName string }
			require.NoError(t, lines.Decode(&line))
			require.Equal(t, manual, line.SubjectID)
			said = append(said, line.Action+" "+line.SubjectName)
		}
		require.Equal(t, []string{"MEMBERS_ADDED =HYPERLINK(1)", "GROUP_CREATED =HYPERLINK(1)"}, said)

		for _, query := range []string{
			"format=xml", "subjects=" + manual, "source=ELSEWHERE", "action=NOTHING", "from=yesterday",
			"from=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z", "source=API&source=CLI",
		} {
			response := admin.get(t, "/export/audit?"+query)
			require.Equal(t, http.StatusBadRequest, response.StatusCode, query)
			body, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			require.Contains(t, string(body), `"INVALID"`)
		}
		viewer, _ := admin.newKey(t, row{"name": "v", "role": "OPERATOR"})
		require.Equal(t, http.StatusForbidden, viewer.get(t, "/export/audit").StatusCode)
		require.Equal(t, http.StatusUnauthorized, client{n, "mst_of_nobody_who_was_ever_here_0123456789"}.get(t, "/export/audit").StatusCode)
	})
}
