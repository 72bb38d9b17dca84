package audit

// Kind is what an entry is about.
type Kind string

const (
	Employee     Kind = "EMPLOYEE"
	Department   Kind = "DEPARTMENT"
	Group        Kind = "GROUP"
	APIKey       Kind = "API_KEY"
	Import       Kind = "IMPORT"
	Organization Kind = "ORGANIZATION" // its settings and glossary too
)

// Action is what was done.
type Action string

const (
	GroupCreated     Action = "GROUP_CREATED"
	GroupGenerated   Action = "GROUP_GENERATED"
	GenerationFailed Action = "GENERATION_FAILED"
	GroupRedescribed Action = "GROUP_REDESCRIBED"
	GroupActivated   Action = "GROUP_ACTIVATED"
	GroupSaved       Action = "GROUP_SAVED"
	GroupDeactivated Action = "GROUP_DEACTIVATED"
	GroupDiscarded   Action = "GROUP_DISCARDED"
	GroupRenamed     Action = "GROUP_RENAMED"
	GroupDeleted     Action = "GROUP_DELETED"
	MembersAdded     Action = "MEMBERS_ADDED"
	MembersRemoved   Action = "MEMBERS_REMOVED"

	// What is done to members is about the group; the employees are in the details.

	MemberExcluded   Action = "MEMBER_EXCLUDED"
	MemberReadmitted Action = "MEMBER_READMITTED"
	ExclusionExpired Action = "EXCLUSION_EXPIRED"
	MemberPinned     Action = "MEMBER_PINNED"
	MemberUnpinned   Action = "MEMBER_UNPINNED"
	PinExpired       Action = "PIN_EXPIRED"
	OverridesRenewed Action = "OVERRIDES_RENEWED"

	EmployeeCreated  Action = "EMPLOYEE_CREATED"
	EmployeeChanged  Action = "EMPLOYEE_CHANGED"
	EmployeeDisabled Action = "EMPLOYEE_DISABLED"
	EmployeeEnabled  Action = "EMPLOYEE_ENABLED"

	DepartmentCreated Action = "DEPARTMENT_CREATED"
	DepartmentRenamed Action = "DEPARTMENT_RENAMED"
	DepartmentMoved   Action = "DEPARTMENT_MOVED"
	DepartmentMerged  Action = "DEPARTMENT_MERGED"
	DepartmentDeleted Action = "DEPARTMENT_DELETED"

	RemindersRequested Action = "REMINDERS_REQUESTED"
	RemindersRetried   Action = "REMINDERS_RETRIED"
	ImportFinished     Action = "IMPORT_FINISHED"
	ImportFailed       Action = "IMPORT_FAILED"
	MembersExported    Action = "MEMBERS_EXPORTED"
	AuditExported      Action = "AUDIT_EXPORTED"

	KeyCreated Action = "KEY_CREATED"
	KeyRenamed Action = "KEY_RENAMED"
	KeyRevoked Action = "KEY_REVOKED"

	OrganizationFounded  Action = "ORGANIZATION_FOUNDED"
	SettingsChanged      Action = "SETTINGS_CHANGED"
	GlossaryChanged      Action = "GLOSSARY_CHANGED"
	GophishSecretCreated Action = "GOPHISH_SECRET_CREATED"
	GophishSecretRevoked Action = "GOPHISH_SECRET_REVOKED"
)

// Actions lists them all.
var Actions = []Action{
	GroupCreated, GroupGenerated, GenerationFailed, GroupRedescribed, GroupActivated, GroupSaved, GroupDeactivated,
	GroupDiscarded, GroupRenamed, GroupDeleted, MembersAdded, MembersRemoved,
	MemberExcluded, MemberReadmitted, ExclusionExpired, MemberPinned, MemberUnpinned, PinExpired, OverridesRenewed,
	EmployeeCreated, EmployeeChanged, EmployeeDisabled, EmployeeEnabled,
	DepartmentCreated, DepartmentRenamed, DepartmentMoved, DepartmentMerged, DepartmentDeleted,
	RemindersRequested, RemindersRetried, ImportFinished, ImportFailed, MembersExported, AuditExported,
	KeyCreated, KeyRenamed, KeyRevoked,
	OrganizationFounded, SettingsChanged, GlossaryChanged, GophishSecretCreated, GophishSecretRevoked,
}
