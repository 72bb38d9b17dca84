package model

import (
	"muster/ent"
	"muster/graph/connection"
	"muster/internal/glossary"
)

// The schema's connections, by their names there.
type (
	APIKeyConnection          = connection.Connection[*ent.APIKey]
	APIKeyEdge                = connection.Edge[*ent.APIKey]
	AuditEntryConnection      = connection.Connection[*ent.AuditEntry]
	AuditEntryEdge            = connection.Edge[*ent.AuditEntry]
	EmployeeConnection        = connection.Connection[*ent.Employee]
	EmployeeEdge              = connection.Edge[*ent.Employee]
	DepartmentConnection      = connection.Connection[*ent.Department]
	DepartmentEdge            = connection.Edge[*ent.Department]
	GroupConnection           = connection.Connection[*ent.Group]
	GroupEdge                 = connection.Edge[*ent.Group]
	GroupMemberConnection     = connection.Connection[*GroupMember]
	GroupMemberEdge           = connection.Edge[*GroupMember]
	ExclusionConnection       = connection.Connection[*ent.Exclusion]
	ExclusionEdge             = connection.Edge[*ent.Exclusion]
	PinConnection             = connection.Connection[*ent.Pin]
	PinEdge                   = connection.Edge[*ent.Pin]
	OverrideConnection        = connection.Connection[Override]
	OverrideEdge              = connection.Edge[Override]
	CriteriaVersionConnection = connection.Connection[*ent.CriteriaVersion]
	CriteriaVersionEdge       = connection.Edge[*ent.CriteriaVersion]
	GlossaryConnection        = connection.Connection[*glossary.Version]
	GlossaryEdge              = connection.Edge[*glossary.Version]
	ReminderRequestConnection = connection.Connection[*ent.ReminderRequest]
	ReminderRequestEdge       = connection.Edge[*ent.ReminderRequest]
	ReminderConnection        = connection.Connection[*ent.Reminder]
	ReminderEdge              = connection.Edge[*ent.Reminder]
	ImportConnection          = connection.Connection[*ent.ImportRun]
	ImportEdge                = connection.Edge[*ent.ImportRun]
	NotificationConnection    = connection.Connection[*ent.Notification]
	NotificationEdge          = connection.Edge[*ent.Notification]
)

// GroupMember is an employee's membership of a group, as the group shows it.
type GroupMember struct {
	Group      *ent.Group
	EmployeeID int64
	JoinedAt   int64
}

// Node is any row that has a public id; the rows are ent's own types, so there is nothing for it to ask of them.
type Node any

// Override is a pin or an exclusion, ent's own rows.
type Override any
