package migrations_test

import (
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect/sql/schema"
	"github.com/stretchr/testify/require"

	"muster/internal/storage/migrations"
)

// notReferences are columns that are called an id and hold somebody else's.
var notReferences = []string{
	"organization_id", "employees.external_id", "groups.external_id", "scim_users.external_id", "simulation_events.event_id", "training_events.event_id",
	"client_mutation_id", "reminder_requests.group_id",
	"audit_entries.actor_id", "audit_entries.subject_id",
}

// TestEveryReferenceStaysInsideItsOrganization fails for a new table or column that references does not list.
func TestEveryReferenceStaysInsideItsOrganization(t *testing.T) {
	for _, table := range migrations.Tables() {
		if table.Name == "organizations" {
			continue
		}
		owned := false // some row that exists says that the organization does
		referring := map[string]bool{}
		for _, key := range table.ForeignKeys {
			require.Equal(t, "organization_id", key.Columns[0].Name, table.Name)
			owned = owned || !slices.ContainsFunc(key.Columns, func(c *schema.Column) bool { return c.Nullable })
			for _, column := range key.Columns {
				referring[column.Name] = true
			}
		}
		require.True(t, owned, "%s may hold a row of an organization that does not exist", table.Name)
		for _, column := range table.Columns {
			if !strings.HasSuffix(column.Name, "_id") || slices.Contains(notReferences, column.Name) ||
				slices.Contains(notReferences, table.Name+"."+column.Name) {
				continue
			}
			require.True(t, referring[column.Name], "%s.%s may point outside its organization", table.Name, column.Name)
		}
	}
}
