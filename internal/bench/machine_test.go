package bench

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatOthersHad(t *testing.T) {
	var o others
	require.Empty(t, o.String())
	o.note("one", machine{100, 10}, machine{200, 10})
	require.Equal(t, "nothing", o.String())
	o.note("two", machine{200, 10}, machine{300, 40})
	o.note("three", machine{300, 40}, machine{500, 50})
	require.Equal(t, "10 % of its time; most, 30 %, during: two", o.String())
	require.Positive(t, readMachine().all)
}
