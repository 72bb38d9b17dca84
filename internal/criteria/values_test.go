package criteria_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
)

func TestLevelsCoverEveryScoreOnce(t *testing.T) {
	next := 0
	for _, level := range criteria.RiskLevels {
		low, high := level.Scores()
		require.Equal(t, next, low)
		for score := low; score <= high; score++ {
			require.Equal(t, level, criteria.LevelOf(score))
		}
		next = high + 1
	}
	require.Equal(t, 101, next)
}
