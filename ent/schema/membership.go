package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Membership says that an employee is in a group now.
type Membership struct{ ent.Schema }

func (Membership) Mixin() []ent.Mixin { return []ent.Mixin{organizationMixin{}} }

func (Membership) Annotations() []schema.Annotation {
	return []schema.Annotation{field.ID("group_id", "employee_id"), entsql.Annotation{Table: "memberships"}}
}

func (Membership) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("group_id"),
		field.Int64("employee_id"),
		field.Int64("joined_at"),
	}
}

func (Membership) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("group", Group.Type).Required().Unique().Field("group_id"),
		edge.To("employee", Employee.Type).Required().Unique().Field("employee_id"),
	}
}

func (Membership) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "employee_id")}
}

// Exclusion keeps one employee out of one group, whatever its criteria say.
type Exclusion struct{ ent.Schema }

func (Exclusion) Mixin() []ent.Mixin               { return tenantRow() }
func (Exclusion) Annotations() []schema.Annotation { return table("exclusions") }

func (Exclusion) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("group_id"),
		field.Int64("employee_id"),
		field.Enum("reason").Values("NOT_REPRESENTATIVE", "ADDRESSED_ELSEWHERE", "DATA_QUALITY", "OTHER"),
		field.String("note").Optional().Nillable(),
		field.Int64("created_at").Immutable(),
		field.String("created_by").Comment("the API key's name"),
	}
}

func (Exclusion) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("group_id", "employee_id").Unique(),
		index.Fields("organization_id", "employee_id"),
	}
}

// Notification is a message to the organization's administrators, kept so that it can be read later.
type Notification struct{ ent.Schema }

func (Notification) Mixin() []ent.Mixin               { return tenantRow() }
func (Notification) Annotations() []schema.Annotation { return table("notifications") }

func (Notification) Fields() []ent.Field {
	return []ent.Field{
		field.String("kind").Comment("GROUP_READY or GROUP_FAILED"),
		field.Int64("group_id").Optional().Nillable(),
		field.String("message"),
		field.Int64("created_at").Immutable(),
	}
}

func (Notification) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "created_at")}
}
