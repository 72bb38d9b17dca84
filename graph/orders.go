package graph

import (
	"muster/ent"
	"muster/ent/apikey"
	"muster/ent/auditentry"
	"muster/ent/criteriaversion"
	"muster/ent/department"
	"muster/ent/employee"
	"muster/ent/exclusion"
	entglossary "muster/ent/glossary"
	"muster/ent/group"
	"muster/ent/importrun"
	"muster/ent/membership"
	"muster/ent/notification"
	"muster/ent/pin"
	"muster/ent/reminder"
	"muster/ent/reminderrequest"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/glossary"
)

// The orders of the lists. Ids rise with creation, so "newest first" is by id downwards; a cursor's order is named
// with a version, which changes with the columns.
var (
	employeesByName = connection.Order[*ent.Employee]{
		Name:    "employees/1",
		Columns: []connection.Column{{Name: employee.FieldNameKey, Kind: connection.Text}, {Name: employee.FieldID}},
		Key:     func(e *ent.Employee) []any { return []any{e.NameKey, e.ID} },
	}
	employeesByID = connection.Order[*ent.Employee]{
		Name:    "employees-by-id/1",
		Columns: []connection.Column{{Name: employee.FieldID}},
		Key:     func(e *ent.Employee) []any { return []any{e.ID} },
	}
	departmentsByPath = connection.Order[*ent.Department]{
		Name:    "departments/1",
		Columns: []connection.Column{{Name: department.FieldPathKey, Kind: connection.Text}},
		Key:     func(d *ent.Department) []any { return []any{d.PathKey} },
	}
	groupsNewestFirst = connection.Order[*ent.Group]{
		Name:       "groups/1",
		Columns:    []connection.Column{{Name: group.FieldID}},
		Descending: true,
		Key:        func(g *ent.Group) []any { return []any{g.ID} },
	}
	groupsBy = map[model.GroupOrderField]connection.Order[*ent.Group]{
		model.GroupOrderFieldName: {
			Name:    "groups-by-name/1",
			Columns: []connection.Column{{Name: group.FieldNameKey, Kind: connection.Text}, {Name: group.FieldID}},
			Key:     func(g *ent.Group) []any { return []any{g.NameKey, g.ID} },
		},
		model.GroupOrderFieldMembers: {
			Name:    "groups-by-members/1",
			Columns: []connection.Column{{Name: group.FieldMemberCount}, {Name: group.FieldID}},
			Key:     func(g *ent.Group) []any { return []any{int64(g.MemberCount), g.ID} },
		},
		model.GroupOrderFieldCreated: {
			Name:    "groups-by-created/1",
			Columns: []connection.Column{{Name: group.FieldCreatedAt}, {Name: group.FieldID}},
			Key:     func(g *ent.Group) []any { return []any{g.CreatedAt, g.ID} },
		},
		model.GroupOrderFieldUpdated: {
			Name:    "groups-by-updated/1",
			Columns: []connection.Column{{Name: group.FieldUpdatedAt}, {Name: group.FieldID}},
			Key:     func(g *ent.Group) []any { return []any{g.UpdatedAt, g.ID} },
		},
	}
	// membersByID is the order that the memberships' own key gives: the first page of a million costs nothing.
	membersByID = connection.Order[*model.GroupMember]{
		Name:    "members/1",
		Columns: []connection.Column{{Name: membership.FieldEmployeeID}},
		Key:     func(m *model.GroupMember) []any { return []any{m.EmployeeID} },
	}
	exclusionsNewestFirst = connection.Order[*ent.Exclusion]{
		Name:       "exclusions/1",
		Columns:    []connection.Column{{Name: exclusion.FieldID}},
		Descending: true,
		Key:        func(e *ent.Exclusion) []any { return []any{e.ID} },
	}
	pinsNewestFirst = connection.Order[*ent.Pin]{
		Name:       "pins/1",
		Columns:    []connection.Column{{Name: pin.FieldID}},
		Descending: true,
		Key:        func(p *ent.Pin) []any { return []any{p.ID} },
	}
	versionsNewestFirst = connection.Order[*ent.CriteriaVersion]{
		Name:       "criteria-versions/1",
		Columns:    []connection.Column{{Name: criteriaversion.FieldID}},
		Descending: true,
		Key:        func(v *ent.CriteriaVersion) []any { return []any{v.ID} },
	}
	reminderRequestsNewestFirst = connection.Order[*ent.ReminderRequest]{
		Name:       "reminder-requests/1",
		Columns:    []connection.Column{{Name: reminderrequest.FieldID}},
		Descending: true,
		Key:        func(r *ent.ReminderRequest) []any { return []any{r.ID} },
	}
	// remindersByEmployee is the order of the key of a request's reminders.
	remindersByEmployee = connection.Order[*ent.Reminder]{
		Name:    "reminders/1",
		Columns: []connection.Column{{Name: reminder.FieldEmployeeID}},
		Key:     func(r *ent.Reminder) []any { return []any{r.EmployeeID} },
	}
	glossariesNewestFirst = connection.Order[*glossary.Version]{
		Name:       "glossaries/1",
		Columns:    []connection.Column{{Name: entglossary.FieldID}},
		Descending: true,
		Key:        func(v *glossary.Version) []any { return []any{v.Row.ID} },
	}
	importsNewestFirst = connection.Order[*ent.ImportRun]{
		Name:       "imports/1",
		Columns:    []connection.Column{{Name: importrun.FieldID}},
		Descending: true,
		Key:        func(i *ent.ImportRun) []any { return []any{i.ID} },
	}
	keysNewestFirst = connection.Order[*ent.APIKey]{
		Name:       "api-keys/1",
		Columns:    []connection.Column{{Name: apikey.FieldID}},
		Descending: true,
		Key:        func(k *ent.APIKey) []any { return []any{k.ID} },
	}
	// auditNewestFirst is by the database's clock: ids are given out before entries are committed.
	auditNewestFirst = connection.Order[*ent.AuditEntry]{
		Name:       "audit/1",
		Columns:    []connection.Column{{Name: auditentry.FieldAt}, {Name: auditentry.FieldID}},
		Descending: true,
		Key:        func(e *ent.AuditEntry) []any { return []any{e.At, e.ID} },
	}
	noticesNewestFirst = connection.Order[*ent.Notification]{
		Name:       "notifications/1",
		Columns:    []connection.Column{{Name: notification.FieldID}},
		Descending: true,
		Key:        func(n *ent.Notification) []any { return []any{n.ID} },
	}
)
