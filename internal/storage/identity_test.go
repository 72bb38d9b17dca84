package storage_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// TestIdentity uses databases that are copies of one template.
func TestIdentity(t *testing.T) {
	seen := map[string]bool{}
	for name, makeURL := range map[string]func(testing.TB) string{"sqlite": storagetest.SQLiteURL, "postgres": storagetest.PostgresURL} {
		for range 2 {
			var identities []string
			url := makeURL(t)
			for range 2 {
				node, err := storage.Open(t.Context(), url)
				require.NoError(t, err, name)
				identity, err := node.Identity(t.Context())
				require.NoError(t, err, name)
				require.Len(t, identity, 16)
				identities = append(identities, identity)
				require.NoError(t, node.Close())
			}
			require.Equal(t, identities[0], identities[1], name)
			require.False(t, seen[identities[0]], name)
			seen[identities[0]] = true
		}
	}
}
