package criteria_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
)

func TestMidnightIsTheDaysFirstInstant(t *testing.T) {
	for _, zone := range []string{"UTC", "America/New_York", "America/Havana", "America/Santiago", "Africa/Cairo", "Asia/Kolkata"} {
		loc, err := time.LoadLocation(zone)
		require.NoError(t, err)
		first, err := criteria.ParseDate("2024-01-01")
		require.NoError(t, err)
		for day := first; day < first+800; day++ {
			at := day.Midnight(loc)
			require.Equal(t, day, criteria.DateOf(at.Time().In(loc)), "%s %s", zone, day)
			require.Equal(t, day-1, criteria.DateOf((at - 1).Time().In(loc)), "%s %s", zone, day)
		}
	}
}
