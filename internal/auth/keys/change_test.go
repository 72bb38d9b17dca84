package keys_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/ent"
	"muster/ent/auditentry"
	"muster/internal/auth"
	"muster/internal/auth/keys"
	"muster/internal/errs"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// with gives a context as the key's token does.
func with(t *testing.T, service *keys.Service, token string) context.Context {
	t.Helper()
	who, err := service.Authenticate(t.Context(), token)
	require.NoError(t, err)
	return auth.With(t.Context(), who)
}

func TestTheLastAdministratorStays(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		service, at, cli := setUp(t, db)
		issue := func(role auth.Role, expires *time.Time) (context.Context, *ent.APIKey) {
			token, key, err := service.Create(cli, keys.Input{Name: "k", Role: role, ExpiresAt: expires})
			require.NoError(t, err)
			if role != auth.Admin {
				return nil, key
			}
			return with(t, service, token), key
		}
		soon := at.now().Add(time.Hour)
		own, key := issue(auth.Admin, nil)
		issue(auth.Operator, nil)
		issue(auth.SCIM, nil)
		issue(auth.Admin, &soon)
		at.at = soon // the other administrator's key has run out

		_, err := service.Revoke(own, key.ID)
		require.Equal(t, errs.CodeState, errs.CodeOf(err))
		_, err = service.Authenticate(t.Context(), "mst_of_nobody_who_was_ever_here_0123456789")
		require.Error(t, err)

		issue(auth.Admin, nil)
		revoked, err := service.Revoke(own, key.ID)
		require.NoError(t, err)
		require.Equal(t, at.now().UnixMilli(), *revoked.RevokedAt)

		_, other := issue(auth.Admin, nil)
		_, err = service.Revoke(own, other.ID)
		require.Equal(t, errs.CodeUnauthenticated, errs.CodeOf(err), "a revoked key revokes nothing, even from a request that was let in before")
		list, err := service.List(cli)
		require.NoError(t, err)
		for _, key := range list {
			_, err := service.Revoke(cli, key.ID)
			require.NoError(t, err, "the command line may")
		}
	})
}

// TestTwoThatRevokeEachOther: one of them stays.
func TestTwoThatRevokeEachOther(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		service, _, cli := setUp(t, db)
		var tokens [2]string
		var ids [2]int64
		for i := range tokens {
			token, key, err := service.Create(cli, keys.Input{Name: "k", Role: auth.Admin})
			require.NoError(t, err)
			tokens[i], ids[i] = token, key.ID
		}
		own := []context.Context{with(t, service, tokens[0]), with(t, service, tokens[1])}
		var both sync.WaitGroup
		for i := range own {
			both.Go(func() {
				if _, err := service.Revoke(own[i], ids[1-i]); err != nil && errs.CodeOf(err) != errs.CodeUnauthenticated {
					t.Error(err)
				}
			})
		}
		both.Wait()
		ended, err := service.Ended(t.Context(), ids[:])
		require.NoError(t, err)
		require.Len(t, ended, 1)
	})
}

func TestRenameAndItsTrail(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		service, _, ctx := setUp(t, db)
		token, key, err := service.Create(ctx, keys.Input{Name: "sync", Role: auth.SCIM})
		require.NoError(t, err)
		for _, name := range []string{"Entra", "Entra"} {
			renamed, err := service.Rename(ctx, key.ID, name)
			require.NoError(t, err)
			require.Equal(t, "Entra", renamed.Name)
		}
		who, err := service.Authenticate(t.Context(), token)
		require.NoError(t, err)
		require.Equal(t, "Entra SCIM", who.Name+" "+string(who.Role))
		for range 2 {
			_, err = service.Revoke(ctx, key.ID)
			require.NoError(t, err)
		}
		var trail []string
		for _, e := range db.Read(ctx).AuditEntry.Query().Order(auditentry.ByID()).AllX(ctx) {
			require.Equal(t, key.ID, *e.SubjectID)
			require.NotContains(t, e.String(), token)
			trail = append(trail, e.Action+" "+e.SubjectName)
		}
		require.Equal(t, []string{"KEY_CREATED sync", "KEY_RENAMED Entra", "KEY_REVOKED Entra"}, trail)
	})
}

func TestAKeyExpiresInTheFuture(t *testing.T) {
	db := storagetest.SQLite(t)
	service, at, ctx := setUp(t, db)
	for _, bad := range []time.Time{{}, at.now(), at.now().Add(-time.Hour), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		_, _, err := service.Create(ctx, keys.Input{Name: "k", Role: auth.Viewer, ExpiresAt: &bad})
		require.Equal(t, errs.CodeInvalid, errs.CodeOf(err), bad)
	}
}

// TestASCIMKeyIsNoRung: it includes no role, and none includes it.
func TestASCIMKeyIsNoRung(t *testing.T) {
	for _, role := range auth.Roles {
		require.False(t, auth.SCIM.Includes(role))
		require.False(t, role.Includes(auth.SCIM))
	}
}
