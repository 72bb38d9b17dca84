package keys

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"muster/ent/apikey"
	"muster/internal/auth"
	"muster/internal/errs"
	"muster/internal/storage"
)

// errInvalid is the one answer to a token that does not count, whatever the reason.
var errInvalid = errs.New(errs.CodeUnauthenticated, "the token is not valid")

// byToken runs before there is an identity, and is the only statement that crosses organizations for a caller: the
// token itself says which one it may see.
//
//nolint:gosec // a question about tokens, not one of them
const byToken = `SELECT k.id, k.organization_id, o.name, k.role, k.name, k.last_used_at
FROM api_keys k JOIN organizations o ON o.id = k.organization_id
WHERE k.token_hash = ? AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ?)`

// Authenticate gives the identity that a token stands for; errs.CodeUnauthenticated where it stands for none.
func (s *Service) Authenticate(ctx context.Context, token string) (auth.Identity, error) {
	if len(token) < MinToken || len(token) > MaxToken {
		return auth.Identity{}, errInvalid
	}
	now := s.now().UnixMilli()
	var who auth.Identity
	var lastUsed sql.NullInt64
	row := s.db.SQL().QueryRowContext(ctx, s.db.Dialect().Rebind(byToken), hashOf(token), now)
	err := row.Scan(&who.KeyID, &who.OrganizationID, &who.OrganizationName, &who.Role, &who.Name, &lastUsed)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return auth.Identity{}, errInvalid
	case err != nil:
		return auth.Identity{}, fmt.Errorf("keys: look the token up: %w", err)
	}
	who.Source = auth.FromAPI
	if !lastUsed.Valid || now-lastUsed.Int64 >= useResolution.Milliseconds() {
		s.use.note(who.KeyID, now)
	}
	return who, nil
}

// Ended gives those of the keys that are valid no longer, for connections that outlive their first look at a key.
func (s *Service) Ended(ctx context.Context, keys []int64) ([]int64, error) {
	valid, err := storage.InChunks(keys, func(some []int64) ([]int64, error) {
		unexpired := apikey.Or(apikey.ExpiresAtIsNil(), apikey.ExpiresAtGT(s.now().UnixMilli()))
		return s.db.Read(ctx).APIKey.Query().
			Where(apikey.IDIn(some...), apikey.RevokedAtIsNil(), unexpired).IDs(auth.System(ctx))
	})
	if err != nil {
		return nil, fmt.Errorf("keys: look for those that ended: %w", err)
	}
	slices.Sort(valid)
	return slices.DeleteFunc(slices.Clone(keys), func(id int64) bool {
		_, found := slices.BinarySearch(valid, id)
		return found
	}), nil
}
