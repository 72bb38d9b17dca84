package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// KnownValue is a value that some fact of the organization has or had: what descriptions are matched against, kept
// with the write so that reading a description never scans the people.
type KnownValue struct{ ent.Schema }

func (KnownValue) Mixin() []ent.Mixin               { return []ent.Mixin{rowMixin{}, organizationMixin{}} }
func (KnownValue) Annotations() []schema.Annotation { return table("known_values") }

func (KnownValue) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("field").Values("TITLE", "LOCATION", "COUNTRY", "LANGUAGE", "MANAGER", "TEMPLATE", "ATTRIBUTE"),
		field.String("name").Default("").Comment("the attribute's name"),
		field.String("value_key").Comment("criteria.Fold of the value; of an attribute's number or date only NUMBER or DATE"),
		field.String("value").Comment("as first written; an attribute's true and false as such words"),
		field.Enum("type").Values("STRING", "NUMBER", "BOOLEAN", "DATE").Default("STRING"),
	}
}

func (KnownValue) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "field", "name", "type", "value_key").Unique()}
}
