package membership

import (
	"context"

	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/storage"
)

// expire deletes the overrides that do not count any more at the clock, keeps that in the audit log, and adds whom they were about to
// those concerned.
func expire(ctx context.Context, tx *storage.Tx, organization int64, to criteria.Clock, groups *live, concerned concerned) error {
	now := int64(to.Now())
	var entries []audit.Entry
	err := storage.Each(ctx, tx, tx.Dialect.Rebind(
		`SELECT o.group_id, o.employee_id, o.pin, o.expires_at, g.name, e.email FROM (
			SELECT group_id, employee_id, expires_at, 1 AS pin FROM pins WHERE organization_id = ? AND expires_at <= ?
			UNION ALL SELECT group_id, employee_id, expires_at, 0 FROM exclusions WHERE organization_id = ? AND expires_at <= ?) o
		 JOIN groups g ON g.id = o.group_id JOIN employees e ON e.id = o.employee_id ORDER BY o.expires_at, o.group_id, o.employee_id`),
		[]any{organization, now, organization, now}, func(row *storage.Row) error {
			group, action := row.Int(0), audit.ExclusionExpired
			if row.Int(2) == 1 {
				action = audit.PinExpired
			}
			concerned.add([]int64{row.Int(1)}, groups.following(group))
			entries = append(entries, audit.Entry{
				Action: action, Subject: audit.Subject{Kind: audit.Group, ID: group, Name: string(row.Text(4))},
				Details: map[string]any{"employees": []string{string(row.Text(5))}, "expiresAt": criteria.Instant(row.Int(3)).Time()},
			})
			return nil
		})
	if err != nil || len(entries) == 0 {
		return err
	}
	for _, table := range []string{"pins", "exclusions"} {
		_, err := tx.ExecContext(ctx, tx.Dialect.Rebind(`DELETE FROM `+table+` WHERE organization_id = ? AND expires_at <= ?`), organization, now)
		if err != nil {
			return err
		}
	}
	return audit.Record(auth.AsMuster(ctx, organization), tx, entries...)
}
