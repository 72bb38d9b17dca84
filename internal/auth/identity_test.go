package auth_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/auth"
	"muster/internal/errs"
)

func TestRequire(t *testing.T) {
	roles := append([]auth.Role{"", "ROOT"}, auth.Roles...)
	for i, has := range roles {
		for j, needs := range roles[2:] {
			identity := auth.Identity{OrganizationID: 3, Role: has}
			got, err := auth.Require(auth.With(t.Context(), identity), needs)
			if i >= j+2 {
				require.NoError(t, err, "%s for %s", has, needs)
				require.Equal(t, identity, got)
			} else {
				require.Equal(t, errs.CodeForbidden, errs.CodeOf(err), "%s for %s", has, needs)
			}
		}
	}
	_, err := auth.Require(t.Context(), auth.Viewer)
	require.Equal(t, errs.CodeUnauthenticated, errs.CodeOf(err))
	_, err = auth.Require(auth.System(t.Context()), auth.Viewer)
	require.Equal(t, errs.CodeUnauthenticated, errs.CodeOf(err), "the system is nobody")
}

func TestTheLastOneCounts(t *testing.T) {
	identity := auth.Identity{OrganizationID: 3, Role: auth.Viewer}
	_, ok := auth.From(auth.System(auth.With(t.Context(), identity)))
	require.False(t, ok)
	got, ok := auth.From(auth.With(auth.System(t.Context()), identity))
	require.True(t, ok)
	require.Equal(t, identity, got)
}
