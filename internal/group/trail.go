package group

import (
	"context"
	"maps"
	"slices"

	"muster/ent"
	entemployee "muster/ent/employee"
	"muster/internal/audit"
	"muster/internal/storage"
)

// told is how many employees one entry of the audit log names; what is about more has several.
const told = 100

// recordMembers keeps what was done about employees in a group, with their e-mails in the details.
func recordMembers(ctx context.Context, tx *storage.Tx, g *ent.Group, what audit.Action, employees []int64, details map[string]any) error {
	var entries []audit.Entry
	for part := range slices.Chunk(employees, told) {
		emails, err := tx.Ent.Employee.Query().Where(entemployee.IDIn(part...)).Order(entemployee.ByID()).Select(entemployee.FieldEmail).Strings(ctx)
		if err != nil {
			return err
		}
		all := maps.Clone(details)
		all["employees"] = emails
		entries = append(entries, audit.Entry{Action: what, Subject: audit.Subject{Kind: audit.Group, ID: g.ID, Name: g.Name}, Details: all})
	}
	return audit.Record(ctx, tx, entries...)
}
