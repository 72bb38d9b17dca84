package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/storage/storagetest"
)

const patience = 30 * time.Second

// booted is a server that runs inside the test, as the real program would.
type booted struct {
	url  string
	stop func() error // graceful, as after a signal
}

func boot(t *testing.T, args ...string) booted {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	output, stdout := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, append([]string{"serve", "--addr=127.0.0.1:0"}, args...), stdout, io.Discard)
		_ = stdout.CloseWithError(io.EOF)
		ended <- err
	}()
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		require.NoError(t, <-ended)
	}
	_, url, found := strings.Cut(strings.TrimSpace(line), "muster serves ")
	require.True(t, found, line)
	b := booted{url: url, stop: func() error {
		cancel()
		select {
		case err := <-ended:
			ended <- err // for whoever stops it again
			return err
		case <-time.After(patience):
			return context.DeadlineExceeded
		}
	}}
	t.Cleanup(func() { require.NoError(t, b.stop()) })
	return b
}

// command runs a subcommand and gives what it printed.
func command(t *testing.T, args ...string) string {
	t.Helper()
	var stdout bytes.Buffer
	require.NoError(t, run(t.Context(), args, &stdout, io.Discard))
	return stdout.String()
}

// viewer asks the server who the token stands for; "" where it stands for nobody.
func (b booted) viewer(t *testing.T, token string) string {
	t.Helper()
	body := strings.NewReader(`{"query": "{ viewer { role organization { name } } }"}`)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+"/graphql", body)
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { require.NoError(t, response.Body.Close()) }()
	var answer struct {
		Data struct {
			Viewer struct {
				Role         string
				Organization struct{ Name string }
			}
		}
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	return strings.TrimSpace(answer.Data.Viewer.Role + " " + answer.Data.Viewer.Organization.Name)
}

func eachDatabase(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "data", "muster.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, storagetest.PostgresURL(t)) })
}

func TestCommandsWorkBesideARunningServer(t *testing.T) {
	eachDatabase(t, func(t *testing.T, url string) {
		b := boot(t, "--database-url="+url)
		require.Empty(t, b.viewer(t, "mst_nobody_has_this_token_at_all"))

		created := command(t, "org", "create", "Acme", "--timezone=Europe/Madrid", "--database-url="+url)
		require.Regexp(t, `^mst_\S+\n$`, created, "the token and nothing else")
		require.Equal(t, "ADMIN Acme", b.viewer(t, strings.TrimSpace(created)))

		token := strings.TrimSpace(command(t, "key", "create", "sync", "--org=Acme", "--role=VIEWER", "--database-url="+url))
		require.Equal(t, "VIEWER Acme", b.viewer(t, token))
		list := command(t, "key", "list", "--org=Acme", "--database-url="+url)
		require.NotContains(t, list, token)
		require.Regexp(t, `(?m)^key_2 +sync +VIEWER +`+token[:8]+`…`, list)

		require.Empty(t, command(t, "key", "revoke", "key_2", "--database-url="+url))
		require.Empty(t, b.viewer(t, token), "at once")
		require.NoError(t, b.stop())
	})
}

func TestTheBootstrapTokenOpensAnEmptyDatabase(t *testing.T) {
	eachDatabase(t, func(t *testing.T, url string) {
		const token, other = "a-bootstrap-token-for-tests", "another-bootstrap-token-here"
		b := boot(t, "--database-url="+url, "--bootstrap-token="+token)
		require.Equal(t, "ADMIN My organization", b.viewer(t, token))
		require.NoError(t, b.stop())

		b = boot(t, "--database-url="+url, "--bootstrap-token="+other)
		require.Equal(t, "ADMIN My organization", b.viewer(t, token))
		require.Empty(t, b.viewer(t, other))
	})
}

func TestWhatCannotWorkIsSaidAtOnce(t *testing.T) {
	folder := t.TempDir()
	for name, test := range map[string]struct {
		args []string
		says string
	}{
		"short bootstrap token": {[]string{"serve", "--bootstrap-token=short"}, "24 to 256 bytes"},
		"no such mode":          {[]string{"serve", "--mode=test"}, "--mode"},
		"redis URL":             {[]string{"serve", "--redis-url=http://user:secret@host"}, "redis://"},
		"model without a name":  {[]string{"serve", "--ai-provider=openai"}, "MUSTER_AI_MODEL"},
		"mail server's URL":     {[]string{"serve", "--smtp-url=https://user:secret@host"}, "smtp://"},
		"mail without a sender": {[]string{"serve", "--smtp-url=smtp://user:secret@host"}, "MUSTER_SMTP_FROM"},
		"address":               {[]string{"serve", "--addr=256.0.0.1:1"}, "listen on"},
		"no such organization":  {[]string{"key", "list", "--org=Nobody"}, "NOT_FOUND"},
		"no such key":           {[]string{"key", "revoke", "42"}, "NOT_FOUND"},
		"no such time zone":     {[]string{"org", "create", "A", "--timezone=Mars/Olympus"}, "IANA"},
	} {
		t.Run(name, func(t *testing.T) {
			err := run(t.Context(), append(test.args, "--data-dir="+folder), io.Discard, io.Discard)
			require.ErrorContains(t, err, test.says)
			require.NotContains(t, err.Error(), "secret")
		})
	}
}

func TestSettingsComeFromTheEnvironmentToo(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("MUSTER_DATA_DIR", filepath.Join(folder, "here"))
	command(t, "migrate")
	require.FileExists(t, filepath.Join(folder, "here", "muster.db"))
	command(t, "migrate", "--data-dir="+filepath.Join(folder, "there"))
	require.FileExists(t, filepath.Join(folder, "there", "muster.db"), "the flag wins")
	command(t, "migrate") // again changes nothing
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, entries, 2)
}

func TestVersion(t *testing.T) {
	require.Regexp(t, `^muster \S+\n$`, command(t, "version"))
}
