package criteria_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
)

func TestReadbackPin(t *testing.T) {
	at := time.Date(2026, 3, 10, 23, 30, 0, 0, time.UTC)
	for lang, want := range map[string]string{
		"en": "Pinned by Ana on 2026-03-10: on the board",
		"es": "Fijado por Ana el 2026-03-10: on the board",
		"pt": "Fixado por Ana em 2026-03-10: on the board",
		"??": "Pinned by Ana on 2026-03-10: on the board",
	} {
		require.Equal(t, want, criteria.ReadbackPin("Ana", at, "on the board", lang))
	}
	require.Equal(t, "Pinned by Ana on 2026-03-11: x", criteria.ReadbackPin("Ana", at.In(time.FixedZone("", 3600)), "x", "en"), "the day of the zone")
}
