package mail

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"muster/internal/reminder/mail/mailtest"
)

var aMessage = Message{
	ID: "rem_7.1", Date: time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC), ToName: "Zoë Muñoz", To: "zoe@example.com",
	Subject: "Récordatorio", Language: "es", Text: "Hola\n.\nadiós", HTML: "<p>Hola</p>",
}

func carrier(t *testing.T, url string) *smtpCarrier {
	t.Helper()
	c, err := New(Settings{SMTPURL: url, From: "Security <security@acme.example>", Rate: 1000})
	require.NoError(t, err)
	return c.(*smtpCarrier)
}

func open(t *testing.T, c Carrier) Session {
	t.Helper()
	session, err := c.Open(t.Context())
	require.NoError(t, err)
	t.Cleanup(session.Close)
	require.NoError(t, session.Ready(t.Context()))
	return session
}

func outage(t *testing.T, c Carrier) *OutageError {
	t.Helper()
	_, err := c.Open(t.Context())
	var found *OutageError
	require.ErrorAs(t, err, &found)
	return found
}

func TestAMessageArrivesWhole(t *testing.T) {
	server := mailtest.New(t).Start(t)
	session := open(t, carrier(t, "smtp://"+server.Addr()))
	require.Nil(t, session.Send(aMessage))
	require.Nil(t, session.Send(aMessage), "the connection serves again")
	require.Equal(t, 1, server.Sessions())
	taken := server.Taken()
	require.Len(t, taken, 2)
	m := taken[0]
	require.Equal(t, "security@acme.example", m.From)
	require.Equal(t, "zoe@example.com", m.To)
	require.Equal(t, `"Security" <security@acme.example>`, m.Header.Get("From"))
	require.Equal(t, "Récordatorio", mailtest.Header(t, m.Header, "Subject"))
	require.Equal(t, "<rem_7.1@acme.example>", m.Header.Get("Message-Id"))
	require.Equal(t, "auto-generated", m.Header.Get("Auto-Submitted"))
	require.Equal(t, "es", m.Header.Get("Content-Language"))
	require.Equal(t, "Wed, 20 May 2026 12:00:00 +0000", m.Header.Get("Date"))
	to, err := m.Header.AddressList("To")
	require.NoError(t, err)
	require.Equal(t, []*netmail.Address{{Name: "Zoë Muñoz", Address: "zoe@example.com"}}, to)
	require.Equal(t, map[string]string{"text/plain": "Hola\n.\nadiós", "text/html": "<p>Hola</p>"}, mailtest.Parts(t, m.Raw))
}

func TestNothingFromOutsideAddsAHeaderOrARecipient(t *testing.T) {
	server := mailtest.New(t).Start(t)
	session := open(t, carrier(t, "smtp://"+server.Addr()))
	m := aMessage
	m.ToName = "Eve\r\nBcc: victim@example.com\r\n\r\n\"><x@y>\x00"
	m.Subject = "Hello\r\nBcc: victim@example.com"
	m.Text = "x\r\n.\r\nMAIL FROM:<a@b>\r\n"
	require.Nil(t, session.Send(m))
	require.Equal(t, []string{"zoe@example.com"}, server.Recipients())
	header := server.Taken()[0].Header
	require.Empty(t, header.Get("Bcc"))
	require.Equal(t, "Hello Bcc: victim@example.com", header.Get("Subject"))
	to, err := header.AddressList("To")
	require.NoError(t, err)
	require.Len(t, to, 1)
	require.Equal(t, "zoe@example.com", to[0].Address)
	for _, address := range []string{"", "nobody", "a@b.c, d@e.f", "a@b.c>\r\nRCPT TO:<d@e.f", "<a@b.c>"} {
		m.To = address
		failure := session.Send(m)
		require.NotNil(t, failure, address)
		require.True(t, failure.Permanent, address)
	}
	require.Len(t, server.Taken(), 1)
}

func TestRefusals(t *testing.T) {
	server := mailtest.New(t)
	server.Refuse = func(to string, _ int) error {
		switch to {
		case "full@example.com":
			return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "mailbox full"}
		case "gone@example.com":
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: strings.Repeat("no such user ", 100)}
		}
		return nil
	}
	server.Start(t)
	session := open(t, carrier(t, "smtp://"+server.Addr()))
	m := aMessage
	m.To = "full@example.com"
	require.Equal(t, &Failure{Reason: "452 4.2.2 mailbox full"}, session.Send(m))
	m.To = "gone@example.com"
	failure := session.Send(m)
	require.True(t, failure.Permanent && !failure.Broken && !failure.Unknown)
	require.Len(t, failure.Reason, maxReason)
	require.Nil(t, session.Send(aMessage), "a refusal is no end")
	require.Equal(t, 1, server.Sessions())
}

// TestAMessageWhoseAnswerIsLostMayHaveArrived hangs up between the message and the answer.
func TestAMessageWhoseAnswerIsLostMayHaveArrived(t *testing.T) {
	server := mailtest.New(t)
	server.Took = func(mailtest.Mail) { server.Stop() }
	server.Start(t)
	c := carrier(t, "smtp://"+server.Addr())
	session := open(t, c)
	failure := session.Send(aMessage)
	require.True(t, failure.Unknown && failure.Broken && !failure.Permanent)
	require.Equal(t, "the mail server could not be reached", outage(t, c).Reason)
}

func TestABrokenConnectionBeforeTheMessage(t *testing.T) {
	server := mailtest.New(t).Start(t)
	session := open(t, carrier(t, "smtp://"+server.Addr()))
	server.Stop()
	failure := session.Send(aMessage)
	require.True(t, failure.Broken && !failure.Unknown && !failure.Permanent)
}

func TestPasswords(t *testing.T) {
	server := mailtest.New(t)
	server.User, server.Password = "muster", "s3cret/&"
	server.Start(t)
	require.Nil(t, open(t, carrier(t, "smtp://muster:s3cret%2F&@"+server.Addr())).Send(aMessage))
	wrong := outage(t, carrier(t, "smtp://muster:wr0ng@"+server.Addr()))
	require.Contains(t, wrong.Reason, "535")
	require.NotContains(t, wrong.Error(), "wr0ng")
	failure := open(t, carrier(t, "smtp://"+server.Addr())).Send(aMessage)
	require.True(t, failure.Permanent, "the server asks for a password")
}

// certificate makes one for 127.0.0.1, and the roots that trust it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	parsed, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}, roots
}

func TestEncryption(t *testing.T) {
	config, roots := certificate(t)
	trusting := &tls.Config{RootCAs: roots, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
	withTLS := func(s *smtp.Server) {
		s.TLSConfig = config
		s.AllowInsecureAuth = false
	}
	server := mailtest.New(t, withTLS)
	server.User, server.Password = "muster", "secret"
	server.Start(t)

	c := carrier(t, "smtp://muster:secret@"+server.Addr()+"?starttls=required")
	require.Equal(t, "the mail server's certificate is not trusted", outage(t, c).Reason)
	c.tls = trusting
	require.Nil(t, open(t, c).Send(aMessage))
	c = carrier(t, "smtp://muster:secret@"+server.Addr()+"?starttls=optional")
	c.tls = trusting
	require.Nil(t, open(t, c).Send(aMessage))

	plain := mailtest.New(t).Start(t)
	c = carrier(t, "smtp://"+plain.Addr()+"?starttls=required")
	require.Equal(t, "the mail server does not encrypt (STARTTLS), which is required", outage(t, c).Reason)
	require.Empty(t, plain.Taken())
}

func TestTLSFromTheFirstByte(t *testing.T) {
	config, roots := certificate(t)
	server := mailtest.New(t)
	server.User, server.Password = "muster", "secret"
	server.StartTLS(t, config)
	c := carrier(t, "smtps://muster:secret@"+server.Addr())
	c.tls = &tls.Config{RootCAs: roots, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
	require.Nil(t, open(t, c).Send(aMessage))
}

func TestTheOutbox(t *testing.T) {
	folder := t.TempDir()
	c, err := New(Settings{DataDir: folder})
	require.NoError(t, err)
	require.Equal(t, ByFile, c.Delivery())
	session := open(t, c)
	require.Nil(t, session.Send(aMessage))
	require.Nil(t, session.Send(aMessage))
	entries, err := os.ReadDir(filepath.Join(folder, "outbox"))
	require.NoError(t, err)
	require.Len(t, entries, 1)
	require.Equal(t, "rem_7.1.eml", entries[0].Name())
	for path, mode := range map[string]os.FileMode{"outbox": 0o700 | os.ModeDir, "outbox/rem_7.1.eml": 0o600} {
		info, err := os.Stat(filepath.Join(folder, path))
		require.NoError(t, err)
		require.Equal(t, mode, info.Mode())
	}
	raw, err := os.ReadFile(filepath.Join(folder, "outbox", "rem_7.1.eml"))
	require.NoError(t, err)
	require.Equal(t, "Hola\n.\nadiós", mailtest.Parts(t, string(raw))["text/plain"])
}

func TestTheOutboxThatCannotBe(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "outbox"), nil, 0o600))
	c, err := New(Settings{DataDir: folder})
	require.NoError(t, err)
	require.Equal(t, "the outbox folder could not be made", outage(t, c).Reason)
}
