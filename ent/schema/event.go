package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// SimulationEvent is something that happened to one employee in one campaign.
type SimulationEvent struct{ ent.Schema }

func (SimulationEvent) Mixin() []ent.Mixin               { return eventMixin() }
func (SimulationEvent) Annotations() []schema.Annotation { return table("simulation_events") }

func (SimulationEvent) Fields() []ent.Field {
	return append(eventFields(),
		field.Int64("campaign_id"),
		field.String("channel").Default("").Comment("EMAIL, SMS, VOICE, QR or empty"),
		field.String("template").Default(""),
		field.String("template_key").Default(""),
		field.Bool("automated").Default(false).Comment("by a mail scanner: stored and shown, counts for nothing"),
	)
}

func (SimulationEvent) Indexes() []ent.Index {
	return append(eventIndexes("type", "campaign_id", "channel", "template_key", "automated"), index.Fields("organization_id", "campaign_id"))
}

// TrainingEvent is something that happened to one employee in one course.
type TrainingEvent struct{ ent.Schema }

func (TrainingEvent) Mixin() []ent.Mixin               { return eventMixin() }
func (TrainingEvent) Annotations() []schema.Annotation { return table("training_events") }

func (TrainingEvent) Fields() []ent.Field {
	return append(eventFields(),
		field.Int64("course_id"),
		field.Int64("due_at").Optional().Nillable().Comment("of an enrolment"),
		field.Float("score").Optional().Nillable(),
	)
}

func (TrainingEvent) Indexes() []ent.Index {
	return append(eventIndexes("type", "course_id", "due_at"),
		index.Fields("organization_id", "due_at"),
		index.Fields("organization_id", "course_id"))
}

func eventMixin() []ent.Mixin { return []ent.Mixin{rowMixin{}, organizationMixin{}} }

func eventFields() []ent.Field {
	return []ent.Field{
		field.String("event_id").Immutable().Comment("the sender's id: recorded once however often sent"),
		field.Int64("employee_id"),
		field.String("type"),
		field.Int64("occurred_at"),
		field.Int64("recorded_at"),
	}
}

// eventIndexes gives the indexes of both kinds. That by employee carries what criteria ask about events, so that evaluating somebody reads one
// piece of the index and not the table, where the events of one person lie as far apart as they happened.
func eventIndexes(asked ...string) []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "event_id").Unique(),
		index.Fields("organization_id", "employee_id", "occurred_at").Annotations(entsql.IncludeColumns(asked...)),
		index.Fields("organization_id", "occurred_at"),
	}
}
