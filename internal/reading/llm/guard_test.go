package llm

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
	"muster/internal/reading"
)

func TestOrganizationThatAsksTooOftenWaits(t *testing.T) {
	onBoth(t, []step{say(honest())}, func(t *testing.T, s *stub) {
		limits := testLimits()
		limits.Burst, limits.PerMinute = 2, 1
		r, _ := s.reader(limits)
		ask := func(organization int64, at criteria.Clock) reading.Reading {
			return r.Read(t.Context(), organization, grammar(), outwitted, at)
		}
		for range 2 {
			require.Equal(t, reading.NeedsReview, ask(1, noon).Status)
		}
		grammarAlone(t, outwitted, CodeModelUnavailable, ask(1, noon))
		require.Equal(t, 2, s.asked())
		require.Equal(t, reading.NeedsReview, ask(2, noon).Status, "another organization has its own")

		later := criteria.ClockAt(criteria.InstantOf(noon.Now().Time().Add(time.Minute)), time.UTC)
		require.Equal(t, reading.NeedsReview, ask(1, later).Status)
	})
}

func TestProviderThatKeepsFailingIsLeftAlone(t *testing.T) {
	onBoth(t, []step{status(http.StatusBadGateway)}, func(t *testing.T, s *stub) {
		limits := testLimits()
		limits.Failures, limits.Rest = 3, time.Hour
		r, _ := s.reader(limits)
		for range 5 {
			grammarAlone(t, outwitted, CodeModelUnavailable, read(t, r, outwitted))
		}
		require.Equal(t, 3, s.asked())
		require.Contains(t, issue(t, read(t, r, outwitted), CodeModelUnavailable).Message, "left alone")
	})
}

func TestProviderIsTriedAgainAfterItsRest(t *testing.T) {
	onBoth(t, []step{status(http.StatusBadGateway), say(honest())}, func(t *testing.T, s *stub) {
		limits := testLimits()
		limits.Failures, limits.Rest, limits.Burst = 1, time.Millisecond, 1_000_000
		r, _ := s.reader(limits)
		read(t, r, outwitted)
		require.Eventually(t, func() bool { return read(t, r, outwitted).Status == reading.NeedsReview }, 10*time.Second, time.Millisecond)
	})
}

func TestNonsenseIsNoReasonToLeaveAProviderAlone(t *testing.T) {
	onBoth(t, []step{say("nonsense")}, func(t *testing.T, s *stub) {
		limits := testLimits()
		limits.Failures = 1
		r, _ := s.reader(limits)
		for range 2 {
			grammarAlone(t, outwitted, CodeModelRejected, read(t, r, outwitted))
		}
		require.Equal(t, 6, s.asked())
	})
}
