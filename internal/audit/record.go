package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"muster/internal/auth"
	"muster/internal/storage"
)

// Subject is what was changed: by its kind and row, and by the name that it has after the change.
type Subject struct {
	Kind Kind
	ID   int64 // 0: it has none
	Name string
}

// Entry is one thing that was done.
type Entry struct {
	Action  Action
	Subject Subject
	Details map[string]any // what JSON can hold, bounded by the caller's own limits; no secrets
}

// errNobody is a fault of ours: whoever changes something does it for an organization.
var errNobody = errors.New("audit: no identity in the context")

// row is an entry as it is written; its JSON names are the columns'.
type row struct {
	Action      Action         `json:"action"`
	SubjectKind Kind           `json:"subject_kind"`
	SubjectID   *int64         `json:"subject_id"`
	SubjectName string         `json:"subject_name"`
	Details     map[string]any `json:"details"`
}

var columns = []storage.Column{
	{Name: "action", Type: "text"},
	{Name: "subject_kind", Type: "text"},
	{Name: "subject_id", Type: "bigint"},
	{Name: "subject_name", Type: "text"},
	{Name: "details", Type: "jsonb"},
}

// Record writes entries, any number by one statement, in the order given, in the caller's transaction. The organization, the
// actor and the source are those of the identity in ctx.
func Record(ctx context.Context, tx *storage.Tx, entries ...Entry) error {
	if len(entries) == 0 {
		return nil
	}
	who, ok := auth.From(ctx)
	if !ok {
		return errNobody
	}
	rows := make([]row, len(entries))
	for i, e := range entries {
		rows[i] = row{Action: e.Action, SubjectKind: e.Subject.Kind, SubjectName: e.Subject.Name, Details: e.Details}
		if e.Subject.ID != 0 {
			rows[i].SubjectID = &e.Subject.ID
		}
		if e.Details == nil {
			rows[i].Details = map[string]any{}
		}
	}
	from, arg, err := tx.Dialect.Records(columns, rows)
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	var actor *int64
	if who.KeyID != 0 {
		actor = &who.KeyID
	}
	_, err = tx.ExecContext(ctx, tx.Dialect.Rebind(
		`INSERT INTO audit_entries (organization_id, at, actor_id, actor, source, `+storage.Names(columns)+`)
		 SELECT CAST(? AS BIGINT), `+tx.Dialect.Clock()+`, CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT), `+storage.Names(columns)+`
		 FROM `+from+` AS r`),
		who.OrganizationID, actor, who.Name, cmp.Or(who.Source, auth.FromClock), arg)
	if err != nil {
		return fmt.Errorf("audit: record: %w", err)
	}
	return nil
}
