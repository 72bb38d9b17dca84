package config_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/config"
	"muster/internal/errs"
)

func TestURL(t *testing.T) {
	require.Equal(t, filepath.Join("d", "muster.db"), config.Database{DataDir: "d"}.URL())
	require.Equal(t, "postgres://h/x", config.Database{DataDir: "d", DatabaseURL: "postgres://h/x"}.URL())
}

func TestValidate(t *testing.T) {
	builtin := config.AI{Provider: "builtin"}
	for name, good := range map[string]config.Serve{
		"defaults":    {AI: builtin},
		"redis":       {RedisURL: "redis://:secret@h:6379/1", AI: builtin},
		"redis, TLS":  {RedisURL: "rediss://h", AI: builtin},
		"a model":     {AI: config.AI{Provider: "anthropic", Model: "m", APIKey: "k"}},
		"mail":        {AI: builtin, Mail: config.Mail{SMTPURL: "smtps://u:secret@h"}},
		"a local one": {AI: config.AI{Provider: "openai", Model: "m", BaseURL: "http://127.0.0.1:9000/v1"}},
	} {
		require.NoError(t, good.Validate(), name)
	}
	for name, bad := range map[string]config.Serve{
		"redis over http": {RedisURL: "http://:secret@h", AI: builtin},
		"unreadable":      {RedisURL: "redis://:secret@h:port", AI: builtin},
		"no model":        {AI: config.AI{Provider: "openai", APIKey: "secret"}},
		"no key":          {AI: config.AI{Provider: "openai", Model: "m"}},
		"mail over http":  {AI: builtin, Mail: config.Mail{SMTPURL: "https://u:secret@h"}},
		"quiet backwards": {AI: builtin, Mail: config.Mail{ReminderQuiet: -1}},
		"no http":         {AI: config.AI{Provider: "openai", Model: "m", APIKey: "secret", BaseURL: "ftp://h"}},
	} {
		err := bad.Validate()
		require.Equal(t, errs.CodeInvalid, errs.CodeOf(err), name)
		require.NotContains(t, err.Error(), "secret", name)
	}
}

func TestLogger(t *testing.T) {
	var production, development bytes.Buffer
	config.Production.Logger(&production).Info("hello", "n", 1)
	config.Development.Logger(&development).Info("hello", "n", 1)
	require.Contains(t, production.String(), `"msg":"hello","n":1}`)
	require.Contains(t, development.String(), `msg=hello n=1`)
}
