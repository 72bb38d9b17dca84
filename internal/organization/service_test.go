package organization_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/auth/keys"
	"muster/internal/errs"
	"muster/internal/ids"
	"muster/internal/organization"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

func now() time.Time { return time.UnixMilli(1_700_000_000_000) }

// systemGroups stands for what package group does, which stands beside this one.
type systemGroups func(ctx context.Context, tx *storage.Tx, organization int64) error

func (f systemGroups) InstallSystemGroups(ctx context.Context, tx *storage.Tx, organization int64) error {
	return f(ctx, tx, organization)
}

func setUp(db *storage.DB, install systemGroups) (*organization.Service, *keys.Service) {
	access := keys.New(db, now, slog.New(slog.DiscardHandler))
	return organization.New(db, access, install, now), access
}

func none(context.Context, *storage.Tx, int64) error { return nil }

var admin = keys.Input{Name: "first", Role: auth.Admin}

func TestFound(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		var installed int64
		service, access := setUp(db, func(_ context.Context, _ *storage.Tx, organization int64) error {
			installed = organization
			return nil
		})
		in := organization.Input{Name: " Acme ", Timezone: "Europe/Madrid", Language: "es"}
		made, token, err := service.Found(t.Context(), in, admin)
		require.NoError(t, err)
		require.Equal(t, made.ID, installed)
		require.Equal(t, now().UnixMilli(), made.EvaluatedAt)

		who, err := access.Authenticate(t.Context(), token)
		require.NoError(t, err)
		require.Equal(t, "Acme", who.OrganizationName)
		require.Equal(t, auth.Admin, who.Role)

		for _, reference := range []string{"Acme", ids.Format(ids.Organization, made.ID)} {
			found, err := service.Find(t.Context(), reference)
			require.NoError(t, err)
			require.Equal(t, "Europe/Madrid es", found.Timezone+" "+found.Language)
		}
		_, err = service.Find(t.Context(), "org_999")
		require.Equal(t, errs.CodeNotFound, errs.CodeOf(err))
		_, _, err = service.Found(t.Context(), in, admin)
		require.NoError(t, err)
		_, err = service.Find(t.Context(), "Acme")
		require.Equal(t, errs.CodeConflict, errs.CodeOf(err))
	})
}

func TestFoundingIsAllOrNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		broken := errors.New("broken")
		service, _ := setUp(db, func(context.Context, *storage.Tx, int64) error { return broken })
		_, _, err := service.Found(t.Context(), organization.Input{Name: "Acme"}, admin)
		require.ErrorIs(t, err, broken)
		ctx := auth.System(t.Context())
		require.Zero(t, db.Read(ctx).Organization.Query().CountX(ctx))
	})
}

func TestBootstrapFoundsOneOrganization(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		service, access := setUp(db, none)
		_, err := service.Bootstrap(t.Context(), "too short")
		require.Equal(t, errs.CodeInvalid, errs.CodeOf(err))

		token := strings.Repeat("secret ", 5)
		var nodes sync.WaitGroup
		results := make(chan bool, 4)
		for range cap(results) {
			nodes.Go(func() {
				founded, err := service.Bootstrap(t.Context(), token)
				if err != nil {
					t.Error(err)
				}
				results <- founded
			})
		}
		nodes.Wait()
		close(results)
		times := 0
		for founded := range results {
			if founded {
				times++
			}
		}
		require.Equal(t, 1, times)
		_, err = access.Authenticate(t.Context(), token)
		require.NoError(t, err)

		other := strings.Repeat("another ", 5)
		founded, err := service.Bootstrap(t.Context(), other)
		require.NoError(t, err)
		require.False(t, founded)
		_, err = access.Authenticate(t.Context(), other)
		require.Equal(t, errs.CodeUnauthenticated, errs.CodeOf(err))
	})
}

func TestInput(t *testing.T) {
	require.NoError(t, organization.Input{Name: "Ação", Timezone: "America/Sao_Paulo", Language: "pt"}.Validate())
	for name, in := range map[string]organization.Input{
		"no name":     {Name: "  "},
		"long name":   {Name: strings.Repeat("ñ", 201)},
		"no zone":     {Name: "A", Timezone: "Europe/Atlantis"},
		"local zone":  {Name: "A", Timezone: "Local"},
		"no language": {Name: "A", Language: "fr"},
	} {
		require.Equal(t, errs.CodeInvalid, errs.CodeOf(in.Validate()), name)
	}
}
