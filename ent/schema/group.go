package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Group is a segment of the organization's people.
type Group struct{ ent.Schema }

func (Group) Mixin() []ent.Mixin               { return tenantRow() }
func (Group) Annotations() []schema.Annotation { return table("groups") }

func (Group) Fields() []ent.Field {
	return []ent.Field{
		field.String("name"),
		field.String("name_key").Comment("criteria.Fold of the name"),
		field.Enum("kind").Values("MANUAL", "SMART", "SYSTEM").Immutable(),
		field.Enum("source").Values("MANUAL", "SCIM").Default("MANUAL").Immutable().Comment("SCIM: the identity provider alone changes its name and members"),
		field.String("external_id").Optional().Nillable().Comment("the identity provider's own id of it"),
		field.Enum("status").Values("GENERATING", "READY", "FAILED", "INACTIVE", "ACTIVE"),
		field.String("description").Optional().Nillable().Comment("the words the administrator wrote"),
		field.JSON("interpretation", json.RawMessage{}).Optional().Comment("group.Interpretation: how the words were read"),
		field.JSON("criteria", json.RawMessage{}).Optional().Comment("the canonical criteria tree"),
		field.JSON("pending", json.RawMessage{}).Optional().Comment("group.Pending: a redescription that is being generated"),
		field.String("failure_code").Optional().Nillable(),
		field.String("failure_message").Optional().Nillable(),
		field.Int("member_count").Default(0),
		field.Int("watched_count").Optional().Nillable().Comment("the count against which drift is measured; null: not looked at yet"),
		field.Int64("watched_at").Default(0).Comment("when watched_count was taken"),
		field.Int64("version").Default(0).Comment("raised with every change of the members"),
		field.String("client_mutation_id").Optional().Nillable().Comment("makes a repeated createSmartGroup give the same group"),
		field.Int64("created_at").Immutable(),
		field.Int64("updated_at"),
	}
}

func (Group) Edges() []ent.Edge {
	return []ent.Edge{edge.To("employees", Employee.Type).Through("memberships", Membership.Type)}
}

func (Group) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "status", "id"),
		index.Fields("organization_id", "name_key", "id"),
		index.Fields("organization_id", "client_mutation_id").Unique(),
		index.Fields("organization_id", "external_id"),
	}
}
