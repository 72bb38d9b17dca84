package graph

import (
	"context"

	"muster/ent"
	"muster/ent/employee"
	"muster/ent/exclusion"
	"muster/graph/model"
	"muster/internal/bulk"
	"muster/internal/criteria"
)

// Groups is what resolvers ask of a group's life. Ids are rows' numbers; 0 is an id that no row has.
type Groups interface {
	CreateSmart(ctx context.Context, in SmartInput) (*ent.Group, error)
	CreateManual(ctx context.Context, name string) (*ent.Group, error)
	Redescribe(ctx context.Context, id int64, description string) (*ent.Group, error)
	Activate(ctx context.Context, id int64, acceptPartial bool) (*ent.Group, error)
	Save(ctx context.Context, id int64) (*ent.Group, error)
	Deactivate(ctx context.Context, id int64) (*ent.Group, error)
	Discard(ctx context.Context, id int64) (*ent.Group, error)
	Rename(ctx context.Context, id int64, name string) (*ent.Group, error)
	Delete(ctx context.Context, id int64) (*ent.Group, error)
	Exclude(ctx context.Context, id, employee int64, reason exclusion.Reason, note *string) (*ent.Group, *ent.Exclusion, error)
	Readmit(ctx context.Context, id, employee int64) (*ent.Group, error)
	AddMembers(ctx context.Context, id int64, who Members) (*ent.Group, bulk.Result, error)
	RemoveMembers(ctx context.Context, id int64, who Members) (*ent.Group, bulk.Result, error)
	// Remind enqueues a reminder to the members named, to all where employees is nil, and gives their number.
	Remind(ctx context.Context, id int64, employees []int64, message *string) (int, error)
}

// People is what resolvers ask of the employees' records.
type People interface {
	Upsert(ctx context.Context, rows []*model.EmployeeInput) (bulk.Result, error)
	SetStatus(ctx context.Context, ids []int64, status employee.Status) ([]*ent.Employee, error)
}

// Activity is what resolvers ask of the event records.
type Activity interface {
	RecordSimulations(ctx context.Context, rows []*model.SimulationEventInput) (bulk.Result, error)
	RecordTrainings(ctx context.Context, rows []*model.TrainingEventInput) (bulk.Result, error)
}

// Facts answers, for many employees at once, what follows from their facts now.
type Facts interface {
	// Scores gives the risk scores over the default window.
	Scores(ctx context.Context, employees []int64) (map[int64]int, error)
	// Reasons explains why employees are in a group with these criteria.
	Reasons(ctx context.Context, tree criteria.Tree, employees []int64) (map[int64][]*model.MembershipReason, error)
}

// SmartInput is a smart group to create.
type SmartInput struct {
	Name             string
	Description      string
	ClientMutationID *string
}

// Members names employees by id, by e-mail, or both.
type Members struct {
	IDs    []int64 // 0 for an id that is none
	Emails []string
}

// Reading is what resolvers ask about words and criteria.
type Reading interface {
	Interpretation(ctx context.Context, g *ent.Group) (*model.Interpretation, error)
	Criteria(ctx context.Context, g *ent.Group) (*model.Criteria, error)
	Preview(ctx context.Context, text *string, tree *criteria.Tree) (*model.CriteriaPreview, error)
	Suggestions(language string) []*model.CriteriaSuggestion
}
