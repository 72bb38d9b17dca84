package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ReminderRequest is one call that reminded a group's members, or some of them, of their pending trainings. It is kept as
// the record of who asked for what.
type ReminderRequest struct{ ent.Schema }

func (ReminderRequest) Mixin() []ent.Mixin               { return tenantRow() }
func (ReminderRequest) Annotations() []schema.Annotation { return table("reminder_requests") }

func (ReminderRequest) Fields() []ent.Field {
	return []ent.Field{
		// The record outlives its group, so this is no foreign key; whoever looks for the group has to look for one of
		// the same organization.
		field.Int64("group_id").Immutable(),
		field.String("group_name").Immutable().Comment("as it was then"),
		field.String("message").Default("").Comment("the administrator's own words, plain text"),
		field.String("client_mutation_id").Optional().Nillable().Immutable().Comment("makes a repeated call give the same request"),
		field.String("fingerprint").Immutable().Comment("of what was asked for: tells a repeated call from another one"),
		field.Enum("delivery").Values("SMTP", "FILE").Comment("how this installation delivers"),
		field.Int("queued").Comment("how many reminders there are"),
		field.Int("skipped_no_pending").Immutable(),
		field.Int("skipped_recently").Immutable(),
		field.Int("skipped_disabled").Immutable(),
		field.Int("skipped_not_member").Immutable(),
		field.Int("outages").Default(0).Comment("how often in a row the mail server could not be used"),
		field.String("trouble").Optional().Nillable().Comment("why it could not be used the last time"),
		field.Int64("created_at").Immutable(),
		field.String("created_by").Immutable().Comment("the API key's name"),
	}
}

func (ReminderRequest) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("organization_id", "client_mutation_id").Unique(),
		index.Fields("organization_id", "group_id", "id"),
	}
}

// Reminder is one person's e-mail of one request.
type Reminder struct{ ent.Schema }

func (Reminder) Mixin() []ent.Mixin               { return []ent.Mixin{rowMixin{}, organizationMixin{}} }
func (Reminder) Annotations() []schema.Annotation { return table("reminders") }

func (Reminder) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("request_id").Immutable(),
		field.Int64("employee_id").Immutable(),
		field.Enum("state").Values("PENDING", "SENDING", "SENT", "FAILED", "SKIPPED"),
		field.Int("attempts").Default(0),
		field.Int64("wait_until").Comment("PENDING: not to be tried before; SENDING: from then on whoever took it is taken for dead"),
		field.String("failure").Optional().Nillable().Comment("why the last attempt failed, or why it was skipped"),
		field.Int64("settled_at").Optional().Nillable().Comment("when it became SENT, FAILED or SKIPPED"),
	}
}

func (Reminder) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("request_id", "employee_id").Unique(),
		index.Fields("organization_id", "request_id", "state", "wait_until"),
		index.Fields("organization_id", "employee_id"),
	}
}
