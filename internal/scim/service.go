package scim

import (
	"context"
	"log/slog"
	"time"

	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/group"
	"muster/internal/people"
	"muster/internal/storage"
)

// Service does what identity providers ask. It is safe for concurrent use.
type Service struct {
	db     *storage.DB
	people *people.Service
	groups *group.Service
	now    func() time.Time
	log    *slog.Logger
}

// New makes the service; now is the clock.
func New(db *storage.DB, who *people.Service, groups *group.Service, now func() time.Time, log *slog.Logger) *Service {
	return &Service{db: db, people: who, groups: groups, now: now, log: log}
}

func (s *Service) instant() int64 { return int64(criteria.InstantOf(s.now())) }

// enter lets a key of role SCIM in, and nobody else: as an operator who came by SCIM.
func enter(ctx context.Context) (context.Context, error) {
	who, ok := auth.From(ctx)
	switch {
	case !ok:
		return nil, errs.New(errs.CodeUnauthenticated, "a token is required")
	case who.Role != auth.SCIM:
		return nil, errs.New(errs.CodeForbidden, "this needs a key of role SCIM; the key has %s", who.Role)
	}
	who.Role, who.Source = auth.Operator, auth.FromSCIM
	return auth.With(ctx, who), nil
}

// organization is whom ctx acts for; enter has let them in.
func organization(ctx context.Context) int64 {
	who, _ := auth.From(ctx)
	return who.OrganizationID
}

// alone runs one change: nothing else of the organization is written beside it.
func (s *Service) alone(ctx context.Context, work func(ctx context.Context, tx *storage.Tx) error) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.LockOrganization(ctx, organization(ctx), storage.Exclusive); err != nil {
			return err
		}
		return work(ctx, tx)
	})
}

// checkMatch refuses a change of a resource that is not what the client thinks.
func checkMatch(ifMatch, version string) error {
	if ifMatch != "" && !matches(ifMatch, version) {
		return errChanged
	}
	return nil
}
