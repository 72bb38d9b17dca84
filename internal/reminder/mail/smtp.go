package mail

import (
	"context"
	"crypto/tls"
	"errors"
	netmail "net/mail"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
	"golang.org/x/time/rate"
)

const (
	// openTimeout bounds connecting, TLS and authentication together, sendTimeout one message, and closeTimeout the
	// goodbye.
	openTimeout  = 20 * time.Second
	sendTimeout  = 30 * time.Second
	closeTimeout = 2 * time.Second
	// maxReason bounds, in characters, what is kept of a server's reply.
	maxReason = 300
)

type smtpCarrier struct {
	server  server
	sender  *netmail.Address
	limiter *rate.Limiter // shared by every session of this node
	tls     *tls.Config   // nil: the system's certificates
}

func (c *smtpCarrier) Delivery() Delivery { return BySMTP }

func (c *smtpCarrier) Open(ctx context.Context) (Session, error) {
	dialer, err := gomail.NewClient(c.server.host, c.options()...)
	if err != nil {
		return nil, &OutageError{Reason: "the mail server's settings do not work", Cause: err}
	}
	client, err := dialer.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, &OutageError{Reason: outageReason(err), Cause: err}
	}
	return &smtpSession{carrier: c, client: client}, nil
}

func (c *smtpCarrier) options() []gomail.Option {
	s := c.server
	options := []gomail.Option{gomail.WithPort(s.port), gomail.WithTimeout(openTimeout)}
	if s.tls {
		options = append(options, gomail.WithSSL())
	} else {
		options = append(options, gomail.WithTLSPolicy(s.starttls))
	}
	if c.tls != nil {
		options = append(options, gomail.WithTLSConfig(c.tls))
	}
	if s.user == "" {
		return options
	}
	// The strongest that the server offers; unencrypted, none that shows the password, save to this machine.
	auth := gomail.SMTPAuthAutoDiscover
	if s.local && !s.tls && s.starttls != gomail.TLSMandatory {
		auth = gomail.SMTPAuthPlainNoEnc
	}
	return append(options, gomail.WithSMTPAuth(auth), gomail.WithUsername(s.user), gomail.WithPassword(s.password))
}

func outageReason(err error) string {
	var reply *textproto.Error
	switch {
	case errors.As(err, &reply):
		return "the mail server refused the connection: " + replyText(reply)
	case errors.Is(err, gomail.ErrNoSupportedAuthDiscovered):
		return "the mail server offers no authentication that keeps the password secret"
	case strings.Contains(err.Error(), "STARTTLS"):
		return "the mail server does not encrypt (STARTTLS), which is required"
	case isCertificate(err):
		return "the mail server's certificate is not trusted"
	}
	return "the mail server could not be reached"
}

func isCertificate(err error) bool {
	var untrusted *tls.CertificateVerificationError
	return errors.As(err, &untrusted)
}

// replyText is a server's reply on one line, bounded.
func replyText(reply *textproto.Error) string {
	text := []rune(oneLine(strings.ToValidUTF8(strconv.Itoa(reply.Code)+" "+reply.Msg, "?")))
	return string(text[:min(len(text), maxReason)])
}

type smtpSession struct {
	carrier *smtpCarrier
	client  *smtp.Client
	broken  bool
}

func (s *smtpSession) Ready(ctx context.Context) error { return s.carrier.limiter.Wait(ctx) }

// Close says goodbye; whether the server answers does not matter. On a broken connection it says nothing: a word in the
// middle of a message would end the message, and the server would take the half for the whole.
func (s *smtpSession) Close() {
	if s.broken || s.client.UpdateDeadline(closeTimeout) != nil || s.client.Quit() != nil {
		_ = s.client.Close()
	}
}

func (s *smtpSession) Send(m Message) *Failure {
	msg, err := build(s.carrier.sender, m)
	if err != nil {
		return &Failure{Reason: "no e-mail can be sent to this address", Permanent: true}
	}
	written := false
	err = s.transmit(msg, &written)
	if err == nil {
		return nil
	}
	failure := s.failure(err, written)
	s.broken = failure.Broken
	return failure
}

// failure judges what went wrong, before or after the whole message was written.
func (s *smtpSession) failure(err error, written bool) *Failure {
	var reply *textproto.Error
	switch {
	case errors.As(err, &reply):
		// 421: the server hangs up. After another refusal the next message begins with a clean slate.
		broken := reply.Code == 421 || !written && s.client.Reset() != nil
		return &Failure{Reason: replyText(reply), Permanent: reply.Code >= 500, Broken: broken}
	case written:
		return &Failure{Reason: "the connection broke before the mail server confirmed the message: it may have arrived", Unknown: true, Broken: true}
	default:
		return &Failure{Reason: "the connection to the mail server broke", Broken: true}
	}
}

// transmit carries the message, and notes when all of it has been written.
func (s *smtpSession) transmit(msg *gomail.Msg, written *bool) error {
	from, err := msg.GetSender(false)
	if err != nil {
		return err
	}
	to, err := msg.GetRecipients()
	if err != nil {
		return err
	}
	if err := s.client.UpdateDeadline(sendTimeout); err != nil {
		return err
	}
	if err := s.client.Mail(from); err != nil {
		return err
	}
	if err := s.client.Rcpt(to[0]); err != nil {
		return err
	}
	data, err := s.client.Data()
	if err != nil {
		return err
	}
	if _, err := msg.WriteTo(data); err != nil {
		return err
	}
	*written = true
	return data.Close() // waits for the server's answer
}
