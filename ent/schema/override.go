package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// overrideMixin is what an administrator's order about one employee in one group consists of, a pin or an exclusion.
type overrideMixin struct{ keyMixin }

func (overrideMixin) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("group_id"),
		field.Int64("employee_id"),
		field.Int64("created_at").Immutable(),
		field.String("created_by").Comment("the API key's name"),
		field.Int64("expires_at").Optional().Nillable().Comment("from when on it does not count; null: never"),
		field.Int64("renewed_at").Optional().Nillable().Comment("when it was last looked at and kept"),
		field.String("renewed_by").Optional().Nillable(),
	}
}

func (m overrideMixin) Indexes() []ent.Index {
	return append(m.keyMixin.Indexes(),
		index.Fields("group_id", "employee_id").Unique(),
		index.Fields("organization_id", "employee_id"),
		index.Fields("organization_id", "expires_at"),
	)
}

func override() []ent.Mixin { return []ent.Mixin{rowMixin{}, organizationMixin{}, overrideMixin{}} }

// Exclusion keeps one employee out of one group, whatever its criteria say.
type Exclusion struct{ ent.Schema }

func (Exclusion) Mixin() []ent.Mixin               { return override() }
func (Exclusion) Annotations() []schema.Annotation { return table("exclusions") }

func (Exclusion) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("reason").Values("NOT_REPRESENTATIVE", "ADDRESSED_ELSEWHERE", "DATA_QUALITY", "OTHER"),
		field.String("note").Optional().Nillable(),
	}
}

// Pin keeps one employee in one smart group while their account is ACTIVE, whatever its criteria say.
type Pin struct{ ent.Schema }

func (Pin) Mixin() []ent.Mixin               { return override() }
func (Pin) Annotations() []schema.Annotation { return table("pins") }

func (Pin) Fields() []ent.Field {
	return []ent.Field{field.String("note").Comment("why")}
}
