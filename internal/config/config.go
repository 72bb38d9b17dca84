package config

import (
	"net/url"
	"path/filepath"
	"slices"
	"time"

	"muster/internal/errs"
)

// Database says where the data is. Every command that touches it has these.
type Database struct {
	DatabaseURL string `env:"MUSTER_DATABASE_URL" help:"postgres://… or a SQLite file; default: muster.db in the data folder." placeholder:"URL"`
	DataDir     string `default:"./data" env:"MUSTER_DATA_DIR" help:"Folder of the files that the program keeps." type:"path"`
}

// URL gives the database's URL or the SQLite file's path.
func (d Database) URL() string {
	if d.DatabaseURL != "" {
		return d.DatabaseURL
	}
	return filepath.Join(d.DataDir, "muster.db")
}

// Mode says whom the server is for.
type Mode string

const (
	// Development offers introspection and the API explorer, and logs for people.
	Development Mode = "development"
	// Production logs JSON.
	Production Mode = "production"
)

// Serve is what a server is told.
type Serve struct {
	Database `embed:""`

	Addr           string `default:"127.0.0.1:8080" env:"MUSTER_ADDR" help:"Address to listen on." placeholder:"127.0.0.1:8080"`
	RedisURL       string `env:"MUSTER_REDIS_URL" help:"redis://… carries live messages between nodes; empty: within this one." placeholder:"URL"`
	Mode           Mode   `default:"production" enum:"development,production" env:"MUSTER_MODE" help:"development: introspection and the explorer; production: neither."`
	BootstrapToken string `env:"MUSTER_BOOTSTRAP_TOKEN" help:"On an empty database: makes an organization and an ADMIN key with this token." placeholder:"TOKEN"`
	Demo           bool   `env:"MUSTER_DEMO" help:"Keep a demo organization with invented people and a year of history."`
	AI             AI     `embed:"" prefix:"ai-"`
	Mail           Mail   `embed:""`
}

// Mail says how people are written to.
type Mail struct {
	SMTPURL       string        `env:"MUSTER_SMTP_URL" help:"smtp://user:password@host:port or smtps://… sends reminders; empty: they are written into files in the data folder." name:"smtp-url" placeholder:"URL"`
	SMTPFrom      string        `env:"MUSTER_SMTP_FROM" help:"Who reminders are from: Security team <security@example.com>." name:"smtp-from" placeholder:"ADDRESS"`
	SMTPRate      int           `default:"20" env:"MUSTER_SMTP_RATE" help:"How many messages a node sends at most in a second." name:"smtp-rate"`
	ReminderQuiet time.Duration `default:"24h" env:"MUSTER_REMINDER_QUIET" help:"How long nobody is reminded again."`
}

// validate reports settings that no mail server could make work; the rest is seen when the server starts.
func (m Mail) validate() error {
	if m.ReminderQuiet < 0 {
		return errs.New(errs.CodeInvalid, "MUSTER_REMINDER_QUIET is a duration such as 24h")
	}
	return checkURL("SMTP_URL", m.SMTPURL, "smtp", "smtps")
}

// AI says who reads descriptions.
type AI struct {
	Provider string `default:"builtin" enum:"builtin,openai,anthropic" env:"MUSTER_AI_PROVIDER" help:"Who reads descriptions: the program itself, or a model."`
	BaseURL  string `env:"MUSTER_AI_BASE_URL" help:"The provider's address, where it is not the usual one." placeholder:"URL"`
	Model    string `env:"MUSTER_AI_MODEL" help:"The model's name."`
	APIKey   string `env:"MUSTER_AI_API_KEY" help:"The provider's key." name:"api-key"`
}

// UsesModel tells whether a model helps to read.
func (a AI) UsesModel() bool { return a.Provider != "" && a.Provider != "builtin" }

// validate reports settings that do not go together.
func (a AI) validate() error {
	if !a.UsesModel() {
		return nil
	}
	if a.Model == "" {
		return errs.New(errs.CodeInvalid, "the AI provider %s needs a model: set MUSTER_AI_MODEL", a.Provider)
	}
	if a.APIKey == "" && a.BaseURL == "" {
		return errs.New(errs.CodeInvalid, "the AI provider %s needs a key: set MUSTER_AI_API_KEY", a.Provider)
	}
	return checkURL("AI_BASE_URL", a.BaseURL, "http", "https")
}

// Validate reports settings that cannot work, as errs.CodeInvalid. It never shows a secret.
func (s Serve) Validate() error {
	if err := checkURL("REDIS_URL", s.RedisURL, "redis", "rediss", "unix"); err != nil {
		return err
	}
	if err := s.Mail.validate(); err != nil {
		return err
	}
	return s.AI.validate()
}

// checkURL accepts an empty value. What it says of another leaves the value out, which may hold a password.
func checkURL(name, value string, schemes ...string) error {
	if value == "" {
		return nil
	}
	if parsed, err := url.Parse(value); err == nil && slices.Contains(schemes, parsed.Scheme) {
		return nil
	}
	return errs.New(errs.CodeInvalid, "MUSTER_%s begins with %s://", name, schemes[0])
}
