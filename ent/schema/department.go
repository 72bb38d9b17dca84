package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Department is a node of the organization's own hierarchy.
type Department struct{ ent.Schema }

func (Department) Mixin() []ent.Mixin               { return tenantRow() }
func (Department) Annotations() []schema.Annotation { return table("departments") }

func (Department) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("parent_id").Optional().Nillable(),
		field.String("name"),
		field.String("name_key"),
		field.String("path").Comment("Engineering/Platform"),
		field.String("path_key"),
		field.String("lineage").Default("").Comment("ids from the root to itself: /1/4/9/"),
		field.Enum("source").Values("MANUAL", "SCIM", "IMPORT").Default("IMPORT"),
		field.Int64("created_at").Immutable(),
	}
}

func (Department) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "path_key").Unique(),
		index.Fields("organization_id", "parent_id"),
	}
}
