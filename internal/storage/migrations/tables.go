package migrations

import (
	"fmt"
	"slices"
	"sync"

	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/schema/field"

	"muster/ent/migrate"
)

// reference is a column that holds another row's id.
type reference struct {
	table, column, to string
	onDelete          schema.ReferenceOption
}

// references lists every reference inside an organization. What belongs to a group goes with it; everything else
// that is still pointed at cannot be deleted.
var references = []reference{
	{"departments", "parent_id", "departments", schema.NoAction},
	{"employees", "department_id", "departments", schema.NoAction},
	{"simulation_events", "employee_id", "employees", schema.NoAction},
	{"simulation_events", "campaign_id", "campaigns", schema.NoAction},
	{"training_events", "employee_id", "employees", schema.NoAction},
	{"training_events", "course_id", "courses", schema.NoAction},
	{"memberships", "group_id", "groups", schema.Cascade},
	{"memberships", "employee_id", "employees", schema.NoAction},
	{"past_memberships", "group_id", "groups", schema.Cascade},
	{"past_memberships", "employee_id", "employees", schema.NoAction},
	{"generation_touches", "group_id", "groups", schema.Cascade},
	{"generation_touches", "employee_id", "employees", schema.NoAction},
	{"criteria_versions", "group_id", "groups", schema.Cascade},
	{"exclusions", "group_id", "groups", schema.Cascade},
	{"exclusions", "employee_id", "employees", schema.NoAction},
	{"pins", "group_id", "groups", schema.Cascade},
	{"pins", "employee_id", "employees", schema.NoAction},
	{"notifications", "group_id", "groups", schema.Cascade},
	{"reminders", "request_id", "reminder_requests", schema.Cascade},
	{"reminders", "employee_id", "employees", schema.NoAction},
	{"import_rejections", "import_id", "imports", schema.Cascade},
	{"scim_users", "employee_id", "employees", schema.NoAction},
}

// owned lists the tables whose organization is held by a foreign key of its own. The others have a reference that is
// never null, and with it the organization of the row they point at.
var owned = []string{"api_keys", "audit_entries", "campaigns", "courses", "departments", "employees", "glossaries", "gophish_secrets", "groups", "imports", "known_values", "notifications", "reminder_requests"}

// Tables gives the tables as they should be, for both dialects.
var Tables = sync.OnceValue(func() []*schema.Table {
	for _, table := range migrate.Tables {
		table.ForeignKeys = nil // ent's own know nothing of organizations
		for _, column := range table.Columns {
			if column.Type == field.TypeString || column.Type == field.TypeEnum {
				column.Collation = "C"
			}
		}
	}
	for _, r := range references {
		from, to := tableNamed(r.table), tableNamed(r.to)
		from.AddForeignKey(&schema.ForeignKey{
			Symbol:     r.table + "_" + r.column,
			Columns:    []*schema.Column{columnNamed(from, "organization_id"), columnNamed(from, r.column)},
			RefTable:   to,
			RefColumns: []*schema.Column{columnNamed(to, "organization_id"), columnNamed(to, "id")},
			OnDelete:   r.onDelete,
		})
	}
	organizations := tableNamed("organizations")
	for _, name := range owned {
		table := tableNamed(name)
		table.AddForeignKey(&schema.ForeignKey{
			Symbol:     name + "_organization_id",
			Columns:    []*schema.Column{columnNamed(table, "organization_id")},
			RefTable:   organizations,
			RefColumns: []*schema.Column{columnNamed(organizations, "id")},
			OnDelete:   schema.NoAction,
		})
	}
	return migrate.Tables
})

// byStatement lists the tables that many rows are written to at once. On PostgreSQL triggers check their references for all rows of a
// statement together, in place of foreign keys (docs/decisions/0009).
var byStatement = []string{"simulation_events", "training_events", "memberships", "past_memberships"}

// tableNamed panics where ent has no such table: the lists above are then wrong, and every test says so.
func tableNamed(name string) *schema.Table {
	i := slices.IndexFunc(migrate.Tables, func(t *schema.Table) bool { return t.Name == name })
	if i < 0 {
		panic(fmt.Sprintf("migrations: no table %q", name))
	}
	return migrate.Tables[i]
}

func columnNamed(table *schema.Table, name string) *schema.Column {
	i := slices.IndexFunc(table.Columns, func(c *schema.Column) bool { return c.Name == name })
	if i < 0 {
		panic(fmt.Sprintf("migrations: no column %q in %q", name, table.Name))
	}
	return table.Columns[i]
}
