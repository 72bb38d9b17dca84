package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ImportRun is an import: one upload of rows and what became of it. Go has no package named import, so it is called a
// run here, and here alone.
type ImportRun struct{ ent.Schema }

func (ImportRun) Mixin() []ent.Mixin               { return tenantRow() }
func (ImportRun) Annotations() []schema.Annotation { return table("imports") }

func (ImportRun) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("kind").Values("EMPLOYEES", "SIMULATIONS", "TRAININGS").Immutable(),
		field.Enum("source").Values("CSV", "NDJSON", "GOPHISH").Immutable(),
		field.Bool("dry_run").Immutable(),
		field.Enum("status").Values("RUNNING", "DONE", "FAILED"),
		field.Int("row_count").Default(0).Comment("rows that were read: accepted, unchanged and rejected"),
		field.Int("accepted").Default(0),
		field.Int("unchanged").Default(0),
		field.Int("rejected").Default(0),
		field.Int64("size").Optional().Nillable().Immutable().Comment("bytes to be sent, where the client said"),
		field.Int64("arrived").Default(0).Comment("bytes that have been read"),
		field.String("failure_code").Optional().Nillable(),
		field.String("failure_message").Optional().Nillable(),
		field.Int64("started_at").Immutable(),
		field.Int64("beat_at").Comment("when the node that reads it last said that it does"),
		field.Int64("finished_at").Optional().Nillable(),
		field.String("created_by").Immutable().Comment("the API key's name"),
	}
}

func (ImportRun) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("status", "beat_at"),
		index.Fields("started_at"),
	}
}

// ImportRejection is a row of an import that was not taken.
type ImportRejection struct{ ent.Schema }

func (ImportRejection) Mixin() []ent.Mixin               { return []ent.Mixin{rowMixin{}, organizationMixin{}} }
func (ImportRejection) Annotations() []schema.Annotation { return table("import_rejections") }

func (ImportRejection) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("import_id").Immutable(),
		field.Int("line").Immutable().Comment("where the row begins in the file, from 1"),
		field.String("code").Immutable(),
		field.String("message"),
	}
}

func (ImportRejection) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "import_id", "id")}
}

// GophishSecret is what an organization's Gophish signs its messages with: one half of it. The other is in the address
// that Gophish sends to, of which only the hash is here.
type GophishSecret struct{ ent.Schema }

func (GophishSecret) Mixin() []ent.Mixin               { return []ent.Mixin{rowMixin{}, organizationMixin{}} }
func (GophishSecret) Annotations() []schema.Annotation { return table("gophish_secrets") }

func (GophishSecret) Fields() []ent.Field {
	return []ent.Field{
		field.String("address_hash").Unique(),
		field.String("half").Sensitive(),
		field.Int64("created_at"),
		field.String("created_by").Comment("the API key's name"),
	}
}

func (GophishSecret) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id").Unique()}
}
