package gqlop_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/server/gqlop"
)

// TestRoster: a closed roster takes nobody, and waiting for it ends exactly when the last one has left.
func TestRoster(t *testing.T) {
	ctx := t.Context()
	over, cancel := context.WithCancel(ctx)
	cancel()
	rapid.Check(t, func(t *rapid.T) {
		var roster gqlop.Roster[int]
		var present []int
		closed := false
		t.Repeat(map[string]func(*rapid.T){
			"join": func(t *rapid.T) {
				one := rapid.Int().Filter(func(n int) bool { return !slices.Contains(present, n) }).Draw(t, "one")
				require.Equal(t, !closed, roster.Join(one))
				if !closed {
					present = append(present, one)
				}
			},
			"leave": func(*rapid.T) {
				if len(present) > 0 {
					roster.Leave(present[0])
					present = present[1:]
				}
			},
			"close": func(*rapid.T) {
				roster.Close()
				closed = true
			},
			"": func(t *rapid.T) {
				require.ElementsMatch(t, present, roster.Present())
				if closed && len(present) == 0 {
					require.NoError(t, roster.Wait(ctx))
				} else {
					require.ErrorIs(t, roster.Wait(over), context.Canceled)
				}
			},
		})
	})
}
