package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// AuditEntry says who did what when to which group, person or setting. Triggers, written by hand into the migration, refuse to
// change or delete one. It points at nothing by foreign keys: it outlives what it tells of.
type AuditEntry struct{ ent.Schema }

func (AuditEntry) Mixin() []ent.Mixin               { return []ent.Mixin{rowMixin{}, organizationMixin{}} }
func (AuditEntry) Annotations() []schema.Annotation { return table("audit_entries") }

func (AuditEntry) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("at").Comment("by the database's clock, which is one for all nodes"),
		field.Int64("actor_id").Optional().Nillable().Comment("the API key; null: no key"),
		field.String("actor").Comment("the key's name then"),
		field.Enum("source").Values("API", "SCIM", "IMPORT", "CLI", "CLOCK"),
		field.String("action").Comment("audit.Action"),
		field.String("subject_kind").Comment("audit.Kind"),
		field.Int64("subject_id").Optional().Nillable(),
		field.String("subject_name").Default("").Comment("as it was then"),
		field.JSON("details", map[string]any{}),
	}
}

// Indexes are by time, as every list is, whatever it is narrowed to.
func (AuditEntry) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "at", "id"),
		index.Fields("organization_id", "actor_id", "at", "id"),
		index.Fields("organization_id", "action", "at", "id"),
		index.Fields("organization_id", "subject_kind", "subject_id", "at", "id"),
	}
}
