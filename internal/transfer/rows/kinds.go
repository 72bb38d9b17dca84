package rows

import (
	"time"

	"muster/internal/activity"
	"muster/internal/criteria"
	"muster/internal/people"
)

// Employees are rows of employees. An empty cell clears a field, as null does; a column that is not there leaves it.
var Employees = Kind[people.Input]{
	fields: []field[people.Input]{
		needed("email", text, func(in *people.Input, v string) { in.Email = v }),
		needed("name", text, func(in *people.Input, v string) { in.Name = v }),
		profile("externalId", text, func(in *people.Input) *people.Field[string] { return &in.ExternalID }),
		profile("title", text, func(in *people.Input) *people.Field[string] { return &in.Title }),
		profile("department", text, func(in *people.Input) *people.Field[string] { return &in.Department }),
		profile("managerEmail", text, func(in *people.Input) *people.Field[string] { return &in.ManagerEmail }),
		profile("location", text, func(in *people.Input) *people.Field[string] { return &in.Location }),
		profile("country", text, func(in *people.Input) *people.Field[string] { return &in.Country }),
		profile("language", text, func(in *people.Input) *people.Field[string] { return &in.Language }),
		profile("employeeType", text, func(in *people.Input) *people.Field[string] { return &in.EmployeeType }),
		profile("hiredOn", day, func(in *people.Input) *people.Field[criteria.Date] { return &in.HiredOn }),
		profile("status", text, func(in *people.Input) *people.Field[string] { return &in.Status }),
		profile("lastLoginAt", instant, func(in *people.Input) *people.Field[time.Time] { return &in.LastLoginAt }),
		profile("attributes", scalar[map[string]any]{json: attributes},
			func(in *people.Input) *people.Field[map[string]any] { return &in.Attributes }),
	},
	headings: map[string]string{
		"user name": "name", "email address": "email", "last login date": "lastLoginAt",
		"date added to the platform": "", // the platform knows that itself
	},
	setAttributes: func(in *people.Input, all map[string]any) {
		in.Attributes = people.Field[map[string]any]{Given: true, Value: &all}
	},
}

// profile is a field of an employee that a row need not have.
func profile[T any](name string, s scalar[T], of func(*people.Input) *people.Field[T]) field[people.Input] {
	return given(name, s, func(in *people.Input, value *T) { *of(in) = people.Field[T]{Given: true, Value: value} })
}

// Simulations are rows of simulation events.
var Simulations = Kind[activity.SimulationInput]{fields: []field[activity.SimulationInput]{
	needed("id", text, func(in *activity.SimulationInput, v string) { in.ID = v }),
	needed("email", text, func(in *activity.SimulationInput, v string) { in.Email = v }),
	needed("type", word[criteria.SimulationType](), func(in *activity.SimulationInput, v criteria.SimulationType) { in.Type = v }),
	needed("occurredAt", instant, func(in *activity.SimulationInput, v time.Time) { in.OccurredAt = v }),
	needed("campaign", text, func(in *activity.SimulationInput, v string) { in.Campaign = v }),
	given("channel", word[criteria.Channel](), func(in *activity.SimulationInput, v *criteria.Channel) { in.Channel = v }),
	given("template", text, func(in *activity.SimulationInput, v *string) { in.Template = v }),
	given("automated", flag, func(in *activity.SimulationInput, v *bool) { in.Automated = v != nil && *v }),
}}

// Trainings are rows of training events.
var Trainings = Kind[activity.TrainingInput]{fields: []field[activity.TrainingInput]{
	needed("id", text, func(in *activity.TrainingInput, v string) { in.ID = v }),
	needed("email", text, func(in *activity.TrainingInput, v string) { in.Email = v }),
	needed("type", word[criteria.TrainingType](), func(in *activity.TrainingInput, v criteria.TrainingType) { in.Type = v }),
	needed("occurredAt", instant, func(in *activity.TrainingInput, v time.Time) { in.OccurredAt = v }),
	needed("course", text, func(in *activity.TrainingInput, v string) { in.Course = v }),
	given("dueAt", instant, func(in *activity.TrainingInput, v *time.Time) { in.DueAt = v }),
	given("score", number, func(in *activity.TrainingInput, v *float64) { in.Score = v }),
}}
