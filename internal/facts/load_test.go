package facts_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/facts"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// office is an organization with rows written by hand.
type office struct {
	*testing.T
	db           *storage.DB
	organization int64
}

func (o office) id(query string, args ...any) (id int64) {
	o.Helper()
	require.NoError(o, o.db.Writer().QueryRow(o.db.Dialect().Rebind(query), args...).Scan(&id))
	return id
}

func (o office) named(table, name string) int64 {
	o.Helper()
	return o.id("INSERT INTO "+table+" (organization_id, name, name_key, created_at) VALUES (?, ?, ?, 0) RETURNING id", o.organization, name, name)
}

func (o office) employee(email string) int64 {
	o.Helper()
	return o.id(`INSERT INTO employees (organization_id, email, email_key, name, name_key, created_at, updated_at, attributes, attributes_key)
		VALUES (?, ?, ?, 'n', ' n ', 5, 0, '{}', '{}') RETURNING id`, o.organization, email, email)
}

func (o office) load(r facts.Request) []eval.Facts {
	o.Helper()
	r.Dialect, r.Organization = o.db.Dialect(), o.organization
	list, err := facts.Load(context.Background(), o.db.SQL(), r)
	require.NoError(o, err)
	return list
}

func TestLoad(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		o := office{t, db, storagetest.Organization(t, db, "Acme", "UTC")}
		top := o.id("INSERT INTO departments (organization_id, name, name_key, path, path_key, created_at) VALUES (?, 'a', 'a', 'a', 'a', 0) RETURNING id", o.organization)
		o.id("UPDATE departments SET lineage = '/4/' || CAST(id AS text) || '/' WHERE id = ? RETURNING id", top)
		plain, full := o.employee("a@x"), o.employee("b@x")
		o.id(`UPDATE employees SET department_id = ?, title_key = ' marketing manager ', external_id_key = 'hr-1', manager_key = 'a@x', location_key = 'sao paulo',
			country = 'BR', language = 'pt-br', employee_type = 'INTERN', status = 'DISABLED', hired_on = 20000, last_login_at = 7,
			attributes_key = '{"start":"2024-02-29","level":2.5,"vip":true,"none":null}' WHERE id = ? RETURNING id`, top, full)
		campaign, course := o.named("campaigns", "c"), o.named("courses", "c")
		for i, automated := range []bool{false, true} {
			o.id(`INSERT INTO simulation_events (organization_id, event_id, employee_id, type, occurred_at, recorded_at, campaign_id, channel, template_key, automated)
				VALUES (?, ?, ?, 'CLICKED', 9, 0, ?, 'SMS', 'invoice', ?) RETURNING id`, o.organization, string(rune('p'+i)), full, campaign, automated)
		}
		o.id(`INSERT INTO training_events (organization_id, event_id, employee_id, type, occurred_at, recorded_at, course_id, due_at)
			VALUES (?, 'e', ?, 'ENROLLED', 3, 0, ?, 11) RETURNING id`, o.organization, full, course)
		o.id(`INSERT INTO training_events (organization_id, event_id, employee_id, type, occurred_at, recorded_at, course_id)
			VALUES (?, 'f', ?, 'COMPLETED', 2, 0, ?) RETURNING id`, o.organization, full, course)
		group := o.id("INSERT INTO groups (organization_id, name, name_key, kind, status, created_at, updated_at) VALUES (?, 'g', 'g', 'MANUAL', 'ACTIVE', 0, 0) RETURNING id", o.organization)
		o.id("INSERT INTO memberships (organization_id, group_id, employee_id, joined_at, join_cause) VALUES (?, ?, ?, 0, 'FACT') RETURNING group_id", o.organization, group, full)

		list := o.load(facts.Request{Employees: []int64{full, plain, 1 << 40}, Groups: true, Evidence: true})
		require.Len(t, list, 2)

		one := eval.Facts{Employee: plain, HiredOn: eval.NoDay, LastLoginAt: criteria.Never, CreatedAt: 5}
		one.Text[eval.Email], one.Text[eval.Name], one.Text[eval.Status] = "a@x", " n ", "ACTIVE"
		require.Equal(t, one, list[0])

		two := list[1]
		require.Equal(t, []string{"b@x", " n ", "hr-1", " marketing manager ", "a@x", "sao paulo", "BR", "pt-br", "INTERN", "DISABLED"}, two.Text[:])
		require.Equal(t, []criteria.DepartmentID{4, criteria.DepartmentID(top)}, two.Departments)
		require.Equal(t, criteria.Date(20000), two.HiredOn)
		require.Equal(t, criteria.Instant(7), two.LastLoginAt)
		require.Equal(t, []criteria.GroupID{criteria.GroupID(group)}, two.Groups)
		day, err := criteria.ParseDate("2024-02-29")
		require.NoError(t, err)
		require.ElementsMatch(t, []eval.AttributeValue{
			{Name: "start", Value: "2024-02-29", Day: day}, {Name: "level", Value: 2.5, Day: eval.NoDay}, {Name: "vip", Value: true, Day: eval.NoDay},
		}, two.Attributes)
		require.Equal(t, eval.Arrange([]eval.Event{{At: 9, Subject: campaign, Type: 2, Channel: 2, DueAt: criteria.Never}},
			eval.Detail{Template: "invoice", ID: "p"}), two.Simulations)
		trainings := slices.Clone(two.Trainings.All())
		require.Equal(t, []eval.Detail{{ID: "e"}, {ID: "f"}}, []eval.Detail{two.Trainings.Detail(&trainings[0]), two.Trainings.Detail(&trainings[1])})
		trainings[0].DetailAt, trainings[1].DetailAt = 0, 0
		undetailed := eval.Arrange([]eval.Event{{At: 3, Subject: course, DueAt: 11}, {At: 2, Subject: course, Type: 2, DueAt: criteria.Never}})
		require.Equal(t, undetailed.All(), trainings)

		bare := o.load(facts.Request{Employees: []int64{full}})
		require.Empty(t, bare[0].Groups)
		require.Equal(t, eval.Detail{Template: "invoice"}, bare[0].Simulations.Detail(&bare[0].Simulations.All()[0]))

		some := o.load(facts.Request{Employees: []int64{full, plain}, Simulations: []int64{plain}, Trainings: []int64{full}})
		require.Empty(t, some[1].Simulations.All())
		require.Len(t, some[1].Trainings.All(), 2)
		none := o.load(facts.Request{Employees: []int64{full}, Simulations: []int64{full}, Trainings: []int64{}})
		require.Len(t, none[0].Simulations.All(), 1)
		require.Empty(t, none[0].Trainings.All())

		other := office{t, db, storagetest.Organization(t, db, "Other", "UTC")}
		require.Empty(t, other.load(facts.Request{Employees: []int64{full, plain}}))
		require.Empty(t, o.load(facts.Request{}))

		list = o.load(facts.Request{Employees: []int64{full, plain}, Groups: true})
		require.Equal(t, list, o.load(facts.Request{From: plain, To: full, Groups: true}))
		require.Equal(t, list[1:], o.load(facts.Request{From: plain + 1, To: 1 << 40, Groups: true}))
	})
}
