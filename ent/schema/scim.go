package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// SCIMUser is what an identity provider said of an employee, beside what the employee's own row holds of it. An employee that no identity
// provider has written yet has none.
type SCIMUser struct{ ent.Schema }

func (SCIMUser) Mixin() []ent.Mixin               { return []ent.Mixin{rowMixin{}, organizationMixin{}} }
func (SCIMUser) Annotations() []schema.Annotation { return table("scim_users") }

func (SCIMUser) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("employee_id").Immutable(),
		field.String("user_name"),
		field.String("user_name_key").Comment("criteria.EmailKey of the user name"),
		field.String("external_id").Optional().Nillable(),
		field.JSON("document", map[string]any{}).Comment("scim/schema.Document, as sent"),
		field.Int64("created_at").Immutable(),
		field.Int64("updated_at"),
		field.Int64("deleted_at").Optional().Nillable().Comment("when the identity provider deleted the person: it knows them no longer"),
	}
}

func (SCIMUser) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "employee_id").Unique(),
		index.Fields("organization_id", "user_name_key").Unique(),
		index.Fields("organization_id", "external_id"),
	}
}
