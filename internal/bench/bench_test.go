package bench_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/bench"
)

// TestEverythingIsMeasured runs a whole run on small sizes. What it measures says nothing.
func TestEverythingIsMeasured(t *testing.T) {
	server := os.Getenv("MUSTER_TEST_DATABASE_URL")
	require.NotEmpty(t, server, "set MUSTER_TEST_DATABASE_URL to a PostgreSQL server where databases may be made")
	var out bytes.Buffer
	require.NoError(t, bench.Run(t.Context(), server, bench.Small(), &out, t.Output()))
	require.Contains(t, out.String(), "the tick at midnight")
	t.Log("\n" + out.String())
}
