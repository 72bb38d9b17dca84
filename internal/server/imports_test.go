package server_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

const (
	csvType    = "text/csv"
	ndjsonType = "application/x-ndjson"
)

// imported is what a server says of an import.
type imported struct {
	ID        string
	Status    string
	DryRun    bool
	Rows      int
	Accepted  int
	Unchanged int
	Rejected  int
	ReportURL *string
	Errors    []struct {
		Message    string
		Extensions struct{ Code string }
	}
}

func (i imported) counts() string {
	return fmt.Sprintf("%s %d = %d + %d + %d", i.Status, i.Rows, i.Accepted, i.Unchanged, i.Rejected)
}

// send uploads a file that has to be taken.
func (n *node) send(path, contentType, body string, headers ...string) imported {
	n.t.Helper()
	response, text := n.do(http.MethodPost, path, n.token, body, append([]string{"Content-Type", contentType}, headers...)...)
	require.Equal(n.t, http.StatusOK, response.StatusCode, text)
	return n.parse(text)
}

func (n *node) parse(text string) (i imported) {
	n.t.Helper()
	require.NoError(n.t, json.Unmarshal([]byte(text), &i), text)
	return i
}

// each runs a test on a server over each database.
func each(t *testing.T, test func(t *testing.T, n *node)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) { test(t, startOn(t, db, false)) })
}

func peopleRows(from, to int) string {
	var rows strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&rows, "p%d@acme.test,Person %d,Sales/Team %d,2026-01-31,remote\n", i, i, i%7)
	}
	return rows.String()
}

const peopleHeader = "Email,Name,Department,hiredOn,attributes.workMode\n"

func TestImportingEmployees(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		file := peopleHeader + peopleRows(0, 2500)
		got := n.send("/import/employees", csvType, file)
		require.Equal(t, "DONE 2500 = 2500 + 0 + 0", got.counts())
		require.Regexp(t, `^imp_[0-9]+$`, got.ID)
		require.Nil(t, got.ReportURL)
		require.Equal(t, "DONE 2500 = 0 + 2500 + 0", n.send("/import/employees", csvType, file).counts(), "the same file again")
		data := n.ask(`{ employees(first: 1, filter: {search: "p7@acme.test"}) { totalCount edges { node { name department { path } hiredOn attributes } } } }`)
		require.JSONEq(t, `{"employees": {"totalCount": 1, "edges": [{"node": {"name": "Person 7", "department": {"path": "Sales/Team 0"},
			"hiredOn": "2026-01-31", "attributes": {"workMode": "remote"}}}]}}`, asJSON(t, data))

		lines := `{"email": "p7@acme.test", "name": "Person 7", "title": "Clerk"}` + "\n" + `{"email": "new@acme.test", "name": "New"}`
		require.Equal(t, "DONE 2 = 2 + 0 + 0", n.send("/import/employees", ndjsonType, lines).counts())
		require.Equal(t, "DONE 2 = 0 + 2 + 0", n.send("/import/employees", ndjsonType, lines).counts())
		data = n.ask(`{ employees(filter: {search: "p7@acme.test"}) { edges { node { title department { path } } } } }`)
		require.JSONEq(t, `{"employees": {"edges": [{"node": {"title": "Clerk", "department": {"path": "Sales/Team 0"}}}]}}`, asJSON(t, data), "what is not given stays")
	})
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	return string(text)
}

func TestImportingEvents(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		n.send("/import/employees", csvType, peopleHeader+peopleRows(0, 50))
		var simulations, trainings strings.Builder
		simulations.WriteString("id,email,type,occurredAt,campaign,channel,automated\n")
		for i := range 6000 {
			fmt.Fprintf(&simulations, "s%d,p%d@acme.test,CLICKED,2026-05-%02dT10:00:00Z,Campaign %d,EMAIL,\n", i, i%50, i%28+1, i%10)
		}
		simulations.WriteString("s-none,nobody@acme.test,CLICKED,2026-05-01T10:00:00Z,Campaign,,\n")
		got := n.send("/import/simulations", csvType, simulations.String())
		require.Equal(t, "DONE 6001 = 6000 + 0 + 1", got.counts())
		require.Equal(t, "DONE 6001 = 0 + 6000 + 1", n.send("/import/simulations", csvType, simulations.String()).counts())
		for i := range 50 {
			fmt.Fprintf(&trainings, `{"id": "t%d", "email": "p%d@acme.test", "type": "ENROLLED", "occurredAt": "2026-05-01T10:00:00Z", "course": "C", "dueAt": "2026-06-01T10:00:00+02:00"}`+"\n", i, i)
		}
		require.Equal(t, "DONE 50 = 50 + 0 + 0", n.send("/import/trainings", ndjsonType, trainings.String()).counts())
		require.Equal(t, "DONE 50 = 0 + 50 + 0", n.send("/import/trainings", ndjsonType, trainings.String()).counts())
	})
}

func TestTheReport(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		got := n.send("/import/employees", csvType, "email,name,country,lastLoginAt\n"+
			"=cmd@acme.test,A,,\n"+ // fine: it is an address
			"no address,B,,\n"+
			"c@acme.test,C,Atlantis,\n"+
			"d@acme.test,D,,yesterday\n"+
			"e@acme.test,E\n"+
			"f@acme.test,\"F,,\n")
		require.Equal(t, "DONE 6 = 1 + 0 + 5", got.counts())
		response, body := n.do(http.MethodGet, *got.ReportURL, n.token, "")
		require.Equal(t, "text/csv; charset=utf-8; header=present", response.Header.Get("Content-Type"))
		require.Regexp(t, `^attachment; filename="import \d+ rejected rows.csv"; filename\*=UTF-8''import%20`, response.Header.Get("Content-Disposition"))
		require.Equal(t, strings.Join([]string{
			"line,code,message",
			`3,INVALID,"""no address"" is not an e-mail address"`,
			`4,INVALID,"country: ""Atlantis"" is not an ISO 3166-1 alpha-2 code"`,
			`5,INVALID,"lastLoginAt: ""yesterday"" is not a time such as 2026-01-31T08:00:00Z (RFC 3339)"`,
			`6,INVALID,"the row has 2 cells, and the header 4"`,
			`7,INVALID,"a quote is missing or too many, at byte 18 of the line"`,
			"",
		}, "\r\n"), body)

		for _, id := range []string{"imp_999999", "grp_1", "nothing"} {
			response, body = n.do(http.MethodGet, "/import/"+id+"/report.csv", n.token, "")
			require.Equal(t, http.StatusNotFound, response.StatusCode)
			require.Equal(t, "NOT_FOUND", code(t, body))
		}
	})
}

func TestTheReportIsBounded(t *testing.T) {
	n := start(t, false)
	got := n.send("/import/employees", csvType, "email,name\n"+strings.Repeat("x,\n", 10_500))
	require.Equal(t, "DONE 10500 = 0 + 0 + 10500", got.counts())
	_, body := n.do(http.MethodGet, *got.ReportURL, n.token, "")
	lines := strings.Split(strings.TrimSpace(body), "\r\n")
	require.Len(t, lines, 1+10_000+1)
	require.Equal(t, "10001,INVALID,name is missing", lines[10_000])
	require.Equal(t, ",,500 more rejected rows are not listed", lines[10_001])
}

func TestADryRunChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		n.send("/import/employees", csvType, peopleHeader+peopleRows(0, 5))
		file := peopleHeader + peopleRows(0, 1500) + "x,,,,\n"
		got := n.send("/import/employees?dryRun=true", csvType, file)
		require.True(t, got.DryRun)
		require.Equal(t, "DONE 1501 = 1495 + 5 + 1", got.counts())
		require.NotNil(t, got.ReportURL)
		require.JSONEq(t, `{"employees": {"totalCount": 5}}`, asJSON(t, n.ask(`{ employees { totalCount } }`)))
		require.Equal(t, "DONE 1501 = 1495 + 5 + 1", n.send("/import/employees", csvType, file).counts(), "as was foretold")

		events := "id,email,type,occurredAt,campaign\n1,p1@acme.test,CLICKED,2026-05-01T10:00:00Z,C\n2,x@acme.test,CLICKED,2026-05-01T10:00:00Z,C\n"
		require.Equal(t, "DONE 2 = 1 + 0 + 1", n.send("/import/simulations?dryRun=true", csvType, events).counts())
		require.Equal(t, "DONE 2 = 1 + 0 + 1", n.send("/import/simulations", csvType, events).counts())
		lessons := "id,email,type,occurredAt,course\n1,p1@acme.test,COMPLETED,2026-05-01T10:00:00Z,C\n"
		require.Equal(t, "DONE 1 = 1 + 0 + 0", n.send("/import/trainings?dryRun=true", csvType, lessons).counts())
		require.Equal(t, "DONE 1 = 1 + 0 + 0", n.send("/import/trainings?dryRun=false", csvType, lessons).counts())
	})
}

func TestWhatIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		viewer, _ := n.key(auth.Viewer)
		good := peopleHeader + peopleRows(0, 1)
		for name, test := range map[string]struct {
			token, path, body string
			headers           []string
			status            int
			code, says        string
		}{
			"no token":         {"", "/import/employees", good, nil, 401, "UNAUTHENTICATED", "a token is required"},
			"role":             {viewer, "/import/employees", good, nil, 403, "FORBIDDEN", "OPERATOR"},
			"no such kind":     {n.token, "/import/unicorns", good, nil, 404, "NOT_FOUND", ""},
			"content type":     {n.token, "/import/employees", good, []string{"Content-Type", "application/json"}, 400, "INVALID", "text/csv"},
			"no content type":  {n.token, "/import/employees", good, []string{"Content-Type", ""}, 400, "INVALID", "text/csv"},
			"charset":          {n.token, "/import/employees", good, []string{"Content-Type", "text/csv; charset=latin1"}, 400, "INVALID", "utf-8"},
			"encoding":         {n.token, "/import/employees", good, []string{"Content-Encoding", "br"}, 400, "INVALID", "gzip"},
			"no gzip":          {n.token, "/import/employees", good, []string{"Content-Encoding", "gzip"}, 400, "INVALID", "not gzip"},
			"dry run":          {n.token, "/import/employees?dryRun=perhaps", good, nil, 400, "INVALID", "dryRun"},
			"unknown column":   {n.token, "/import/employees", "email,name,salary\n" + "a@acme.test,A,1\n", nil, 400, "INVALID", `"salary"`},
			"missing column":   {n.token, "/import/simulations", "id,email\n", nil, 400, "INVALID", "the column type is missing"},
			"empty":            {n.token, "/import/trainings", "", nil, 400, "INVALID", "the file is empty"},
			"header too large": {n.token, "/import/employees", strings.Repeat("x", 200<<10), nil, 413, "TOO_LARGE", "header"},
		} {
			response, body := n.do(http.MethodPost, test.path, test.token, test.body, append([]string{"Content-Type", csvType}, test.headers...)...)
			require.Equal(t, test.status, response.StatusCode, name)
			require.Equal(t, test.code, code(t, body), name)
			require.Contains(t, body, strings.ReplaceAll(test.says, `"`, `\"`), name)
		}
		var left int
		require.NoError(t, n.db.SQL().QueryRowContext(t.Context(), `SELECT (SELECT COUNT(*) FROM imports) + (SELECT COUNT(*) FROM employees)`).Scan(&left))
		require.Zero(t, left)
	})
}

func packed(t *testing.T, write func(io.Writer)) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	write(w)
	require.NoError(t, w.Close())
	return out.String()
}

func TestGzip(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		file := peopleHeader + peopleRows(0, 1200)
		small := packed(t, func(w io.Writer) { _, _ = io.WriteString(w, file) })
		require.Equal(t, "DONE 1200 = 1200 + 0 + 0", n.send("/import/employees", csvType, small, "Content-Encoding", "gzip").counts())

		row := "z@acme.test,Z,,," + strings.Repeat(" ", 60_000) + "\n"
		bomb := packed(t, func(w io.Writer) {
			_, _ = io.WriteString(w, peopleHeader)
			for range 2000 {
				_, _ = io.WriteString(w, row)
			}
		})
		response, body := n.do(http.MethodPost, "/import/employees", n.token, bomb, "Content-Type", csvType, "Content-Encoding", "gzip")
		require.Equal(t, http.StatusRequestEntityTooLarge, response.StatusCode, body)
		require.Equal(t, "TOO_LARGE", code(t, body))
		got := n.parse(body)
		require.Equal(t, "FAILED", got.Status)
		require.Less(t, got.Rows, 1000)

		cut := small[:len(small)/2]
		response, body = n.do(http.MethodPost, "/import/employees", n.token, cut, "Content-Type", csvType, "Content-Encoding", "gzip")
		require.Equal(t, http.StatusBadRequest, response.StatusCode)
		require.Contains(t, body, "ends too early")
	})
}

// TestAnImportThatCannotGoOn keeps the batches before the fault.
func TestAnImportThatCannotGoOn(t *testing.T) {
	each(t, func(t *testing.T, n *node) {
		file := peopleHeader + peopleRows(0, 1500) + "\"" + peopleRows(1500, 6000)
		response, body := n.do(http.MethodPost, "/import/employees", n.token, file, "Content-Type", csvType)
		require.Equal(t, http.StatusRequestEntityTooLarge, response.StatusCode)
		require.Equal(t, "FAILED 1000 = 1000 + 0 + 0", n.parse(body).counts())
		require.Contains(t, n.parse(body).Errors[0].Message, "the row after line 1501 is longer than 65536 bytes: is a quote missing?")
		require.Equal(t, "DONE 6000 = 5000 + 1000 + 0", n.send("/import/employees", csvType, peopleHeader+peopleRows(0, 6000)).counts())
	})
}
