package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Campaign is one simulation sent to many; it comes into being with its first event.
type Campaign struct{ ent.Schema }

func (Campaign) Mixin() []ent.Mixin               { return tenantRow() }
func (Campaign) Annotations() []schema.Annotation { return table("campaigns") }
func (Campaign) Fields() []ent.Field              { return namedFields() }
func (Campaign) Indexes() []ent.Index             { return namedIndexes() }

// Course is one training course; it comes into being with its first event.
type Course struct{ ent.Schema }

func (Course) Mixin() []ent.Mixin               { return tenantRow() }
func (Course) Annotations() []schema.Annotation { return table("courses") }
func (Course) Fields() []ent.Field              { return namedFields() }
func (Course) Indexes() []ent.Index             { return namedIndexes() }

func namedFields() []ent.Field {
	return []ent.Field{
		field.String("name"),
		field.String("name_key").Comment("criteria.Fold of the name"),
		field.Int64("created_at").Immutable(),
	}
}

func namedIndexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "name_key").Unique()}
}
