//go:build large

package e2e_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// importBytes is 1 GB unless told otherwise, as by make bench-import IMPORT_BYTES=30000000.
var importBytes = flag.Int64("import-bytes", 1<<30, "size of the file that TestImportingAGigabyte sends, in bytes")

// maxMemory is what a server may take meanwhile, in bytes.
const maxMemory = 256 << 20

// company of any size, made while it is read: a row of about 400 bytes for each person.
type largeFile struct {
	next, made int64
	size       int64
	ready      bytes.Buffer
}

func (f *largeFile) Read(p []byte) (int, error) {
	if f.next == 0 && f.made == 0 {
		f.ready.WriteString("email,name,externalId,title,department,managerEmail,location,country,language,employeeType,hiredOn,attributes.workMode,attributes.costCentre,attributes.grade,attributes.note\n")
	}
	for f.ready.Len() < len(p) && f.made < f.size {
		n := f.next
		f.next++
		row, _ := fmt.Fprintf(&f.ready, "person.%d@company.example,Person Number %d,E%09d,%s Manager %d,Division %d/Department %d/Team %d,person.%d@company.example,Office %d,%s,en,FULL_TIME,20%02d-%02d-%02d,remote,%d,%d,%s\n",
			n, n, n, []string{"Sales", "Finance", "Legal", "People"}[n%4], n%50, n%7, n%60, n%900, n/10, n%200, []string{"ES", "PT", "US", "MX", "BR"}[n%5],
			n%25, n%12+1, n%28+1, n%500, n%9, strings.Repeat("x", 180))
		f.made += int64(row)
	}
	return f.ready.Read(p)
}

// TestImportingAGigabyte kills a server in the middle of a file, sends the file again, and once more, and holds the server to
// its memory and the people to the file. It says how fast that was.
func TestImportingAGigabyte(t *testing.T) {
	i := onPostgres(t)
	token := i.organization(t, "Company")
	first := i.start(t)
	c := client{first, token}
	g := c.generated(t, "Class of 2005", "Hired in 2005")
	ctx, giveUp := context.WithCancel(t.Context())
	defer giveUp()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+first.address+"/import/employees", &largeFile{size: *importBytes})
	require.NoError(t, err)
	request.Header.Set("Content-Type", "text/csv")
	request.Header.Set("Authorization", "Bearer "+token)
	go func() {
		if response, err := http.DefaultClient.Do(request); err == nil {
			_ = response.Body.Close() // there is none: the node is gone
		}
	}()
	all := &largeFile{size: *importBytes}
	size, err := io.Copy(io.Discard, all)
	require.NoError(t, err)
	half := int(all.next / 2)
	require.Eventually(t, func() bool { return c.imported(t).Rows >= half }, 2*time.Hour, time.Second)
	first.kill(t)
	giveUp()

	c = client{i.start(t), token}
	send := func() importAnswer {
		began := time.Now()
		answer := c.upload(t, "/import/employees", &largeFile{size: *importBytes})
		took := time.Since(began)
		memory := peakMemory(t, c.node.process.Process.Pid)
		t.Logf("%d MB, %d rows (%d new) in %s: %.0f rows/s, %.1f MB/s; the server took at most %d MB",
			size>>20, answer.Rows, answer.Accepted, took.Round(time.Second), float64(answer.Rows)/took.Seconds(), float64(size)/1e6/took.Seconds(), memory>>20)
		require.Less(t, memory, int64(maxMemory))
		return answer
	}
	people := int(all.next)
	answer := send()
	require.Equal(t, people, answer.Rows)
	require.Equal(t, people, answer.Accepted+answer.Unchanged)
	require.GreaterOrEqual(t, answer.Unchanged, half)
	require.Equal(t, importAnswer{Rows: people, Unchanged: people}, send())
	expected := 0
	for n := range people {
		if n%25 == 5 {
			expected++
		}
	}
	require.Equal(t, expected, c.group(t, g.ID).MemberCount)
	require.Equal(t, people, ask[struct{ Employees struct{ TotalCount int } }](t, c, `{ employees { totalCount } }`, nil).Employees.TotalCount)
}

// peakMemory is the most that a process ever had resident, in bytes.
func peakMemory(t *testing.T, pid int) int64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	require.NoError(t, err)
	for line := range strings.Lines(string(status)) {
		if value, found := strings.CutPrefix(line, "VmHWM:"); found {
			kilobytes, err := strconv.ParseInt(strings.Fields(value)[0], 10, 64)
			require.NoError(t, err)
			return kilobytes << 10
		}
	}
	require.Fail(t, "the system does not say")
	return 0
}
