package e2e_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"muster/internal/storage/storagetest"
)

const (
	// patience is how long anything may take that should take moments.
	patience = 20 * time.Second
	// interval is how often is asked what nobody pushes.
	interval = 10 * time.Millisecond
)

// installation is one database, and the settings of every node on it.
type installation struct {
	url string // of the database
	env []string
}

func onSQLite(t *testing.T) installation {
	t.Helper()
	return install(t, storagetest.SQLiteURL(t))
}

func onPostgres(t *testing.T) installation {
	t.Helper()
	return install(t, storagetest.PostgresURL(t))
}

// onPostgresAndRedis is how more than one node runs.
func onPostgresAndRedis(t *testing.T) installation {
	t.Helper()
	redis := os.Getenv("MUSTER_TEST_REDIS_URL")
	require.NotEmpty(t, redis, "set MUSTER_TEST_REDIS_URL to a Redis server")
	i := onPostgres(t)
	i.env = append(i.env, "MUSTER_REDIS_URL="+redis)
	return i
}

func install(t *testing.T, url string) installation {
	t.Helper()
	env := []string{"MUSTER_DATABASE_URL=" + url, "MUSTER_DATA_DIR=" + t.TempDir(), "MUSTER_MODE=production"}
	for _, inherited := range []string{"PATH", "HOME", "TMPDIR"} {
		env = append(env, inherited+"="+os.Getenv(inherited))
	}
	return installation{url: url, env: env}
}

// command runs a subcommand to its end and gives what it printed.
func (i installation) command(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, binary, args...)
	command.Env = i.env
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	require.NoError(t, command.Run(), "muster %s: %s", strings.Join(args, " "), &stderr)
	return strings.TrimSpace(stdout.String())
}

// organization makes one and gives its first token, an administrator's.
func (i installation) organization(t *testing.T, name string) string {
	t.Helper()
	token := i.command(t, "org", "create", name)
	require.Len(t, strings.Fields(token), 1, "the token, alone")
	return token
}

// node is one running process.
type node struct {
	address string // host:port
	process *exec.Cmd
	said    *log // to whoever started it
	log     *log
	exited  chan struct{} // closed when the process has ended
}

// start boots a node and waits until it is ready.
func (i installation) start(t *testing.T, settings ...string) *node {
	t.Helper()
	n := &node{said: &log{}, log: &log{}, exited: make(chan struct{})}
	// Not the test's context: that ends before the clean-ups, and the node ends by them.
	n.process = exec.CommandContext(context.WithoutCancel(t.Context()), binary, "serve")
	n.process.Env = append(append([]string{"MUSTER_ADDR=127.0.0.1:0"}, i.env...), settings...)
	n.process.Stdout, n.process.Stderr = n.said, n.log
	require.NoError(t, n.process.Start())
	go func() {
		defer close(n.exited)
		_ = n.process.Wait() // how it ended is in ProcessState
	}()
	t.Cleanup(func() {
		n.kill(t)
		for _, fault := range []string{`"level":"ERROR"`, "level=ERROR", "panic", "DATA RACE"} {
			assert.NotContains(t, n.log.String(), fault)
		}
		if t.Failed() {
			t.Logf("a node said:\n%s%s", n.said, n.log)
		}
	})
	require.Eventually(t, func() bool {
		if found := serves.FindStringSubmatch(n.said.String()); found != nil {
			n.address = found[1]
		}
		return n.ended() || n.address != "" && n.answers("/readyz") == http.StatusOK
	}, patience, interval)
	require.False(t, n.ended(), "the node ended at once")
	return n
}

// serves is how a node says where it listens.
var serves = regexp.MustCompile(`serves http://([0-9.]+:[0-9]+)`)

// answers gives the status of a GET, 0 where nobody answers.
func (n *node) answers(path string) int {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+n.address+path, nil)
	if err != nil {
		return 0
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	return response.StatusCode
}

func (n *node) ended() bool {
	select {
	case <-n.exited:
		return true
	default:
		return false
	}
}

// kill ends the process as a power cut would.
func (n *node) kill(t *testing.T) {
	t.Helper()
	_ = n.process.Process.Kill() // it may have ended
	n.wait(t)
}

// stop asks the process to end and gives its exit code.
func (n *node) stop(t *testing.T) int {
	t.Helper()
	require.NoError(t, n.process.Process.Signal(syscall.SIGTERM))
	n.wait(t)
	return n.process.ProcessState.ExitCode()
}

func (n *node) wait(t *testing.T) {
	t.Helper()
	select {
	case <-n.exited:
	case <-time.After(patience):
		t.Fatalf("the node at %s does not end:\n%s", n.address, n.log)
	}
}

// log collects what a process writes.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
