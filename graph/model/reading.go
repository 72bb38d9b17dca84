package model

import (
	"muster/internal/membership"
	"muster/internal/reading"
)

// Interpretation is how words were read, with the readback in the organization's language.
type Interpretation struct {
	Status      reading.Status
	Readback    string
	Unresolved  []reading.Issue
	Assumptions []reading.Issue
	Engine      string
}

// CriteriaPreview is what words or a tree would give.
type CriteriaPreview struct {
	Interpretation *Interpretation
	Criteria       *Criteria
	// Selection finds who it would be; nil where the words were refused.
	Selection *membership.Select
}

// RedescriptionPreview is what new words for a group would change.
type RedescriptionPreview struct {
	Interpretation *Interpretation
	Criteria       *Criteria
	Added, Removed []string
	GroupID        int64
	// JoiningSelection and LeavingSelection find who would join and leave; nil where the words were refused.
	JoiningSelection, LeavingSelection *membership.Select
}
