package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestImportingAFile(t *testing.T) {
	eachDatabase(t, func(t *testing.T, url string) {
		b := boot(t, "--database-url="+url)
		t.Setenv("MUSTER_URL", b.url+"/")
		t.Setenv("MUSTER_TOKEN", strings.TrimSpace(command(t, "org", "create", "Acme", "--database-url="+url)))
		folder := t.TempDir()
		write := func(name, text string) string {
			t.Helper()
			path := filepath.Join(folder, name)
			require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
			return path
		}
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, err := io.WriteString(w, "email,name\nana@acme.test,Ana\nbo@acme.test,Bo\n")
		require.NoError(t, err)
		require.NoError(t, w.Close())
		people := write("people.CSV.gz", packed.String())
		require.Equal(t, "imp_1 DONE: 2 rows, 2 accepted, 0 unchanged, 0 rejected\n", command(t, "import", people, "--kind=employees", "--dry-run"))
		require.Equal(t, "imp_2 DONE: 2 rows, 2 accepted, 0 unchanged, 0 rejected\n", command(t, "import", people, "--kind=employees"))
		require.Equal(t, "imp_3 DONE: 2 rows, 0 accepted, 2 unchanged, 0 rejected\n", command(t, "import", people, "--kind=employees"))

		const event = `{"id": %q, "email": %q, "type": "COMPLETED", "occurredAt": "2026-05-20T10:00:00Z", "course": "C"}` + "\n"
		events := write("events.jsonl", fmt.Sprintf(event, "1", "ana@acme.test")+fmt.Sprintf(event, "2", "nobody@acme.test"))
		var stdout bytes.Buffer
		err = run(t.Context(), []string{"import", events, "--kind=trainings"}, &stdout, io.Discard)
		require.Equal(t, "imp_4 DONE: 2 rows, 1 accepted, 0 unchanged, 1 rejected\n", stdout.String())
		require.EqualError(t, err, "1 rows were rejected, for the reasons in "+b.url+"/import/imp_4/report.csv")

		for name, test := range map[string]struct {
			args []string
			says string
		}{
			"header":       {[]string{write("bad.csv", "email,salary\n"), "--kind=employees"}, `INVALID: unknown columns: "salary"`},
			"kind":         {[]string{people, "--kind=unicorns"}, "--kind"},
			"no such file": {[]string{"nowhere.csv", "--kind=employees"}, "nowhere.csv"},
			"ending":       {[]string{write("people.xlsx", ""), "--kind=employees"}, "people.xlsx is neither"},
			"token":        {[]string{people, "--kind=employees", "--token=mst_nobody_has_this_token_at_all"}, "UNAUTHENTICATED: the token is not valid"},
			"no server":    {[]string{people, "--kind=employees", "--url=http://127.0.0.1:1"}, "the upload broke off"},
		} {
			t.Run(name, func(t *testing.T) {
				require.ErrorContains(t, run(t.Context(), append([]string{"import"}, test.args...), io.Discard, io.Discard), test.says)
			})
		}
	})
}
