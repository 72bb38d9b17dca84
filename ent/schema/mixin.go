// Package schema describes the tables.
//
// Conventions: instants are int64 milliseconds since the epoch (*_at), days are int32 days since 1970-01-01
// (*_on), enums hold the API's own words, and *_key columns hold the folded form in which text is compared
// (criteria.Fold, criteria.FoldWords). Every row carries its organization, and every reference is backed by a foreign key
// on (organization_id, id), so that a row cannot point outside its organization.
package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"entgo.io/ent/schema/mixin"
)

// organizationMixin puts a row inside its organization.
type organizationMixin struct{ mixin.Schema }

func (organizationMixin) Fields() []ent.Field {
	return []ent.Field{field.Int64("organization_id").Immutable()}
}

// rowMixin gives a row its id and makes (organization_id, id) a key that other rows can point at.
type rowMixin struct{ mixin.Schema }

func (rowMixin) Fields() []ent.Field {
	return []ent.Field{field.Int64("id").Immutable()}
}

// keyMixin makes (organization_id, id) a key that other rows can point at.
type keyMixin struct{ mixin.Schema }

func (keyMixin) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "id").Unique()}
}

func table(name string) []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: name}}
}

// tenantRow is what every row that others point at is made of.
func tenantRow() []ent.Mixin { return []ent.Mixin{rowMixin{}, organizationMixin{}, keyMixin{}} }
