package auth_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/ent"
	"muster/ent/apikey"
	"muster/ent/auditentry"
	"muster/ent/exclusion"
	"muster/ent/group"
	"muster/ent/importrun"
	"muster/ent/knownvalue"
	"muster/ent/membership"
	"muster/ent/pastmembership"
	"muster/ent/reminder"
	"muster/ent/reminderrequest"
	"muster/internal/auth"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// rows are the ids of one organization's rows, one of every kind that others point at.
type rows struct {
	organization, department, employee, campaign, course, group, request, imported int64
}

func (r rows) context(ctx context.Context) context.Context {
	return auth.With(ctx, auth.Identity{OrganizationID: r.organization, Role: auth.Admin})
}

// fill makes an organization with one row in every table. It never names the organization: the rules do.
func fill(t *testing.T, db *storage.DB, name string) rows {
	t.Helper()
	r := rows{organization: storagetest.Organization(t, db, name, "UTC")}
	require.NoError(t, db.InTx(r.context(t.Context()), func(ctx context.Context, tx *storage.Tx) error {
		c := tx.Ent
		c.APIKey.Create().SetName("key").SetRole(apikey.RoleADMIN).SetTokenHash(name).SetHint("h").SetCreatedAt(1).SaveX(ctx)
		r.department = newDepartment(c, "root").SaveX(ctx).ID
		r.employee = newEmployee(c, "a@example.com").SetDepartmentID(r.department).SaveX(ctx).ID
		r.campaign = c.Campaign.Create().SetName("c").SetNameKey("c").SetCreatedAt(1).SaveX(ctx).ID
		r.course = c.Course.Create().SetName("c").SetNameKey("c").SetCreatedAt(1).SaveX(ctx).ID
		r.group = c.Group.Create().SetName("g").SetNameKey("g").SetKind(group.KindMANUAL).SetStatus(group.StatusACTIVE).
			SetCreatedAt(1).SetUpdatedAt(1).SaveX(ctx).ID
		c.KnownValue.Create().SetField(knownvalue.FieldTITLE).SetValueKey("x").SetValue("X").SaveX(ctx)
		newSimulation(c, "s", r.employee, r.campaign).SaveX(ctx)
		newTraining(c, "t", r.employee, r.course).SaveX(ctx)
		newMembership(c, r.group, r.employee).SaveX(ctx)
		newPastMembership(c, r.group, r.employee).SaveX(ctx)
		newGenerationTouch(c, r.group, r.employee).SaveX(ctx)
		newCriteriaVersion(c, r.group).SaveX(ctx)
		newExclusion(c, r.group, r.employee).SaveX(ctx)
		newPin(c, r.group, r.employee).SaveX(ctx)
		newNotification(c, r.group).SaveX(ctx)
		c.Glossary.Create().SetContent([]byte("{}")).SetCreatedAt(1).SetCreatedBy("x").SaveX(ctx)
		r.request = newReminderRequest(c, r.group).SaveX(ctx).ID
		newReminder(c, r.request, r.employee).SaveX(ctx)
		r.imported = newImport(c).SaveX(ctx).ID
		newImportRejection(c, r.imported).SaveX(ctx)
		newAuditEntry(c).SaveX(ctx)
		newSCIMUser(c, r.employee).SaveX(ctx)
		c.GophishSecret.Create().SetAddressHash(name).SetHalf("x").SetCreatedAt(1).SetCreatedBy("x").SaveX(ctx)
		return nil
	}))
	return r
}

func newDepartment(c *ent.Client, path string) *ent.DepartmentCreate {
	return c.Department.Create().SetName(path).SetNameKey(path).SetPath(path).SetPathKey(path).SetCreatedAt(1)
}

func newEmployee(c *ent.Client, email string) *ent.EmployeeCreate {
	return c.Employee.Create().SetEmail(email).SetEmailKey(email).SetName("A").SetNameKey("a").SetCreatedAt(1).
		SetUpdatedAt(1).SetAttributes(map[string]any{}).SetAttributesKey(map[string]any{})
}

func newSimulation(c *ent.Client, id string, employee, campaign int64) *ent.SimulationEventCreate {
	return c.SimulationEvent.Create().SetEventID(id).SetEmployeeID(employee).SetCampaignID(campaign).SetType("SENT").
		SetOccurredAt(1).SetRecordedAt(1)
}

func newTraining(c *ent.Client, id string, employee, course int64) *ent.TrainingEventCreate {
	return c.TrainingEvent.Create().SetEventID(id).SetEmployeeID(employee).SetCourseID(course).SetType("ENROLLED").
		SetOccurredAt(1).SetRecordedAt(1)
}

func newMembership(c *ent.Client, group, employee int64) *ent.MembershipCreate {
	return c.Membership.Create().SetGroupID(group).SetEmployeeID(employee).SetJoinedAt(1).
		SetJoinCause(membership.JoinCauseFACT)
}

func newGenerationTouch(c *ent.Client, group, employee int64) *ent.GenerationTouchCreate {
	return c.GenerationTouch.Create().SetGroupID(group).SetEmployeeID(employee).SetTouchedAt(1)
}

func newPastMembership(c *ent.Client, group, employee int64) *ent.PastMembershipCreate {
	return c.PastMembership.Create().SetGroupID(group).SetEmployeeID(employee).SetJoinedAt(1).
		SetJoinCause(pastmembership.JoinCauseFACT).SetLeftAt(2).SetLeaveCause(pastmembership.LeaveCauseFACT)
}

func newCriteriaVersion(c *ent.Client, group int64) *ent.CriteriaVersionCreate {
	return c.CriteriaVersion.Create().SetGroupID(group).SetDescription("x").SetCriteria([]byte("{}")).
		SetCreatedAt(1).SetCreatedBy("x")
}

func newExclusion(c *ent.Client, group, employee int64) *ent.ExclusionCreate {
	return c.Exclusion.Create().SetGroupID(group).SetEmployeeID(employee).SetReason(exclusion.ReasonOTHER).
		SetCreatedAt(1).SetCreatedBy("x")
}

func newPin(c *ent.Client, group, employee int64) *ent.PinCreate {
	return c.Pin.Create().SetGroupID(group).SetEmployeeID(employee).SetNote("x").SetCreatedAt(1).SetCreatedBy("x")
}

func newNotification(c *ent.Client, group int64) *ent.NotificationCreate {
	return c.Notification.Create().SetKind("GROUP_READY").SetGroupID(group).SetMessage("x").SetCreatedAt(1)
}

func newReminderRequest(c *ent.Client, group int64) *ent.ReminderRequestCreate {
	return c.ReminderRequest.Create().SetGroupID(group).SetGroupName("g").SetFingerprint("f").
		SetDelivery(reminderrequest.DeliverySMTP).SetQueued(1).SetSkippedNoPending(0).SetSkippedRecently(0).
		SetSkippedDisabled(0).SetSkippedNotMember(0).SetCreatedAt(1).SetCreatedBy("x")
}

func newReminder(c *ent.Client, request, employee int64) *ent.ReminderCreate {
	return c.Reminder.Create().SetRequestID(request).SetEmployeeID(employee).SetState(reminder.StatePENDING).SetWaitUntil(1)
}

func newImport(c *ent.Client) *ent.ImportRunCreate {
	return c.ImportRun.Create().SetKind(importrun.KindEMPLOYEES).SetSource(importrun.SourceCSV).SetStatus(importrun.StatusDONE).
		SetDryRun(false).SetStartedAt(1).SetBeatAt(1).SetCreatedBy("x")
}

func newImportRejection(c *ent.Client, of int64) *ent.ImportRejectionCreate {
	return c.ImportRejection.Create().SetImportID(of).SetLine(1).SetCode("INVALID").SetMessage("x")
}

func newSCIMUser(c *ent.Client, employee int64) *ent.SCIMUserCreate {
	return c.SCIMUser.Create().SetEmployeeID(employee).SetUserName("a").SetUserNameKey("a").SetDocument(map[string]any{}).
		SetCreatedAt(1).SetUpdatedAt(1)
}

func newAuditEntry(c *ent.Client) *ent.AuditEntryCreate {
	return c.AuditEntry.Create().SetAt(1).SetActor("x").SetSource(auditentry.SourceAPI).SetAction("GROUP_CREATED").
		SetSubjectKind("GROUP").SetDetails(map[string]any{})
}

// withoutTriggers lets the audit log be edited and what is pointed at be deleted, so that what keeps an organization off another's can be seen.
func withoutTriggers(t *testing.T, db *storage.DB) {
	t.Helper()
	statements := []string{"DROP TRIGGER audit_entries_keep", "DROP TRIGGER audit_entries_stay"}
	if db.Dialect() == storage.Postgres {
		statements = nil
		for _, table := range []string{"audit_entries", "employees", "campaigns", "courses"} {
			statements = append(statements, "ALTER TABLE "+table+" DISABLE TRIGGER USER")
		}
	}
	for _, statement := range statements {
		_, err := db.Writer().ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
}

// entities calls f with the name of every entity that ent knows and the client's part for it.
func entities(t *testing.T, client *ent.Client, f func(name string, part reflect.Value)) {
	t.Helper()
	found := 0
	fields := reflect.ValueOf(client).Elem()
	for i := range fields.NumField() {
		if part := fields.Field(i); fields.Type().Field(i).IsExported() && part.MethodByName("Query").IsValid() {
			found++
			f(fields.Type().Field(i).Name, part)
		}
	}
	require.Greater(t, found, 10)
}

// call calls a method that gives a value and an error, or a value alone.
func call(t *testing.T, on reflect.Value, method string, args ...any) (any, error) {
	t.Helper()
	m := on.MethodByName(method)
	require.True(t, m.IsValid(), "%s has no %s", on.Type(), method)
	in := make([]reflect.Value, len(args))
	for i, arg := range args {
		in[i] = reflect.ValueOf(arg)
	}
	out := m.Call(in)
	if len(out) == 1 {
		return out[0].Interface(), nil
	}
	err, _ := out[1].Interface().(error)
	return out[0].Interface(), err
}

func builder(t *testing.T, part reflect.Value, name string) reflect.Value {
	t.Helper()
	b, err := call(t, part, name)
	require.NoError(t, err)
	return reflect.ValueOf(b)
}

// What anUpdate writes.
const (
	changedText       = "altered"
	changedAt   int64 = 4242424242
)

// anUpdate sets the first column that holds text, or else an instant.
func anUpdate(t *testing.T, part reflect.Value) reflect.Value {
	t.Helper()
	update := builder(t, part, "Update")
	for _, value := range []any{changedText, changedAt} {
		for i := range update.NumMethod() {
			method := update.Type().Method(i)
			sets := strings.HasPrefix(method.Name, "Set") && !strings.HasSuffix(method.Name, "ID")
			if sets && method.Type.NumIn() == 2 && method.Type.In(1) == reflect.TypeOf(value) {
				_, err := call(t, update, method.Name, value)
				require.NoError(t, err)
				return update
			}
		}
	}
	require.Fail(t, "nothing to change", part.Type())
	return update
}

func TestAnotherOrganizationsRowsDoNotExist(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ours, theirs := fill(t, db, "ours"), fill(t, db, "theirs")
		withoutTriggers(t, db)
		ctx := ours.context(t.Context())
		entities(t, db.Read(ctx), func(name string, part reflect.Value) {
			count, err := call(t, builder(t, part, "Query"), "Count", ctx)
			require.NoError(t, err, name)
			require.Equal(t, 1, count, name)
		})
		require.NoError(t, db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			entities(t, tx.Ent, func(name string, part reflect.Value) {
				changed, err := call(t, anUpdate(t, part), "Save", ctx)
				require.NoError(t, err, name)
				require.Equal(t, 1, changed, name)
			})
			return nil
		}))
		require.NoError(t, db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			for _, err := range []error{
				tx.Ent.Employee.UpdateOneID(theirs.employee).SetName(changedText).Exec(ctx),
				tx.Ent.Group.DeleteOneID(theirs.group).Exec(ctx),
				tx.Ent.Organization.UpdateOneID(theirs.organization).SetName(changedText).Exec(ctx),
			} {
				require.True(t, ent.IsNotFound(err), "%v", err)
			}
			_, err := tx.Ent.Employee.Get(ctx, theirs.employee)
			require.True(t, ent.IsNotFound(err))
			// Those that others point at go last; theirs may not go at all.
			for _, name := range []string{
				"Membership", "PastMembership", "GenerationTouch", "CriteriaVersion", "Exclusion", "Pin", "Notification", "SimulationEvent", "TrainingEvent", "KnownValue", "APIKey",
				"SCIMUser", "Reminder", "ReminderRequest", "ImportRejection", "ImportRun", "GophishSecret", "Glossary", "Group", "Employee", "Department", "Campaign", "Course", "AuditEntry", "Organization",
			} {
				deleted, err := call(t, builder(t, reflect.ValueOf(tx.Ent).Elem().FieldByName(name), "Delete"), "Exec", ctx)
				require.NoError(t, err, name)
				require.Equal(t, 1, deleted, name)
			}
			return nil
		}))
		everything := auth.System(t.Context())
		entities(t, db.Read(everything), func(name string, part reflect.Value) {
			left, err := call(t, builder(t, part, "Query"), "All", everything)
			require.NoError(t, err, name)
			require.Equal(t, 1, reflect.ValueOf(left).Len(), name)
			require.NotContains(t, fmt.Sprint(left), changedText, name)
			require.NotContains(t, fmt.Sprint(left), fmt.Sprint(changedAt), name)
		})
	})
}

func TestWithoutAnIdentityNothingRuns(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		fill(t, db, "theirs")
		const refused = "neither an identity nor System"
		entities(t, db.Read(t.Context()), func(name string, part reflect.Value) {
			_, err := call(t, builder(t, part, "Query"), "Count", t.Context())
			require.ErrorContains(t, err, refused, name)
		})
		require.NoError(t, db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			entities(t, tx.Ent, func(name string, part reflect.Value) {
				_, err := call(t, builder(t, part, "Query"), "Count", ctx)
				require.ErrorContains(t, err, refused, name)
				_, err = call(t, builder(t, part, "Create"), "Save", ctx)
				require.Error(t, err, name)
				_, err = call(t, anUpdate(t, part), "Save", ctx)
				require.ErrorContains(t, err, refused, name)
				_, err = call(t, builder(t, part, "Delete"), "Exec", ctx)
				require.ErrorContains(t, err, refused, name)
			})
			return nil
		}))
	})
}

func TestCreatesAreGivenTheOrganization(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ours, theirs := fill(t, db, "ours"), fill(t, db, "theirs")
		create := func(ctx context.Context, build func(c *ent.Client) *ent.EmployeeCreate) error {
			return db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return build(tx.Ent).Exec(ctx) })
		}
		ctx := ours.context(t.Context())
		require.ErrorContains(t, create(ctx, func(c *ent.Client) *ent.EmployeeCreate {
			return newEmployee(c, "b@example.com").SetOrganizationID(theirs.organization)
		}), "on behalf of")
		require.NoError(t, create(ctx, func(c *ent.Client) *ent.EmployeeCreate {
			return newEmployee(c, "b@example.com").SetOrganizationID(ours.organization)
		}))
		require.ErrorContains(t, db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			return tx.Ent.Organization.Create().SetName("mine").SetEvaluatedAt(1).SetCreatedAt(1).Exec(ctx)
		}), "only the system")
	})
}

type executor interface {
	Exec(ctx context.Context) error
}

// TestReferencesStayInside points from our rows at theirs, with the rules out of the way.
func TestReferencesStayInside(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ours, theirs := fill(t, db, "ours"), fill(t, db, "theirs")
		org := ours.organization
		creates := map[string]func(c *ent.Client) executor{
			"department.parent": func(c *ent.Client) executor {
				return newDepartment(c, "child").SetOrganizationID(org).SetParentID(theirs.department)
			},
			"employee.department": func(c *ent.Client) executor {
				return newEmployee(c, "b@example.com").SetOrganizationID(org).SetDepartmentID(theirs.department)
			},
			"simulation.employee": func(c *ent.Client) executor {
				return newSimulation(c, "2", theirs.employee, ours.campaign).SetOrganizationID(org)
			},
			"simulation.campaign": func(c *ent.Client) executor {
				return newSimulation(c, "2", ours.employee, theirs.campaign).SetOrganizationID(org)
			},
			"training.employee": func(c *ent.Client) executor {
				return newTraining(c, "2", theirs.employee, ours.course).SetOrganizationID(org)
			},
			"training.course": func(c *ent.Client) executor {
				return newTraining(c, "2", ours.employee, theirs.course).SetOrganizationID(org)
			},
			"membership.group": func(c *ent.Client) executor {
				return newMembership(c, theirs.group, ours.employee).SetOrganizationID(org)
			},
			"membership.employee": func(c *ent.Client) executor {
				return newMembership(c, ours.group, theirs.employee).SetOrganizationID(org)
			},
			"history.group": func(c *ent.Client) executor {
				return newPastMembership(c, theirs.group, ours.employee).SetOrganizationID(org)
			},
			"history.employee": func(c *ent.Client) executor {
				return newPastMembership(c, ours.group, theirs.employee).SetOrganizationID(org)
			},
			"touch.group": func(c *ent.Client) executor {
				return newGenerationTouch(c, theirs.group, ours.employee).SetOrganizationID(org)
			},
			"touch.employee": func(c *ent.Client) executor {
				return newGenerationTouch(c, ours.group, theirs.employee).SetOrganizationID(org)
			},
			"criteria.group": func(c *ent.Client) executor {
				return newCriteriaVersion(c, theirs.group).SetOrganizationID(org)
			},
			"exclusion.group": func(c *ent.Client) executor {
				return newExclusion(c, theirs.group, ours.employee).SetOrganizationID(org)
			},
			"exclusion.employee": func(c *ent.Client) executor {
				return newExclusion(c, ours.group, theirs.employee).SetOrganizationID(org)
			},
			"pin.group": func(c *ent.Client) executor {
				return newPin(c, theirs.group, ours.employee).SetOrganizationID(org)
			},
			"pin.employee": func(c *ent.Client) executor {
				return newPin(c, ours.group, theirs.employee).SetOrganizationID(org)
			},
			"notification.group": func(c *ent.Client) executor {
				return newNotification(c, theirs.group).SetOrganizationID(org)
			},
			"reminder.request": func(c *ent.Client) executor {
				return newReminder(c, theirs.request, ours.employee).SetOrganizationID(org)
			},
			"reminder.employee": func(c *ent.Client) executor {
				return newReminder(c, ours.request, theirs.employee).SetOrganizationID(org)
			},
			"rejection.import": func(c *ent.Client) executor {
				return newImportRejection(c, theirs.imported).SetOrganizationID(org)
			},
			"scim.employee": func(c *ent.Client) executor {
				return newSCIMUser(c, theirs.employee).SetUserNameKey("other").SetOrganizationID(org)
			},
			"key.organization": func(c *ent.Client) executor {
				return c.APIKey.Create().SetOrganizationID(999).SetName("key").SetRole(apikey.RoleADMIN).
					SetTokenHash("x").SetHint("h").SetCreatedAt(1)
			},
		}
		for name, create := range creates {
			err := db.InTx(auth.System(t.Context()), func(ctx context.Context, tx *storage.Tx) error {
				return create(tx.Ent).Exec(ctx)
			})
			require.True(t, ent.IsConstraintError(err), "%s: %v", name, err)
			require.Contains(t, strings.ToLower(err.Error()), "foreign key", name)
		}
	})
}

func TestAGroupTakesWhatBelongsToItAlong(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ours := fill(t, db, "ours")
		ctx := ours.context(t.Context())
		require.NoError(t, db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			return tx.Ent.Group.DeleteOneID(ours.group).Exec(ctx)
		}))
		c := db.Read(ctx)
		require.Zero(t, c.Membership.Query().CountX(ctx)+c.PastMembership.Query().CountX(ctx)+c.GenerationTouch.Query().CountX(ctx)+c.Exclusion.Query().CountX(ctx)+c.Pin.Query().CountX(ctx)+c.Notification.Query().CountX(ctx))
		require.Equal(t, 1, c.ReminderRequest.Query().CountX(ctx), "the record outlives the group")
		require.Equal(t, 1, c.Employee.Query().CountX(ctx))
	})
}
