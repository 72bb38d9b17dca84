package eval

import (
	"slices"

	"muster/internal/criteria"
)

// Dependencies says which kinds of facts an answer depends on, or which a write changes.
type Dependencies struct {
	fields      mask
	simulations mask
	trainings   mask
	details     bool                    // the channels or templates of simulation events
	departments []criteria.DepartmentID // those that conditions name
	groups      []criteria.GroupID
}

// Field numbers the parts of a profile; the first ones are the text fields.
type Field uint8

// The fields that are not text.
const (
	OwnDepartment Field = Field(textFields) + iota
	HiredOn
	LastLoginAt
	CreatedAt
	Attributes
)

// OnText, OnFields, OnDepartments, OnSimulations, OnTrainings and OnGroups make dependencies of one kind.
func OnText(fields ...TextField) (d Dependencies) {
	for _, field := range fields {
		d.fields |= 1 << field
	}
	return d
}

func OnFields(fields ...Field) (d Dependencies) {
	for _, field := range fields {
		d.fields |= 1 << field
	}
	return d
}

// OnDepartments is on being in any of the departments or below it: what a change of the tree of departments changes for people
// whose own department stays (OwnDepartment is on that).
func OnDepartments(ids ...criteria.DepartmentID) Dependencies { return Dependencies{departments: ids} }

func OnSimulations(types ...criteria.SimulationType) (d Dependencies) {
	d.simulations = setOf(types, criteria.SimulationTypes)
	return d
}

func OnTrainings(types ...criteria.TrainingType) (d Dependencies) {
	d.trainings = setOf(types, criteria.TrainingTypes)
	return d
}

func OnGroups(ids ...criteria.GroupID) Dependencies { return Dependencies{groups: ids} }

// And gives the dependencies of both.
func (d Dependencies) And(other Dependencies) Dependencies {
	return Dependencies{
		fields:      d.fields | other.fields,
		simulations: d.simulations | other.simulations,
		trainings:   d.trainings | other.trainings,
		details:     d.details || other.details,
		departments: slices.Concat(d.departments, other.departments),
		groups:      slices.Concat(d.groups, other.groups),
	}
}

// Details tells whether the channels or the templates of simulation events matter.
func (d Dependencies) Details() bool { return d.details }

// Touches tells whether a write of one can change an answer of the other.
func (d Dependencies) Touches(other Dependencies) bool {
	return d.fields&other.fields != 0 || d.simulations&other.simulations != 0 || d.trainings&other.trainings != 0 ||
		intersect(other.departments, d.departments) || intersect(d.groups, other.groups)
}

// Events tells whether the answer depends on simulation events, and on training events.
func (d Dependencies) Events() (simulations, trainings bool) {
	return d.simulations != 0, d.trainings != 0
}

// Groups gives the groups whose members the answer depends on.
func (d Dependencies) Groups() []criteria.GroupID { return d.groups }

// Needs gives what the program's answers depend on.
func (p *Program) Needs() Dependencies { return p.needs }
