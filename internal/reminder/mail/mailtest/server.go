// Package mailtest is a real SMTP server on loopback for tests. It keeps what it takes, and refuses what it is told to.
package mailtest

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"
)

// Mail is a message as the server took it.
type Mail struct {
	From, To string
	Raw      string
	Header   netmail.Header
}

// Server takes mail until the test ends.
type Server struct {
	// Refuse, where set, decides on a recipient: nil takes the message. times counts from 1 how often it was asked.
	Refuse func(to string, times int) error
	// Took, where set, is called when a message has arrived, before the client learns of it.
	Took func(m Mail)
	// User and Password, where set, are asked for.
	User, Password string

	listener net.Listener
	smtp     *smtp.Server
	mutex    sync.Mutex
	taken    []Mail
	asked    map[string]int
	sessions int
}

// New makes a server that has yet to be started. The configuration, where given, changes the server underneath.
func New(t testing.TB, configure ...func(*smtp.Server)) *Server {
	t.Helper()
	s := &Server{asked: map[string]int{}}
	var err error
	s.listener, err = (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(s.Stop)
	s.smtp = smtp.NewServer(smtp.BackendFunc(s.session))
	s.smtp.Domain = "localhost"
	s.smtp.AllowInsecureAuth = true
	s.smtp.ErrorLog = log.New(io.Discard, "", 0)
	for _, change := range configure {
		change(s.smtp)
	}
	return s
}

// Start begins to serve; what the server is told is set before.
func (s *Server) Start(t testing.TB) *Server {
	t.Helper()
	return s.serve(t, s.listener)
}

// StartTLS begins to serve, encrypted from the first byte.
func (s *Server) StartTLS(t testing.TB, config *tls.Config) *Server {
	t.Helper()
	return s.serve(t, tls.NewListener(s.listener, config))
}

func (s *Server) serve(t testing.TB, listener net.Listener) *Server {
	t.Helper()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = s.smtp.Serve(listener) // ends with an error that says that it was closed
	}()
	t.Cleanup(func() {
		s.Stop()
		<-ended
	})
	return s
}

// Stop hangs up on everybody and takes no more calls.
func (s *Server) Stop() {
	_ = s.smtp.Close()
	_ = s.listener.Close() // where it was never started
}

// Addr is host:port.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Taken gives the messages so far, in the order of their arrival.
func (s *Server) Taken() []Mail {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]Mail(nil), s.taken...)
}

// Recipients gives the messages' recipients, in the order of their arrival.
func (s *Server) Recipients() []string {
	all := []string{}
	for _, m := range s.Taken() {
		all = append(all, m.To)
	}
	return all
}

// Sessions tells how many connections there have been.
func (s *Server) Sessions() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.sessions
}

func (s *Server) session(*smtp.Conn) (smtp.Session, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.sessions++
	if s.User == "" {
		return &session{server: s}, nil
	}
	return &guarded{session: session{server: s}}, nil
}

type session struct {
	server *Server
	mail   Mail
}

func (s *session) Reset() { s.mail = Mail{} }

func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.mail.From = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.mutex.Lock()
	defer s.server.mutex.Unlock()
	s.server.asked[to]++
	s.mail.To = to
	if s.server.Refuse == nil {
		return nil
	}
	return s.server.Refuse(to, s.server.asked[to])
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mail.Raw = string(raw)
	parsed, err := netmail.ReadMessage(strings.NewReader(s.mail.Raw))
	if err != nil {
		return err
	}
	s.mail.Header = parsed.Header
	s.server.mutex.Lock()
	s.server.taken = append(s.server.taken, s.mail)
	s.server.mutex.Unlock()
	if s.server.Took != nil {
		s.server.Took(s.mail)
	}
	return nil
}

// guarded is a session that asks for a password.
type guarded struct {
	session

	let bool
}

func (s *guarded) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *guarded) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.server.User || password != s.server.Password {
			return smtp.ErrAuthFailed
		}
		s.let = true
		return nil
	}), nil
}

func (s *guarded) Mail(from string, options *smtp.MailOptions) error {
	if !s.let {
		return smtp.ErrAuthRequired
	}
	return s.session.Mail(from, options)
}
