package notify

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestTopicsNameTheirOrganizationAndGroup(t *testing.T) {
	require.Equal(t, Topic("org/5/ready"), GroupReady(5))
	require.Equal(t, Topic("org/5/group/9/updated"), GroupUpdated(5, 9))
	require.Equal(t, Topic("org/5/group/9/members"), MembershipChanged(5, 9))
	require.Equal(t, Topic("org/5/import/9"), ImportProgress(5, 9))
}

func TestConstructedTopicsAreValidAndNeverMeet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.Int64Range(1, 1<<62)
		topics := map[Topic]bool{}
		a, b, g, h := id.Draw(t, "a"), id.Draw(t, "b"), id.Draw(t, "g"), id.Draw(t, "h")
		for _, organization := range []int64{a, b} {
			topics[GroupReady(organization)] = true
			for _, group := range []int64{g, h} {
				topics[GroupUpdated(organization, group)] = true
				topics[MembershipChanged(organization, group)] = true
				topics[ImportProgress(organization, group)] = true
			}
		}
		organizations, groups := distinct(a, b), distinct(g, h)
		require.Len(t, topics, organizations*(1+3*groups))
		for topic := range topics {
			require.True(t, topic.valid(), "%q", topic)
		}
	})
}

func distinct(a, b int64) int {
	if a == b {
		return 1
	}
	return 2
}

func TestForgedTopicsAreNotValid(t *testing.T) {
	for _, topic := range []Topic{
		"", "org", "org/", "org/5", "org/5/", "org//ready", "org/0/ready", "org/-5/ready", "org/05/ready", "org/+5/ready",
		"org/*/ready", "org/5/ready/", "org/5/ready\n", " org/5/ready", "ready", "org/5/group/9", "org/5/group/9/",
		"org/5/group/0/members", "org/5/group/*/members", "org/5/group/9/else", "org/5/group/9/members/", "org/5/group//members", "org/5/import/", "org/5/import/0", "org/5/import/9/",
		"org/99999999999999999999/ready", GroupReady(0), MembershipChanged(1, -1),
	} {
		require.False(t, topic.valid(), "%q", topic)
	}
}
