package mail

import (
	"net"
	netmail "net/mail"
	"net/url"
	"path/filepath"
	"strconv"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/time/rate"

	"muster/internal/errs"
)

// Settings say how an installation delivers.
type Settings struct {
	// SMTPURL is smtp://user:password@host:port or smtps://…; empty: into files. The port is 587 for smtp and 465 for
	// smtps where none is given. With smtp, ?starttls=required refuses to go on unencrypted, and ?starttls=optional
	// takes what the server offers; without either it is required of every host but this machine, which is talked to
	// as it is.
	SMTPURL string
	// From is the sender, an address with or without a name.
	From string
	// Rate bounds the messages of this node, per second.
	Rate int
	// DataDir is the folder whose sub-folder "outbox" takes the files.
	DataDir string
}

// fileSender stands in files where no sender was set; nobody can answer to it.
const fileSender = "Muster <muster@localhost>"

// New gives the carrier that the settings ask for. Errors are errs.CodeInvalid and leave the URL's password out.
func New(s Settings) (Carrier, error) {
	from := s.From
	if from == "" && s.SMTPURL == "" {
		from = fileSender
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, errs.New(errs.CodeInvalid, "MUSTER_SMTP_FROM is not an address such as \"Security team <security@example.com>\"")
	}
	if s.SMTPURL == "" {
		return &outbox{folder: filepath.Join(s.DataDir, "outbox"), sender: sender}, nil
	}
	if s.Rate < 1 {
		return nil, errs.New(errs.CodeInvalid, "MUSTER_SMTP_RATE is at least 1")
	}
	server, err := parseServer(s.SMTPURL)
	if err != nil {
		return nil, err
	}
	return &smtpCarrier{server: server, sender: sender, limiter: rate.NewLimiter(rate.Limit(s.Rate), 1)}, nil
}

// server is an SMTP server and how to talk to it.
type server struct {
	host           string
	port           int
	user, password string // empty: no authentication
	tls            bool   // from the first byte
	starttls       gomail.TLSPolicy
	local          bool // this machine
}

func parseServer(text string) (server, error) {
	u, err := url.Parse(text)
	if err != nil { // the error's text holds the URL, and that the password
		return server{}, errs.New(errs.CodeInvalid, "MUSTER_SMTP_URL is not a URL such as smtp://user:password@mail.example.com:587")
	}
	s := server{host: u.Hostname(), port: 587, user: u.User.Username()}
	s.password, _ = u.User.Password()
	ip := net.ParseIP(s.host)
	s.local = s.host == "localhost" || ip != nil && ip.IsLoopback()
	switch {
	case u.Scheme == "smtps":
		s.tls, s.port = true, 465
	case u.Scheme != "smtp":
		return server{}, errs.New(errs.CodeInvalid, "MUSTER_SMTP_URL begins with smtp:// or smtps://")
	}
	if s.host == "" || u.Path != "" && u.Path != "/" || u.Fragment != "" {
		return server{}, errs.New(errs.CodeInvalid, "MUSTER_SMTP_URL names a host and no more: smtp://user:password@mail.example.com:587")
	}
	if u.Port() != "" {
		s.port, err = strconv.Atoi(u.Port())
		if err != nil || s.port < 1 || s.port > 65535 {
			return server{}, errs.New(errs.CodeInvalid, "MUSTER_SMTP_URL has a port from 1 to 65535")
		}
	}
	return s, s.readOptions(u)
}

func (s *server) readOptions(u *url.URL) error {
	options, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return errs.New(errs.CodeInvalid, "MUSTER_SMTP_URL has one option: ?starttls=required or ?starttls=optional")
	}
	if s.starttls = gomail.TLSMandatory; s.local {
		s.starttls = gomail.NoTLS
	}
	for name, values := range options {
		if name != "starttls" || s.tls || len(values) != 1 || values[0] != "required" && values[0] != "optional" {
			return errs.New(errs.CodeInvalid, "MUSTER_SMTP_URL has one option, with smtp:// only: ?starttls=required or ?starttls=optional")
		}
		if s.starttls = gomail.TLSMandatory; values[0] == "optional" {
			s.starttls = gomail.TLSOpportunistic
		}
	}
	return nil
}
