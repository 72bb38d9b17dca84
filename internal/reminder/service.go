package reminder

import (
	"context"
	"log/slog"
	"strings"
	"time"
	"unicode/utf8"

	"muster/ent"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/jobs"
	"muster/internal/reminder/mail"
	"muster/internal/storage"
)

// Limits of a request.
const (
	// MaxEmployees bounds the employees or reminders that one call names; a whole group may have more.
	MaxEmployees = 10_000
	maxMessage   = 2000 // characters
	maxKey       = 200  // characters of a clientMutationId
)

// lockName is the lock under which an organization's requests are made.
const lockName = "reminders"

// Service makes requests for reminders and works through them.
type Service struct {
	db      *storage.DB
	jobs    *jobs.Queue
	carrier mail.Carrier
	quiet   time.Duration
	now     func() time.Time
	log     *slog.Logger
}

// New makes the service. For the time quiet after a reminder was sent, its receiver is sent no other; now is the clock.
func New(db *storage.DB, queue *jobs.Queue, carrier mail.Carrier, quiet time.Duration, now func() time.Time, log *slog.Logger) *Service {
	return &Service{db: db, jobs: queue, carrier: carrier, quiet: quiet, now: now, log: log}
}

func (s *Service) instant() int64 { return int64(criteria.InstantOf(s.now())) }

// quietSince is the instant since when a sent reminder keeps others away.
func (s *Service) quietSince() int64 { return s.instant() - s.quiet.Milliseconds() }

// alone runs a transaction beside which no other request of the organization is made.
func (s *Service) alone(ctx context.Context, work func(ctx context.Context, tx *storage.Tx, who auth.Identity) error) error {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.LockWithin(ctx, who.OrganizationID, lockName); err != nil {
			return err
		}
		return work(ctx, tx, who)
	})
}

// plain checks words that people wrote: valid, no longer than limit characters, no control characters but ends of lines,
// which become "\n". It trims them.
func plain(what, text string, limit int) (string, error) {
	text = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text))
	control := func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }
	switch {
	case !utf8.ValidString(text) || strings.ContainsFunc(text, control):
		return "", errs.New(errs.CodeInvalid, "%s is not plain text", what)
	case utf8.RuneCountInString(text) > limit:
		return "", errs.New(errs.CodeInvalid, "%s has more than %d characters", what, limit)
	}
	return text, nil
}

// orNotFound gives errs.CodeNotFound for a row that the organization does not have.
func orNotFound[V any](row V, err error, what string) (V, error) {
	if ent.IsNotFound(err) {
		err = errs.NotFound(what)
	}
	return row, err
}
