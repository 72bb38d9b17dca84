package e2e_test

import (
	"encoding/csv"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const updateOrganization = `mutation($in: UpdateOrganizationInput!) { updateOrganization(input: $in) { organization { timezone retentionMonths followUpCourse } } }`

// settings are the organization's.
type settings struct {
	Timezone        string
	RetentionMonths int
	FollowUpCourse  *string
}

func (c client) set(t *testing.T, in row) settings {
	t.Helper()
	return ask[struct {
		UpdateOrganization struct{ Organization settings }
	}](t, c, updateOrganization, variables{"in": in}).UpdateOrganization.Organization
}

// phishedUsers gives the id of the group that every organization has.
func (c client) phishedUsers(t *testing.T) string {
	t.Helper()
	found := ask[struct{ Groups connection[group] }](t, c, `{ groups(first: 2, filter: {kinds: [SYSTEM]}) { edges { node { id name } } } }`, nil).Groups.nodes()
	require.Len(t, found, 1)
	require.Equal(t, "Phished Users", found[0].Name)
	return found[0].ID
}

func TestPhishedUsers(t *testing.T) {
	onBoth(t, func(t *testing.T, i installation) {
		c := client{i.start(t), i.organization(t, "Company")}
		company(t, c)
		id := c.phishedUsers(t)
		ever := []string{"ana", "bo", "cem", "dee", "eve", "gil", "hal", "ida"}
		require.Equal(t, at("company.example", ever...), c.memberEmails(t, id))

		// The retention counts from the call on, in both directions, and those who watch are told.
		live := dial(t, c)
		changes, _ := watch[changed](t, live, membershipChanged, variables{"id": id}, func() {
			c.set(t, row{"retentionMonths": 12})
			c.set(t, row{"retentionMonths": 1})
			c.set(t, row{"retentionMonths": 0})
		})
		c.set(t, row{"retentionMonths": 0})
		require.Equal(t, settings{Timezone: "UTC", RetentionMonths: 1}, c.set(t, row{"retentionMonths": 1}))
		lately := []string{"ana", "bo", "dee", "eve", "gil", "hal", "ida"}
		require.Equal(t, at("company.example", lately...), c.memberEmails(t, id), "cem's failures are 40 days old")
		left := changes.until(t, func(e changed) bool { return e.MembershipChanged.LeftCount > 0 })
		require.Equal(t, at("company.example", "cem"), emails(left.MembershipChanged.Left))
		require.Equal(t, 1, c.simulations(t, simulation("jon@company.example", "SUBMITTED", "Trap", 0)).Accepted)
		require.Len(t, c.memberEmails(t, id), len(lately)+1)
		c.set(t, row{"retentionMonths": 3})
		require.Len(t, c.memberEmails(t, id), len(ever)+1)
		require.Contains(t, ask[struct{ Group group }](t, c, `query($id: ID!) { group(id: $id) { ...G } } `+groupFields, variables{"id": id}).Group.Criteria.Readback, "3 months")

		likeAnyGroup(t, c, id, len(ever)+1)
		itStays(t, c, id)
		c.badSettings(t)

		require.Equal(t, "Phishing basics", *c.set(t, row{"followUpCourse": "Phishing basics"}).FollowUpCourse)
		require.Equal(t, "Basics", *c.set(t, row{"followUpCourse": "basics"}).FollowUpCourse, "as the course is written")
		require.Nil(t, c.set(t, row{"followUpCourse": ""}).FollowUpCourse)
		said := c.audited(t, row{"actions": []string{"SETTINGS_CHANGED"}})
		require.Equal(t, map[string]any{"changes": map[string]any{"followUpCourse": map[string]any{"from": "Basics", "to": nil}}}, said[len(said)-1].Details)
	})
}

func at(domain string, names ...string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = name + "@" + domain
	}
	return all
}

// likeAnyGroup uses the group in selectors, criteria, reminders and exports, and with exclusions.
func likeAnyGroup(t *testing.T, c client, id string, members int) {
	t.Helper()
	require.Contains(t, c.selectable(t), id)
	nested := c.generated(t, "Phished in Sales", "People in the group Phished Users who work in Sales")
	require.Contains(t, nested.Criteria.Readback, "Phished Users")
	require.Equal(t, at("company.example", "dee"), c.memberEmails(t, nested.ID))
	dry := ask[struct {
		SendReminders struct{ Queued, SkippedNoPending int }
	}](t, c, `mutation($in: SendRemindersInput!) { sendReminders(input: $in) { queued skippedNoPending } }`, variables{"in": row{"groupId": id, "dryRun": true}})
	require.Equal(t, 1, dry.SendReminders.Queued)
	require.Equal(t, members-1, dry.SendReminders.SkippedNoPending)
	rows, err := csv.NewReader(c.get(t, "/export/groups/"+id+"/members.csv").Body).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, members+1)
	dee := c.employee(t, "dee@company.example")
	c.exclude(t, id, dee)
	require.Len(t, c.memberEmails(t, id), members-1)
	require.Empty(t, c.memberEmails(t, nested.ID), "nor is who is excluded from it a member elsewhere for being in it")
	c.readmit(t, id, dee)
	require.Len(t, c.memberEmails(t, id), members)
	require.Len(t, c.memberEmails(t, nested.ID), 1)
}

// itStays: the group is neither deleted nor renamed, redescribed or filled by hand.
func itStays(t *testing.T, c client, id string) {
	t.Helper()
	refused(t, c, "INVALID", removing("deleteGroup"), variables{"in": row{"id": id}})
	refused(t, c, "INVALID", moving("renameGroup"), variables{"in": row{"id": id, "name": "Mine"}})
	refused(t, c, "INVALID", `mutation($in: RedescribeGroupInput!) { redescribeGroup(input: $in) { group { id } } }`, variables{"in": row{"id": id, "description": "Everyone"}})
	refused(t, c, "INVALID", addMembers, variables{"in": row{"groupId": id, "emails": []string{"jon@company.example"}}})
	refused(t, c, "STATE", removing("discardGroup"), variables{"in": row{"id": id}})
	require.Equal(t, "Phished Users", c.group(t, id).Name)
}

func (c client) badSettings(t *testing.T) {
	t.Helper()
	before := c.set(t, row{})
	for _, in := range []row{
		{"retentionMonths": 2},
		{"retentionMonths": -1},
		{"timezone": ""},
		{"timezone": "Local"},
		{"timezone": "Mars/Phobos"},
		{"timezone": "../etc/passwd"},
		{"timezone": "Europe/Madrid", "retentionMonths": 7},
		{"followUpCourse": "a\x00b"},
		{"followUpCourse": fmt.Sprintf("%0201d", 1)},
	} {
		require.NotEmpty(t, refused(t, c, "INVALID", updateOrganization, variables{"in": in}), in)
	}
	refused(t, c, "NOT_FOUND", updateOrganization, variables{"in": row{"timezone": "Europe/Madrid", "followUpCourse": "crs_999999"}})
	operator, _ := c.newKey(t, row{"name": "o", "role": "OPERATOR"})
	refused(t, operator, "FORBIDDEN", updateOrganization, variables{"in": row{"retentionMonths": 0}})
	require.Equal(t, before, c.set(t, row{}), "nothing half done")
}

// TestAnotherTimeZone moves an organization to where it is another day: its calendar groups follow with the call.
func TestAnotherTimeZone(t *testing.T) {
	onBoth(t, func(t *testing.T, i installation) {
		c := client{i.start(t), i.organization(t, "Company")}
		c.upsert(t, person("ana@company.example", "Finance"), person("bo@company.example", "Finance"))
		now := time.Now().UTC()
		require.Equal(t, 2, c.simulations(t,
			simulationAt("ana@company.example", "CLICKED", "Payroll", now.Add(-8*time.Hour)), simulationAt("bo@company.example", "CLICKED", "Payroll", now.AddDate(0, 0, -3))).Accepted)
		today := c.generated(t, "Today", "Clicked a phishing simulation today").ID
		always := c.generated(t, "Always", "Clicked a phishing simulation in the last 30 days").ID

		// Where it is about six in the morning, eight hours ago was yesterday; where it is about six in the evening, today.
		for _, hour := range []int{6, 18, 6} {
			zone := zoneAt(now, hour)
			require.Equal(t, zone, c.set(t, row{"timezone": zone}).Timezone)
			want := map[int]int{6: 0, 18: 1}[hour]
			require.Len(t, c.memberEmails(t, today), want, zone)
			require.Equal(t, want, c.group(t, today).MemberCount)
			require.Len(t, c.memberEmails(t, always), 2)
		}
		said := c.audited(t, row{"actions": []string{"SETTINGS_CHANGED"}})
		require.Len(t, said, 3)
		c.set(t, row{"timezone": zoneAt(now, 6)})
		require.Len(t, c.audited(t, row{"actions": []string{"SETTINGS_CHANGED"}}), 3, "the same once more is no change")
		i.command(t, "org", "update", "Company", "--timezone", zoneAt(now, 18))
		require.Len(t, c.memberEmails(t, today), 1, "from the command line too")
		require.Equal(t, "CLI", c.audited(t, row{"actions": []string{"SETTINGS_CHANGED"}})[3].Source)
	})
}

// zoneAt names a zone in which it is that hour of the day.
func zoneAt(now time.Time, hour int) string {
	ahead := hour - now.Hour()
	if ahead < -12 {
		ahead += 24
	}
	if ahead > 14 {
		ahead -= 24
	}
	return fmt.Sprintf("Etc/GMT%+d", -ahead) // their signs are the other way round
}
