package keys

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"muster/ent"
	"muster/ent/apikey"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/errs"
	"muster/internal/storage"
)

// maxName bounds a key's name, in bytes.
const maxName = 200

// Service makes and checks keys. It is safe for concurrent use.
type Service struct {
	db  *storage.DB
	now func() time.Time
	log *slog.Logger
	use uses
}

// New makes a service; now is the clock.
func New(db *storage.DB, now func() time.Time, log *slog.Logger) *Service {
	return &Service{db: db, now: now, log: log}
}

// Input describes a key to be made.
type Input struct {
	Name      string
	Role      auth.Role
	ExpiresAt *time.Time // nil: never
	Token     string     // empty: a random one
}

// Validate reports what is wrong with the input, as errs.CodeInvalid.
func (in Input) Validate() error {
	switch {
	case !named(in.Name):
		return errUnnamed
	case in.Role != auth.SCIM && !slices.Contains(auth.Roles, in.Role):
		return errs.New(errs.CodeInvalid, "%q is not a role: VIEWER, OPERATOR, ADMIN or SCIM", string(in.Role))
	case in.Token != "" && (len(in.Token) < MinToken || len(in.Token) > MaxToken):
		return errs.New(errs.CodeInvalid, "a token has %d to %d bytes", MinToken, MaxToken)
	}
	return nil
}

// errUnnamed is the answer to a name that is none.
var errUnnamed = errs.New(errs.CodeInvalid, "a key's name has 1 to %d bytes of text in one line", maxName)

func named(name string) bool {
	return strings.TrimSpace(name) != "" && len(name) <= maxName && utf8.ValidString(name) && !strings.ContainsFunc(name, unicode.IsControl)
}

// latest bounds expiries.
var latest = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// Issue makes a key for an organization, in the caller's transaction, and gives its token, which nothing else will
// ever show. Whether the caller may is the caller's question; ctx acts for the organization.
func (s *Service) Issue(ctx context.Context, tx *storage.Tx, organization int64, in Input) (string, *ent.APIKey, error) {
	if err := in.Validate(); err != nil {
		return "", nil, err
	}
	if in.ExpiresAt != nil && (!in.ExpiresAt.After(s.now()) || in.ExpiresAt.After(latest)) {
		return "", nil, errs.New(errs.CodeInvalid, "a key expires in the future, at the latest on %s", latest.Format(time.DateOnly))
	}
	token := in.Token
	if token == "" {
		token = newToken()
	}
	create := tx.Ent.APIKey.Create().
		SetOrganizationID(organization).
		SetName(in.Name).
		SetRole(apikey.Role(in.Role)).
		SetTokenHash(hashOf(token)).
		SetHint(token[:hintLength]).
		SetCreatedAt(s.now().UnixMilli())
	if in.ExpiresAt != nil {
		create.SetExpiresAt(in.ExpiresAt.UnixMilli())
	}
	key, err := create.Save(ctx)
	if err != nil {
		return "", nil, fmt.Errorf("keys: make a key: %w", err)
	}
	details := map[string]any{"role": in.Role, "hint": key.Hint}
	if in.ExpiresAt != nil {
		details["expiresAt"] = in.ExpiresAt.UTC().Format(time.RFC3339)
	}
	return token, key, audit.Record(ctx, tx, entry(audit.KeyCreated, key, details))
}

// Create makes a key for the caller's organization. It needs the role ADMIN.
func (s *Service) Create(ctx context.Context, in Input) (token string, key *ent.APIKey, err error) {
	who, err := auth.Require(ctx, auth.Admin)
	if err != nil {
		return "", nil, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		token, key, err = s.Issue(ctx, tx, who.OrganizationID, in)
		return err
	})
	return token, key, err
}

// List gives the organization's keys, the oldest first. It needs the role ADMIN.
func (s *Service) List(ctx context.Context) ([]*ent.APIKey, error) {
	if _, err := auth.Require(ctx, auth.Admin); err != nil {
		return nil, err
	}
	found, err := s.db.Read(ctx).APIKey.Query().Order(apikey.ByCreatedAt(), apikey.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("keys: list: %w", err)
	}
	return found, nil
}
