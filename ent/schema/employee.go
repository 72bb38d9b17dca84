package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Employee is a person, identified within the organization by e-mail, case-insensitively.
type Employee struct{ ent.Schema }

func (Employee) Mixin() []ent.Mixin               { return tenantRow() }
func (Employee) Annotations() []schema.Annotation { return table("employees") }

func (Employee) Fields() []ent.Field {
	return []ent.Field{
		field.String("email"),
		field.String("email_key"),
		field.String("name"),
		field.String("name_key").Comment("criteria.FoldWords of the name"),
		field.String("external_id").Optional().Nillable(),
		field.String("external_id_key").Default(""),
		field.String("title").Optional().Nillable(),
		field.String("title_key").Default("").Comment("criteria.FoldWords of the title"),
		field.Int64("department_id").Optional().Nillable(),
		field.String("manager_key").Default("").Comment("the manager's email_key, whether or not that person is known yet"),
		field.String("location").Optional().Nillable(),
		field.String("location_key").Default(""),
		field.String("country").Default("").Comment("ISO 3166-1 alpha-2, upper case"),
		field.String("language").Default("").Comment("BCP 47, lower case"),
		field.String("employee_type").Default("").Comment("FULL_TIME, PART_TIME, CONTRACTOR, INTERN or empty"),
		field.Int32("hired_on").Optional().Nillable(),
		field.Enum("status").Values("ACTIVE", "DISABLED").Default("ACTIVE"),
		field.Int64("last_login_at").Optional().Nillable(),
		field.Int64("created_at").Immutable(),
		field.Int64("updated_at"),
		field.JSON("attributes", map[string]any{}),
		field.JSON("attributes_key", map[string]any{}).Comment("folded names to folded strings, numbers and booleans"),
	}
}

func (Employee) Edges() []ent.Edge {
	return []ent.Edge{edge.From("groups", Group.Type).Ref("employees").Through("memberships", Membership.Type)}
}

func (Employee) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "email_key").Unique(),
		index.Fields("organization_id", "name_key", "id"),
		index.Fields("organization_id", "department_id"),
		index.Fields("organization_id", "manager_key"),
		index.Fields("organization_id", "hired_on"),
		index.Fields("organization_id", "last_login_at"),
		index.Fields("organization_id", "created_at"),
	}
}
