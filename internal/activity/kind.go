package activity

import (
	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/storage"
)

// kind is what sets the two kinds of events apart.
type kind struct {
	table    string
	subjects string // the table of what events are about
	columns  []storage.Column
	into     func(*event) []any // the places of the columns
	subject  func(*event) *int64
	facts    func(event) eval.Dependencies
	occurred eval.EdgeKind
}

var shared = []storage.Column{
	{Name: "event_id", Type: "text"}, {Name: "employee_id", Type: "bigint"}, {Name: "type", Type: "text"}, {Name: "occurred_at", Type: "bigint"},
}

var simulations = kind{
	table: "simulation_events", subjects: "campaigns",
	columns: append(shared[:len(shared):len(shared)],
		storage.Column{Name: "campaign_id", Type: "bigint"}, storage.Column{Name: "channel", Type: "text"},
		storage.Column{Name: "template", Type: "text"}, storage.Column{Name: "template_key", Type: "text"},
		storage.Column{Name: "automated", Type: "boolean"}),
	into: func(e *event) []any {
		return []any{&e.EventID, &e.EmployeeID, &e.Type, &e.OccurredAt, &e.CampaignID, &e.Channel, &e.Template, &e.TemplateKey, &e.Automated}
	},
	subject:  func(e *event) *int64 { return &e.CampaignID },
	facts:    func(e event) eval.Dependencies { return eval.OnSimulations(criteria.SimulationType(e.Type)) },
	occurred: eval.SimulationOccurred,
}

var trainings = kind{
	table: "training_events", subjects: "courses",
	columns: append(shared[:len(shared):len(shared)],
		storage.Column{Name: "course_id", Type: "bigint"}, storage.Column{Name: "due_at", Type: "bigint"},
		storage.Column{Name: "score", Type: "double precision"}),
	into: func(e *event) []any {
		return []any{&e.EventID, &e.EmployeeID, &e.Type, &e.OccurredAt, &e.CourseID, &e.DueAt, &e.Score}
	},
	subject:  func(e *event) *int64 { return &e.CourseID },
	facts:    func(e event) eval.Dependencies { return eval.OnTrainings(criteria.TrainingType(e.Type)) },
	occurred: eval.TrainingOccurred,
}
