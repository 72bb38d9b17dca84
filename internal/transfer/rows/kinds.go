package rows

import (
	"time"

	"muster/internal/activity"
	"muster/internal/criteria"
	"muster/internal/people"
)

// Employees are rows of employees. An empty cell clears a field, as null does; a column that is not there leaves it.
var Employees = Kind[people.Input]{
	Fields: []Field[people.Input]{
		Needed("email", Text, func(in *people.Input, v string) { in.Email = v }),
		Needed("name", Text, func(in *people.Input, v string) { in.Name = v }),
		profile("externalId", Text, func(in *people.Input) *people.Field[string] { return &in.ExternalID }),
		profile("title", Text, func(in *people.Input) *people.Field[string] { return &in.Title }),
		profile("department", Text, func(in *people.Input) *people.Field[string] { return &in.Department }),
		profile("managerEmail", Text, func(in *people.Input) *people.Field[string] { return &in.ManagerEmail }),
		profile("location", Text, func(in *people.Input) *people.Field[string] { return &in.Location }),
		profile("country", Text, func(in *people.Input) *people.Field[string] { return &in.Country }),
		profile("language", Text, func(in *people.Input) *people.Field[string] { return &in.Language }),
		profile("employeeType", Text, func(in *people.Input) *people.Field[string] { return &in.EmployeeType }),
		profile("hiredOn", day, func(in *people.Input) *people.Field[criteria.Date] { return &in.HiredOn }),
		profile("status", Text, func(in *people.Input) *people.Field[string] { return &in.Status }),
		profile("lastLoginAt", Instant, func(in *people.Input) *people.Field[time.Time] { return &in.LastLoginAt }),
		profile("attributes", Scalar[map[string]any]{json: attributes},
			func(in *people.Input) *people.Field[map[string]any] { return &in.Attributes }),
	},
	Headings: map[string]string{
		"user name": "name", "email address": "email", "last login date": "lastLoginAt",
		"date added to the platform": "", // the platform knows that itself
	},
	SetAttributes: func(in *people.Input, all map[string]any) {
		in.Attributes = people.Field[map[string]any]{Given: true, Value: &all}
	},
}

// profile is a field of an employee that a row need not have.
func profile[T any](name string, s Scalar[T], of func(*people.Input) *people.Field[T]) Field[people.Input] {
	return Given(name, s, func(in *people.Input, value *T) { *of(in) = people.Field[T]{Given: true, Value: value} })
}

// Simulations are rows of simulation events.
var Simulations = Kind[activity.SimulationInput]{Fields: []Field[activity.SimulationInput]{
	Needed("id", Text, func(in *activity.SimulationInput, v string) { in.ID = v }),
	Needed("email", Text, func(in *activity.SimulationInput, v string) { in.Email = v }),
	Needed("type", word[criteria.SimulationType](), func(in *activity.SimulationInput, v criteria.SimulationType) { in.Type = v }),
	Needed("occurredAt", Instant, func(in *activity.SimulationInput, v time.Time) { in.OccurredAt = v }),
	Needed("campaign", Text, func(in *activity.SimulationInput, v string) { in.Campaign = v }),
	Given("channel", word[criteria.Channel](), func(in *activity.SimulationInput, v *criteria.Channel) { in.Channel = v }),
	Given("template", Text, func(in *activity.SimulationInput, v *string) { in.Template = v }),
	Given("automated", Flag, func(in *activity.SimulationInput, v *bool) { in.Automated = v != nil && *v }),
}}

// Trainings are rows of training events.
var Trainings = Kind[activity.TrainingInput]{Fields: []Field[activity.TrainingInput]{
	Needed("id", Text, func(in *activity.TrainingInput, v string) { in.ID = v }),
	Needed("email", Text, func(in *activity.TrainingInput, v string) { in.Email = v }),
	Needed("type", word[criteria.TrainingType](), func(in *activity.TrainingInput, v criteria.TrainingType) { in.Type = v }),
	Needed("occurredAt", Instant, func(in *activity.TrainingInput, v time.Time) { in.OccurredAt = v }),
	Needed("course", Text, func(in *activity.TrainingInput, v string) { in.Course = v }),
	Given("dueAt", Instant, func(in *activity.TrainingInput, v *time.Time) { in.DueAt = v }),
	Given("score", number, func(in *activity.TrainingInput, v *float64) { in.Score = v }),
}}
