package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// APIKey is a bearer token's record; the token itself is shown once and not kept.
type APIKey struct{ ent.Schema }

func (APIKey) Mixin() []ent.Mixin               { return tenantRow() }
func (APIKey) Annotations() []schema.Annotation { return table("api_keys") }

func (APIKey) Fields() []ent.Field {
	return []ent.Field{
		field.String("name"),
		field.Enum("role").Values("ADMIN", "OPERATOR", "VIEWER", "SCIM"),
		field.String("token_hash").Unique().Sensitive().Immutable().Comment("SHA-256 of the token, hexadecimal"),
		field.String("hint").Immutable().Comment("the token's first characters, to tell keys apart"),
		field.Int64("created_at").Immutable(),
		field.Int64("expires_at").Optional().Nillable(),
		field.Int64("revoked_at").Optional().Nillable(),
		field.Int64("last_used_at").Optional().Nillable(),
	}
}

func (APIKey) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "created_at")}
}
