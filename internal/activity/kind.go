package activity

import (
	"slices"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
)

// kind is what sets the two kinds of events apart.
type kind struct {
	table    string
	subjects string // the table of what events are about
	columns  []string
	into     func(*event) []any  // the places of the columns
	lists    func([]event) []any // the columns of many events
	subject  func(*event) *int64
	facts    func(event) eval.Dependencies
	occurred eval.EdgeKind
}

var shared = []string{"event_id", "employee_id", "type", "occurred_at"}

var simulations = kind{
	table: "simulation_events", subjects: "campaigns",
	columns: slices.Concat(shared, []string{"campaign_id", "channel", "template", "template_key", "automated"}),
	into: func(e *event) []any {
		return []any{&e.EventID, &e.EmployeeID, &e.Type, &e.OccurredAt, &e.CampaignID, &e.Channel, &e.Template, &e.TemplateKey, &e.Automated}
	},
	lists: func(all []event) []any {
		return append(sharedLists(all),
			list(all, func(e event) int64 { return e.CampaignID }), list(all, func(e event) string { return e.Channel }),
			list(all, func(e event) string { return e.Template }), list(all, func(e event) string { return e.TemplateKey }),
			list(all, func(e event) bool { return e.Automated }))
	},
	subject:  func(e *event) *int64 { return &e.CampaignID },
	facts:    func(e event) eval.Dependencies { return eval.OnSimulations(criteria.SimulationType(e.Type)) },
	occurred: eval.SimulationOccurred,
}

var trainings = kind{
	table: "training_events", subjects: "courses",
	columns: slices.Concat(shared, []string{"course_id", "due_at", "score"}),
	into: func(e *event) []any {
		return []any{&e.EventID, &e.EmployeeID, &e.Type, &e.OccurredAt, &e.CourseID, &e.DueAt, &e.Score}
	},
	lists: func(all []event) []any {
		return append(sharedLists(all), list(all, func(e event) int64 { return e.CourseID }),
			list(all, func(e event) *int64 { return e.DueAt }), list(all, func(e event) *float64 { return e.Score }))
	},
	subject:  func(e *event) *int64 { return &e.CourseID },
	facts:    func(e event) eval.Dependencies { return eval.OnTrainings(criteria.TrainingType(e.Type)) },
	occurred: eval.TrainingOccurred,
}

func sharedLists(all []event) []any {
	return []any{
		list(all, func(e event) string { return e.EventID }), list(all, func(e event) int64 { return e.EmployeeID }),
		list(all, func(e event) string { return e.Type }), list(all, func(e event) int64 { return e.OccurredAt }),
	}
}

func list[E, T any](all []E, of func(E) T) []T {
	values := make([]T, len(all))
	for i, e := range all {
		values[i] = of(e)
	}
	return values
}
