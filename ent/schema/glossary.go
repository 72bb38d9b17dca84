package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Glossary is one version of what an organization's words mean; the newest is in force.
type Glossary struct{ ent.Schema }

func (Glossary) Mixin() []ent.Mixin               { return tenantRow() }
func (Glossary) Annotations() []schema.Annotation { return table("glossaries") }

func (Glossary) Fields() []ent.Field {
	return []ent.Field{
		field.JSON("content", json.RawMessage{}).Comment("reading.Glossary"),
		field.Int64("created_at").Immutable(),
		field.String("created_by").Comment("the API key's name"),
	}
}

func (Glossary) Indexes() []ent.Index {
	return []ent.Index{index.Fields("organization_id", "created_at")}
}
