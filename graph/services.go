package graph

import (
	"context"
	"time"

	"muster/ent"
	"muster/ent/employee"
	"muster/internal/activity"
	apikeys "muster/internal/auth/keys"
	"muster/internal/bulk"
	"muster/internal/criteria"
	"muster/internal/department"
	"muster/internal/group"
	"muster/internal/people"
	"muster/internal/reminder"
	"muster/internal/transfer"
)

// Groups is what resolvers ask of a group's life. Ids are rows' numbers; 0 is an id that no row has.
//
//nolint:interfacebloat // a method for each thing that an administrator does with a group
type Groups interface {
	CreateSmart(ctx context.Context, in group.SmartInput) (*ent.Group, error)
	CreateManual(ctx context.Context, name string) (*ent.Group, error)
	Redescribe(ctx context.Context, id int64, description string) (*ent.Group, error)
	Activate(ctx context.Context, id int64, acceptPartial bool) (*ent.Group, error)
	Save(ctx context.Context, id int64) (*ent.Group, error)
	Deactivate(ctx context.Context, id int64) (*ent.Group, error)
	Discard(ctx context.Context, id int64) (*ent.Group, error)
	Rename(ctx context.Context, id int64, name string) (*ent.Group, error)
	Delete(ctx context.Context, id int64) (*ent.Group, error)
	Exclude(ctx context.Context, id, employee int64, in group.ExclusionInput) (*ent.Group, *ent.Exclusion, error)
	ExcludeMany(ctx context.Context, id int64, who group.Members, in group.ExclusionInput) (*ent.Group, bulk.Result, error)
	Readmit(ctx context.Context, id, employee int64) (*ent.Group, error)
	ReadmitMany(ctx context.Context, id int64, who group.Members) (*ent.Group, bulk.Result, error)
	Pin(ctx context.Context, id, employee int64, in group.PinInput) (*ent.Group, *ent.Pin, error)
	PinMany(ctx context.Context, id int64, who group.Members, in group.PinInput) (*ent.Group, bulk.Result, error)
	Unpin(ctx context.Context, id, employee int64) (*ent.Group, error)
	UnpinMany(ctx context.Context, id int64, who group.Members) (*ent.Group, bulk.Result, error)
	Renew(ctx context.Context, overrides []group.Override, expiresAt *time.Time) (bulk.Result, error)
	AddMembers(ctx context.Context, id int64, who group.Members) (*ent.Group, bulk.Result, error)
	RemoveMembers(ctx context.Context, id int64, who group.Members) (*ent.Group, bulk.Result, error)

	ChangeSettings(ctx context.Context, in group.Settings) (*ent.Organization, error)

	// Preview reads words or a tree, exactly one of them, without creating anything.
	Preview(ctx context.Context, words *string, tree []byte) (*group.Preview, error)
	// Difference reads new words for a group and compares, without changing anything.
	Difference(ctx context.Context, id int64, words string) (*group.Difference, error)
	// Dependents says what hangs on a group.
	Dependents(ctx context.Context, g *ent.Group) (*group.Dependents, error)
	// MadeOtherwise gives the groups whose words the glossary in force would make otherwise.
	MadeOtherwise(ctx context.Context, organization int64) ([]*ent.Group, error)
	// Names gives what the organization calls its things.
	Names(ctx context.Context, of criteria.References) (criteria.Names, error)
}

// People is what resolvers ask of the employees' records.
type People interface {
	Upsert(ctx context.Context, rows []people.Input) (bulk.Result, error)
	SetStatus(ctx context.Context, ids []int64, status employee.Status) ([]*ent.Employee, error)
}

// Departments is what resolvers ask of the tree. The parent or target 0 is none: the top.
type Departments interface {
	Create(ctx context.Context, name string, parent int64) (*ent.Department, error)
	Rename(ctx context.Context, id int64, name string) (*ent.Department, error)
	Move(ctx context.Context, id, parent int64) (*ent.Department, error)
	Merge(ctx context.Context, id, into int64) (department.Merged, error)
	// Delete gives how many people went to the target.
	Delete(ctx context.Context, id, target int64) (int, error)
}

// Activity is what resolvers ask of the event records.
type Activity interface {
	RecordSimulations(ctx context.Context, rows []activity.SimulationInput) (bulk.Result, error)
	RecordTrainings(ctx context.Context, rows []activity.TrainingInput) (bulk.Result, error)
}

// Transfers is what resolvers ask of imports; their rows are read as they are.
type Transfers interface {
	CreateGophishWebhook(ctx context.Context) (transfer.GophishWebhook, error)
	// RevokeGophishWebhook says whether there was one.
	RevokeGophishWebhook(ctx context.Context) (bool, error)
}

// Keys is what resolvers ask of the API keys.
type Keys interface {
	Create(ctx context.Context, in apikeys.Input) (token string, key *ent.APIKey, err error)
	Rename(ctx context.Context, id int64, name string) (*ent.APIKey, error)
	Revoke(ctx context.Context, id int64) (*ent.APIKey, error)
}

// Reminders is what resolvers ask of the letters to people.
type Reminders interface {
	Send(ctx context.Context, in reminder.Input) (reminder.Outcome, error)
	// Retry takes the FAILED ones of a request, all of them where reminders is nil.
	Retry(ctx context.Context, request int64, reminders []int64) (reminder.Retried, error)
}
