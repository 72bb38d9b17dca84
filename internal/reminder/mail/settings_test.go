package mail

import (
	"testing"

	"github.com/stretchr/testify/require"
	gomail "github.com/wneessen/go-mail"

	"muster/internal/errs"
)

func TestServers(t *testing.T) {
	tests := map[string]server{
		"smtp://mail.example.com":                             {host: "mail.example.com", port: 587, starttls: gomail.TLSMandatory},
		"smtp://u%40x:p@mail.example.com:25/":                 {host: "mail.example.com", port: 25, user: "u@x", password: "p", starttls: gomail.TLSMandatory},
		"smtp://mail.example.com?starttls=optional":           {host: "mail.example.com", port: 587, starttls: gomail.TLSOpportunistic},
		"smtps://mail.example.com":                            {host: "mail.example.com", port: 465, tls: true, starttls: gomail.TLSMandatory},
		"smtp://localhost:1025":                               {host: "localhost", port: 1025, starttls: gomail.NoTLS, local: true},
		"smtp://[::1]:1025?starttls=required":                 {host: "::1", port: 1025, starttls: gomail.TLSMandatory, local: true},
		"smtp://127.0.0.1:1025?starttls=optional":             {host: "127.0.0.1", port: 1025, starttls: gomail.TLSOpportunistic, local: true},
		"smtp://localhost.example.com:1025?starttls=required": {host: "localhost.example.com", port: 1025, starttls: gomail.TLSMandatory},
	}
	for url, want := range tests {
		got, err := parseServer(url)
		require.NoError(t, err, url)
		require.Equal(t, want, got, url)
	}
}

func TestSettingsThatCannotWork(t *testing.T) {
	const from = "security@example.com"
	tests := []Settings{
		{SMTPURL: "http://u:hunter2@mail.example.com", From: from, Rate: 1},
		{SMTPURL: "smtp://u:hunter2@", From: from, Rate: 1},
		{SMTPURL: "smtp://u:hunter2@mail.example.com:99999", From: from, Rate: 1},
		{SMTPURL: "smtp://u:hunter2@mail.example.com:abc", From: from, Rate: 1},
		{SMTPURL: "smtp://u:hunter2@mail.example.com/path", From: from, Rate: 1},
		{SMTPURL: "smtp://u:hunter2@mail.example.com?starttls=never", From: from, Rate: 1},
		{SMTPURL: "smtp://u:hunter2@mail.example.com?tls=required", From: from, Rate: 1},
		{SMTPURL: "smtp://u:hunter2@mail.example.com?starttls=%zz", From: from, Rate: 1},
		{SMTPURL: "smtps://u:hunter2@mail.example.com?starttls=required", From: from, Rate: 1},
		{SMTPURL: "smtp://u:hunter2@mail.example.com", Rate: 1},
		{SMTPURL: "smtp://u:hunter2@mail.example.com", From: "hunter2", Rate: 1},
		{SMTPURL: "smtp://u:hunter2@mail.example.com", From: from},
		{From: "not an address"},
	}
	for _, settings := range tests {
		_, err := New(settings)
		require.Equal(t, errs.CodeInvalid, errs.CodeOf(err), "%+v", settings)
		require.NotContains(t, err.Error(), "hunter2", "a secret")
	}
}
