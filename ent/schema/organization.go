package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Organization is a tenant.
type Organization struct{ ent.Schema }

func (Organization) Mixin() []ent.Mixin               { return []ent.Mixin{rowMixin{}} }
func (Organization) Annotations() []schema.Annotation { return table("organizations") }

func (Organization) Fields() []ent.Field {
	return []ent.Field{
		field.String("name"),
		field.String("timezone").Default("UTC").Comment("IANA name; decides days and calendar periods"),
		field.String("language").Default("en").Comment("en, es or pt: of suggestions, readbacks and messages"),
		field.Int("retention_months").Default(0).Comment("how long a failure keeps somebody in Phished Users; 0: for ever"),
		field.String("follow_up_course").Optional().Nillable().Comment("the name of the course that Phished Users are to take"),
		field.Int64("evaluated_at").Comment("every group is exact as of this instant"),
		field.Int64("next_due_at").Optional().Nillable().Comment("the earliest instant at which time alone may change a membership; null: never"),
		field.Int64("criteria_version").Default(1).Comment("raised by whatever changes what the live groups mean: criteria, states, departments"),
		field.Int64("created_at").Immutable(),
	}
}

func (Organization) Indexes() []ent.Index {
	return []ent.Index{index.Fields("next_due_at")}
}
