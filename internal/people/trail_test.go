package people_test

import (
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/ent/auditentry"
	"muster/ent/employee"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/membership"
	"muster/internal/notify/memory"
	"muster/internal/people"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
	"muster/internal/vocabulary"
)

func now() time.Time { return time.UnixMilli(1_700_000_000_000) }

func given[T any](v T) people.Field[T] { return people.Field[T]{Given: true, Value: &v} }

// TestTheTrailSaysWhatChanged sends rows again and again, each time with something else.
func TestTheTrailSaysWhatChanged(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		log := slog.New(slog.DiscardHandler)
		broker := memory.New(log)
		defer broker.Close()
		service := people.New(db, membership.New(db, broker, now, log), &vocabulary.Keeper{}, now)
		ctx := auth.With(t.Context(), auth.Identity{
			OrganizationID: storagetest.Organization(t, db, "Acme", "UTC"), Role: auth.Operator, KeyID: 1, Name: "sync", Source: auth.FromImport,
		})
		seen := 0
		news := func() (said []string) {
			all := db.Read(ctx).AuditEntry.Query().Order(auditentry.ByID()).AllX(ctx)
			for _, e := range all[seen:] {
				require.Equal(t, "sync IMPORT", e.Actor+" "+string(e.Source))
				details, err := json.Marshal(e.Details)
				require.NoError(t, err)
				said = append(said, e.Action+" "+e.SubjectName+" "+string(details))
			}
			seen = len(all)
			return said
		}
		send := func(in people.Input) []string {
			in.Email, in.Name = "Ana@acme.example", "Ana"
			result, err := service.Upsert(ctx, []people.Input{in, {Email: "bad"}})
			require.NoError(t, err)
			require.Len(t, result.Rejected, 1)
			return news()
		}
		in := people.Input{Title: given("Clerk"), Department: given("Finance"), Attributes: given(map[string]any{"floor": 3.0, "badge": "x"})}
		require.Equal(t, []string{
			`DEPARTMENT_CREATED Finance {}`, `EMPLOYEE_CREATED Ana@acme.example {"name":"Ana"}`,
		}, send(in))
		require.Empty(t, send(in))
		require.Empty(t, send(people.Input{LastLoginAt: given(now())}), "a login is a fact")

		in.Title, in.HiredOn, in.Attributes = people.Field[string]{Given: true}, given[criteria.Date](0), given(map[string]any{"floor": true})
		in.Department, in.Status = given("Finance/Payroll"), given("DISABLED")
		require.Equal(t, []string{
			`DEPARTMENT_CREATED Finance/Payroll {}`,
			`EMPLOYEE_DISABLED Ana@acme.example {}`,
			`EMPLOYEE_CHANGED Ana@acme.example {"changes":{` +
				`"attributes.badge":{"from":"x","to":null},"attributes.floor":{"from":3,"to":true},` +
				`"department":{"from":"Finance","to":"Finance/Payroll"},` +
				`"hiredOn":{"from":null,"to":"1970-01-01"},"title":{"from":"Clerk","to":null}}}`,
		}, send(in))

		ids := db.Read(ctx).Employee.Query().IDsX(ctx)
		for range 2 {
			_, err := service.SetStatus(ctx, ids, employee.StatusACTIVE)
			require.NoError(t, err)
		}
		require.Equal(t, []string{`EMPLOYEE_ENABLED Ana@acme.example {}`}, news())
		_, err := service.Rehearse(ctx, []people.Input{{Email: "new@acme.example", Name: "New"}})
		require.NoError(t, err)
		require.Empty(t, news(), "nothing was done")
	})
}
