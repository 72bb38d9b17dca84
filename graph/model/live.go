package model

import "muster/internal/criteria"

// MembershipChange is what one transaction changed in one group.
type MembershipChange struct {
	GroupID     int64
	At          criteria.Instant
	Version     int64
	JoinedIDs   []int64
	LeftIDs     []int64
	JoinedCount int
	LeftCount   int
}
