package keys_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/auth/keys"
	"muster/internal/errs"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// clock is a clock that only moves by hand.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func setUp(t *testing.T, db *storage.DB) (*keys.Service, *clock, context.Context) {
	t.Helper()
	at := &clock{time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	service := keys.New(db, at.now, slog.New(slog.DiscardHandler))
	admin := auth.Identity{OrganizationID: storagetest.Organization(t, db, "Acme", "UTC"), Role: auth.Admin}
	return service, at, auth.With(t.Context(), admin)
}

func TestATokenIsShownOnceAndStandsForItsKey(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		service, _, ctx := setUp(t, db)
		token, key, err := service.Create(ctx, keys.Input{Name: "sync", Role: auth.Operator})
		require.NoError(t, err)
		require.Regexp(t, `^mst_[A-Za-z0-9_-]{43}$`, token)
		require.NotContains(t, key.TokenHash, token[4:])
		require.Equal(t, token[:8], key.Hint)

		admin, _ := auth.From(ctx)
		who, err := service.Authenticate(t.Context(), token)
		require.NoError(t, err)
		require.Equal(t, auth.Identity{
			OrganizationID: admin.OrganizationID, OrganizationName: "Acme", Role: auth.Operator, KeyID: key.ID, Name: "sync", Source: auth.FromAPI,
		}, who)

		for _, wrong := range []string{"", "mst_", token[:len(token)-1], token + "x", strings.Repeat("x", 5000), key.TokenHash} {
			_, err := service.Authenticate(t.Context(), wrong)
			require.Equal(t, errs.CodeUnauthenticated, errs.CodeOf(err))
		}
	})
}

func TestARevokedOrExpiredKeyStopsAtOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		service, at, ctx := setUp(t, db)
		end := at.now().Add(time.Hour)
		expiring, expiringKey, err := service.Create(ctx, keys.Input{Name: "a", Role: auth.Viewer, ExpiresAt: &end})
		require.NoError(t, err)
		revoked, revokedKey, err := service.Create(ctx, keys.Input{Name: "b", Role: auth.Viewer})
		require.NoError(t, err)
		_, keptKey, err := service.Create(ctx, keys.Input{Name: "c", Role: auth.Viewer})
		require.NoError(t, err)
		both := []int64{expiringKey.ID, revokedKey.ID, keptKey.ID, 999}

		valid := func(token string) bool {
			_, err := service.Authenticate(t.Context(), token)
			if err != nil {
				require.Equal(t, errs.CodeUnauthenticated, errs.CodeOf(err))
			}
			return err == nil
		}
		ended := func() []int64 {
			ids, err := service.Ended(t.Context(), both)
			require.NoError(t, err)
			return ids
		}
		at.at = end.Add(-time.Millisecond)
		require.True(t, valid(expiring))
		require.True(t, valid(revoked))
		require.Equal(t, []int64{999}, ended())

		at.at = end
		_, err = service.Revoke(ctx, revokedKey.ID)
		require.NoError(t, err)
		require.False(t, valid(expiring))
		require.False(t, valid(revoked))
		require.Equal(t, []int64{expiringKey.ID, revokedKey.ID, 999}, ended())

		at.at = end.Add(time.Hour)
		_, err = service.Revoke(ctx, revokedKey.ID)
		require.NoError(t, err)
		list, err := service.List(ctx)
		require.NoError(t, err)
		require.Len(t, list, 3)
		require.Equal(t, end.UnixMilli(), *list[1].RevokedAt, "when it was revoked first")
	})
}

func TestKeysOfAnotherOrganization(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		service, _, ctx := setUp(t, db)
		token, key, err := service.Create(ctx, keys.Input{Name: "ours", Role: auth.Viewer})
		require.NoError(t, err)
		other := auth.With(t.Context(), auth.Identity{
			OrganizationID: storagetest.Organization(t, db, "Other", "UTC"), Role: auth.Admin,
		})
		list, err := service.List(other)
		require.NoError(t, err)
		require.Empty(t, list)
		for _, id := range []int64{key.ID, 999} {
			_, err = service.Revoke(other, id)
			require.Equal(t, errs.CodeNotFound, errs.CodeOf(err))
			_, err = service.Rename(other, id, "mine")
			require.Equal(t, errs.CodeNotFound, errs.CodeOf(err))
		}
		_, err = service.Authenticate(t.Context(), token)
		require.NoError(t, err)
	})
}

func TestOnlyAdministratorsManageKeys(t *testing.T) {
	db := storagetest.SQLite(t)
	service, _, ctx := setUp(t, db)
	admin, _ := auth.From(ctx)
	operator := admin
	operator.Role = auth.Operator
	ctx = auth.With(t.Context(), operator)
	_, _, err := service.Create(ctx, keys.Input{Name: "x", Role: auth.Viewer})
	require.Equal(t, errs.CodeForbidden, errs.CodeOf(err))
	_, err = service.List(ctx)
	require.Equal(t, errs.CodeForbidden, errs.CodeOf(err))
	_, err = service.Revoke(ctx, 1)
	require.Equal(t, errs.CodeForbidden, errs.CodeOf(err))
	_, err = service.Rename(ctx, 1, "x")
	require.Equal(t, errs.CodeForbidden, errs.CodeOf(err))
}

func TestInput(t *testing.T) {
	good := keys.Input{Name: "n", Role: auth.Admin, Token: strings.Repeat("t", keys.MinToken)}
	require.NoError(t, good.Validate())
	for name, spoil := range map[string]func(*keys.Input){
		"no name":     func(in *keys.Input) { in.Name = " " },
		"long name":   func(in *keys.Input) { in.Name = strings.Repeat("n", 201) },
		"a break":     func(in *keys.Input) { in.Name = "a\nb" },
		"no role":     func(in *keys.Input) { in.Role = "" },
		"other role":  func(in *keys.Input) { in.Role = "ROOT" },
		"short token": func(in *keys.Input) { in.Token = in.Token[1:] },
		"long token":  func(in *keys.Input) { in.Token = strings.Repeat("t", keys.MaxToken+1) },
	} {
		in := good
		spoil(&in)
		require.Equal(t, errs.CodeInvalid, errs.CodeOf(in.Validate()), name)
	}
}

func TestUsesAreWrittenBesideTheRequests(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		service, at, ctx := setUp(t, db)
		token, _, err := service.Create(ctx, keys.Input{Name: "x", Role: auth.Viewer})
		require.NoError(t, err)
		lastUsed := func() *int64 {
			list, err := service.List(ctx)
			require.NoError(t, err)
			return list[0].LastUsedAt
		}
		use := func() {
			_, err := service.Authenticate(t.Context(), token)
			require.NoError(t, err)
		}
		ended, end := context.WithCancel(t.Context())
		end()
		write := func() { service.WriteUses(ended) } // one writing, at the end

		first := at.now().UnixMilli()
		use()
		require.Nil(t, lastUsed())
		write()
		require.Equal(t, first, *lastUsed())

		at.at = at.at.Add(59 * time.Second)
		use()
		write()
		require.Equal(t, first, *lastUsed(), "not within the minute")

		at.at = at.at.Add(time.Second)
		use()
		write()
		require.Equal(t, at.now().UnixMilli(), *lastUsed())
	})
}
