package group

import (
	"context"

	"muster/ent"
	"muster/internal/audit"
	"muster/internal/reading"
	"muster/internal/storage"
)

// details is what the audit log tells beside what was done to which group.
type details = map[string]any

// record keeps what was done to a group.
func record(ctx context.Context, tx *storage.Tx, g *ent.Group, what audit.Action, more details) error {
	return audit.Record(ctx, tx, audit.Entry{Action: what, Subject: audit.Subject{Kind: audit.Group, ID: g.ID, Name: g.Name}, Details: more})
}

// generated tells what came of words that the program read by itself, and who had asked.
func generated(r reading.Reading, author string) details {
	return details{"reading": r.Status, "askedBy": author}
}
