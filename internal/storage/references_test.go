package storage_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// TestARowPointsAtItsOwnOrganizationOnly writes rows of the tables that take most of them, by foreign keys or by triggers in their place.
func TestARowPointsAtItsOwnOrganizationOnly(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		exec := func(query string, args ...any) error {
			_, err := db.Writer().ExecContext(t.Context(), db.Dialect().Rebind(query), args...)
			return err
		}
		var organizations [2]int64
		for i := range organizations {
			organizations[i] = storagetest.Organization(t, db, "Acme", "UTC")
			for _, query := range []string{
				`INSERT INTO employees (organization_id, id, email, email_key, name, name_key, created_at, updated_at, attributes, attributes_key)
					VALUES (?, ?, 'a@x', 'a@x', 'n', 'n', 0, 0, '{}', '{}')`,
				`INSERT INTO groups (organization_id, id, name, name_key, kind, status, created_at, updated_at) VALUES (?, ?, 'g', 'g', 'MANUAL', 'ACTIVE', 0, 0)`,
				`INSERT INTO campaigns (organization_id, id, name, name_key, created_at) VALUES (?, ?, 'c', 'c', 0)`,
				`INSERT INTO courses (organization_id, id, name, name_key, created_at) VALUES (?, ?, 'c', 'c', 0)`,
			} {
				require.NoError(t, exec(query, organizations[i], 1000+i))
			}
		}
		const own, others, nobodys = 1000, 1001, 5
		writes := map[string]string{
			"simulation_events": `INSERT INTO simulation_events (organization_id, employee_id, campaign_id, event_id, type, occurred_at, recorded_at) VALUES (?, ?, ?, 'e', 'CLICKED', 0, 0)`,
			"training_events":   `INSERT INTO training_events (organization_id, employee_id, course_id, event_id, type, occurred_at, recorded_at) VALUES (?, ?, ?, 'e', 'COMPLETED', 0, 0)`,
			"memberships":       `INSERT INTO memberships (organization_id, employee_id, group_id, joined_at, join_cause) VALUES (?, ?, ?, 0, 'FACT')`,
			"past_memberships":  `INSERT INTO past_memberships (organization_id, employee_id, group_id, joined_at, join_cause, left_at, leave_cause) VALUES (?, ?, ?, 0, 'FACT', 1, 'FACT')`,
		}
		for table, write := range writes {
			for _, wrong := range [][2]int{{others, own}, {own, others}, {nobodys, own}, {own, nobodys}} {
				require.Error(t, exec(write, organizations[0], wrong[0], wrong[1]), "%s %v", table, wrong)
			}
			require.NoError(t, exec(write, organizations[0], own, own), table)
			require.Error(t, exec(`UPDATE `+table+` SET employee_id = ? WHERE organization_id = ?`, others, organizations[0]), table)
		}
		for _, table := range []string{"employees", "campaigns", "courses"} {
			require.Error(t, exec(`DELETE FROM `+table+` WHERE id = ?`, own), table)
		}
		require.Error(t, exec(`UPDATE groups SET id = 7 WHERE id = ?`, own))
		require.NoError(t, exec(`DELETE FROM groups WHERE id = ?`, own))
		for table, kept := range map[string]int{"memberships": 0, "past_memberships": 0, "simulation_events": 1} {
			var rows int
			require.NoError(t, db.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM `+table).Scan(&rows))
			require.Equal(t, kept, rows, table)
		}
	})
}
