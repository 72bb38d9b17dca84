package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// importAnswer is what a server says of an import.
type importAnswer struct{ Rows, Accepted, Unchanged, Rejected int }

func crowdCSV(people int) string {
	var file strings.Builder
	file.WriteString("email,name,department,employeeType\n")
	for i := range people {
		fmt.Fprintf(&file, "p%d@company.example,Person %d,Finance/Team %d,%s\n", i, i, i%9, []string{"CONTRACTOR", "FULL_TIME"}[i%2])
	}
	return file.String()
}

// upload sends a file that has to be taken whole.
func (c client) upload(t *testing.T, path string, file io.Reader) importAnswer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+c.node.address+path, file)
	require.NoError(t, err)
	request.Header.Set("Content-Type", "text/csv")
	request.Header.Set("Authorization", "Bearer "+c.token)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
	var answer importAnswer
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	return answer
}

func TestKilledWhileImportingOnSQLite(t *testing.T) { killedWhileImporting(t, onSQLite(t)) }

func TestKilledWhileImportingOnPostgres(t *testing.T) { killedWhileImporting(t, onPostgres(t)) }

// killedWhileImporting: a power cut in the middle of a file leaves whole batches, in people and in groups alike, and the same file
// completes them.
func killedWhileImporting(t *testing.T, i installation) {
	const people = 8000
	token := i.organization(t, "Company")
	first := i.start(t)
	c := client{first, token}
	g := c.generated(t, "Contractors", "Contractors in Finance")
	file := crowdCSV(people)
	body, writer := io.Pipe()
	ctx, giveUp := context.WithCancel(t.Context())
	defer giveUp()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+first.address+"/import/employees", body)
	require.NoError(t, err)
	request.Header.Set("Content-Type", "text/csv")
	request.Header.Set("Authorization", "Bearer "+token)
	go func() {
		if response, err := http.DefaultClient.Do(request); err == nil {
			_ = response.Body.Close() // there is none: the node is gone
		}
	}()
	go func() { _, _ = io.WriteString(writer, file[:len(file)*3/4]) }() // the node is gone before it has all
	require.Eventually(t, func() bool { return c.imported(t).Rows >= 2000 }, patience, interval)
	first.kill(t)
	giveUp()

	c = client{i.start(t), token}
	left := c.imported(t)
	require.Equal(t, "RUNNING", left.Status, "the dead node could not say otherwise")
	require.Less(t, left.Rows, people)
	present := ask[struct{ Employees struct{ TotalCount int } }](t, c, `{ employees { totalCount } }`, nil).Employees.TotalCount
	require.Zero(t, present%1000, "whole batches")
	require.Equal(t, present/2, c.group(t, g.ID).MemberCount, "in people and in groups alike")

	require.Equal(t, importAnswer{Rows: people, Accepted: people - present, Unchanged: present}, c.upload(t, "/import/employees", strings.NewReader(file)))
	require.Equal(t, importAnswer{Rows: people, Unchanged: people}, c.upload(t, "/import/employees", strings.NewReader(file)))
	require.Equal(t, people/2, c.group(t, g.ID).MemberCount)
}

// imported is where the newest import stands.
func (c client) imported(t *testing.T) (newest struct {
	Status string
	Rows   int
},
) {
	t.Helper()
	type page struct {
		Imports struct {
			Edges []struct {
				Node struct {
					Status string
					Rows   int
				}
			}
		}
	}
	for _, edge := range ask[page](t, c, `{ imports(first: 1) { edges { node { status rows } } } }`, nil).Imports.Edges {
		newest = edge.Node
	}
	return newest
}
