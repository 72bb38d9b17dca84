package redisbroker

import (
	"context"
	"net"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

const (
	patience = 20 * time.Second
	tick     = 10 * time.Millisecond
)

// server is a redis-server of the test's own, which comes and goes at its word, on one loopback port.
type server struct {
	t       *testing.T
	port    string
	process *exec.Cmd
}

// newServer picks a free port and starts nothing.
func newServer(t *testing.T) *server {
	t.Helper()
	free, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	_, port, err := net.SplitHostPort(free.Addr().String())
	require.NoError(t, err)
	require.NoError(t, free.Close())
	s := &server{t: t, port: port}
	t.Cleanup(s.kill)
	return s
}

func (s *server) url() string { return "redis://127.0.0.1:" + s.port }

// start returns when the server answers.
func (s *server) start() {
	s.t.Helper()
	s.process = exec.CommandContext(context.WithoutCancel(s.t.Context()), "redis-server", // kill ends it
		"--bind", "127.0.0.1", "--port", s.port, "--save", "", "--appendonly", "no", "--dir", s.t.TempDir())
	require.NoError(s.t, s.process.Start(), "redis-server must be installed")
	client := redis.NewClient(&redis.Options{Addr: "127.0.0.1:" + s.port, DialerRetries: 1, MaxRetries: -1})
	defer func() { require.NoError(s.t, client.Close()) }()
	require.Eventually(s.t, func() bool { return client.Ping(s.t.Context()).Err() == nil }, patience, tick)
}

// kill is the end without a word.
func (s *server) kill() {
	if s.process == nil {
		return
	}
	s.signal(syscall.SIGKILL)
	_ = s.process.Wait() // it says that it was killed
	s.process = nil
}

// signal SIGSTOP makes it hang with its connections open, SIGCONT go on.
func (s *server) signal(signal syscall.Signal) {
	require.NoError(s.t, s.process.Process.Signal(signal))
}
