package schema

import (
	"encoding/json"

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
		field.Enum("join_cause").Values(causes...),
	}
}

func (Membership) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("group", Group.Type).Required().Unique().Field("group_id"),
		edge.To("employee", Employee.Type).Required().Unique().Field("employee_id"),
	}
}

func (Membership) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "employee_id", "group_id")}
}

// causes are what can make somebody join or leave a group.
var causes = []string{"FACT", "CLOCK", "CRITERIA", "EXCLUSION", "READMISSION", "PIN", "UNPIN", "HAND"}

// PastMembership says that an employee was in a group from joined_at until left_at. It is written when they leave; together with
// memberships it is the group's whole history.
type PastMembership struct{ ent.Schema }

func (PastMembership) Mixin() []ent.Mixin               { return []ent.Mixin{rowMixin{}, organizationMixin{}} }
func (PastMembership) Annotations() []schema.Annotation { return table("past_memberships") }

func (PastMembership) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("group_id"),
		field.Int64("employee_id"),
		field.Int64("joined_at"),
		field.Enum("join_cause").Values(causes...),
		field.Int64("left_at"),
		field.Enum("leave_cause").Values(causes...),
	}
}

// Indexes are few: leaving is writing all of them. One is for somebody's episodes; by the other a group's past members are found by when they left, and
// sorted anew for each page.
func (PastMembership) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "employee_id", "group_id"),
		index.Fields("organization_id", "group_id", "left_at"),
	}
}

// GenerationTouch says that a write or the clock has been about an employee since a group that is being generated has criteria, so
// that they are in the group or not, as they should be, whatever was found before.
type GenerationTouch struct{ ent.Schema }

func (GenerationTouch) Mixin() []ent.Mixin               { return []ent.Mixin{rowMixin{}, organizationMixin{}} }
func (GenerationTouch) Annotations() []schema.Annotation { return table("generation_touches") }

func (GenerationTouch) Fields() []ent.Field {
	return []ent.Field{field.Int64("group_id"), field.Int64("employee_id"), field.Int64("touched_at").Comment("first")}
}

func (GenerationTouch) Indexes() []ent.Index {
	return []ent.Index{index.Fields("group_id", "employee_id").Unique()}
}

// CriteriaVersion is what a group's criteria were from created_at on.
type CriteriaVersion struct{ ent.Schema }

func (CriteriaVersion) Mixin() []ent.Mixin               { return tenantRow() }
func (CriteriaVersion) Annotations() []schema.Annotation { return table("criteria_versions") }

func (CriteriaVersion) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("group_id"),
		field.String("description").Comment("the words"),
		field.JSON("criteria", json.RawMessage{}).Comment("the canonical criteria tree"),
		field.Int64("created_at").Immutable(),
		field.String("created_by").Comment("the API key's name"),
	}
}

func (CriteriaVersion) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "group_id", "created_at")}
}

// Notification is a message to the organization's administrators, kept so that it can be read later.
type Notification struct{ ent.Schema }

func (Notification) Mixin() []ent.Mixin               { return tenantRow() }
func (Notification) Annotations() []schema.Annotation { return table("notifications") }

func (Notification) Fields() []ent.Field {
	return []ent.Field{
		field.String("kind").Comment("GROUP_READY, GROUP_FAILED, GROUP_EMPTIED, GROUP_TRIPLED or GROUP_STALE"),
		field.Int64("group_id").Optional().Nillable(),
		field.String("message"),
		field.Int64("created_at").Immutable(),
	}
}

func (Notification) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "created_at")}
}
