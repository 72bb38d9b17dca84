package e2e_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	pinEmployee = `mutation($in: PinEmployeeInput!) { pinEmployee(input: $in) { group { memberCount } pin { id note createdBy expiresAt } } }`
	overridden  = `query($id: ID!) { group(id: $id) { memberCount pins { totalCount } exclusions { totalCount } } }`
)

// overrides are how many a group has.
type overrides struct {
	Group struct {
		MemberCount      int
		Pins, Exclusions struct{ TotalCount int }
	}
}

// TestOverridesThatExpire pins one person and excludes another for some seconds, and waits for what the clock makes of it.
func TestOverridesThatExpire(t *testing.T) {
	onBoth(t, func(t *testing.T, i installation) {
		c := client{i.start(t), i.organization(t, "Company")}
		company(t, c)
		id := c.generated(t, "Offenders", repeatOffenders).ID
		changes := watchMembers(t, dial(t, c), c, id)
		dee, ana := c.employee(t, "dee@company.example"), c.employee(t, "ana@company.example")

		expires := time.Now().UTC().Add(4 * time.Second)
		in := row{"groupId": id, "employeeId": dee, "note": "Joins Finance on Monday", "expiresAt": expires.Format(time.RFC3339Nano)}
		pin := ask[struct {
			PinEmployee struct {
				Group group
				Pin   struct {
					Note, CreatedBy string
					ExpiresAt       time.Time
				}
			}
		}](t, c, pinEmployee, variables{"in": in}).PinEmployee
		require.Equal(t, 4, pin.Group.MemberCount)
		require.WithinDuration(t, expires, pin.Pin.ExpiresAt, time.Millisecond)
		require.Equal(t, []string{"dee@company.example"}, emails(changes.next(t).MembershipChanged.Joined))
		ask[any](t, c, excludeEmployee, variables{"in": row{
			"groupId": id, "employeeId": ana, "reason": "ADDRESSED_ELSEWHERE", "expiresAt": expires.Add(time.Second).Format(time.RFC3339Nano),
		}})
		require.Equal(t, []string{"ana@company.example"}, emails(changes.next(t).MembershipChanged.Left))
		require.Equal(t, overrides{}.of(3, 1, 1), ask[overrides](t, c, overridden, variables{"id": id}))

		require.Equal(t, []string{"dee@company.example"}, emails(changes.next(t).MembershipChanged.Left))
		require.WithinRange(t, time.Now(), expires, expires.Add(patience))
		require.Equal(t, []string{"ana@company.example"}, emails(changes.next(t).MembershipChanged.Joined))
		require.WithinRange(t, time.Now(), expires.Add(time.Second), expires.Add(patience))
		require.Equal(t, overrides{}.of(3, 0, 0), ask[overrides](t, c, overridden, variables{"id": id}))
		said := c.told(t, row{"subject": id})
		require.Equal(t, []string{"CLOCK PIN_EXPIRED Offenders", "CLOCK EXCLUSION_EXPIRED Offenders"}, said[len(said)-2:])
	})
}

func (overrides) of(members, pins, exclusions int) (o overrides) {
	o.Group.MemberCount, o.Group.Pins.TotalCount, o.Group.Exclusions.TotalCount = members, pins, exclusions
	return o
}

// TestOverridesThatExpireWhileNothingRuns kills the node before the expiry: the next one makes up for it.
func TestOverridesThatExpireWhileNothingRuns(t *testing.T) {
	onBoth(t, func(t *testing.T, i installation) {
		token := i.organization(t, "Company")
		c := client{i.start(t), token}
		company(t, c)
		id := c.generated(t, "Offenders", repeatOffenders).ID
		in := row{"groupId": id, "employeeId": c.employee(t, "dee@company.example"), "note": "For a moment"}
		in["expiresAt"] = time.Now().UTC().Add(time.Second).Format(time.RFC3339Nano)
		ask[any](t, c, pinEmployee, variables{"in": in})
		c.node.kill(t)
		c = client{i.start(t), token}
		require.Eventually(t, func() bool {
			return ask[overrides](t, c, overridden, variables{"id": id}) == overrides{}.of(3, 0, 0)
		}, patience, interval)
	})
}

// TestOverridesSurviveOtherWords gives a group other words: its pins and exclusions stay, and the preview knows it.
func TestOverridesSurviveOtherWords(t *testing.T) {
	onBoth(t, func(t *testing.T, i installation) {
		c := client{i.start(t), i.organization(t, "Company")}
		company(t, c)
		id := c.generated(t, "Offenders", repeatOffenders).ID // ana, bo, eve
		bulk := func(mutation string, in row) result {
			t.Helper()
			in["groupId"] = id
			input := map[string]string{"pinEmployees": "PinEmployeesInput", "excludeEmployees": "ExcludeEmployeesInput"}[mutation]
			if input == "" {
				input = "GroupMembersInput"
			}
			return ask[map[string]struct{ Result result }](t, c,
				`mutation($in: `+input+`!) { `+mutation+`(input: $in) { result { accepted unchanged rejected { index code message } } } }`, variables{"in": in})[mutation].Result
		}
		require.Equal(t, 2, bulk("pinEmployees", row{"emails": []string{"ana@company.example", "gil@company.example"}, "note": "Asked for it"}).Accepted)
		excluded := row{"emails": []string{"dee@company.example", "nobody@company.example"}, "reason": "OTHER"}
		require.Equal(t, result{Accepted: 1, Rejected: []rejected{{1, "NOT_FOUND", "no such employee"}}}, bulk("excludeEmployees", excluded))
		require.ElementsMatch(t, []string{"ana@company.example", "bo@company.example", "eve@company.example", "gil@company.example"}, c.memberEmails(t, id))

		const preview = `query($id: ID!) { previewRedescription(groupId: $id, description: "Everyone in Sales") { joiningCount leavingCount leaving { edges { node { email } } } } }`
		what := ask[struct {
			PreviewRedescription struct {
				JoiningCount, LeavingCount int
				Leaving                    connection[employee]
			}
		}](t, c, preview, variables{"id": id}).PreviewRedescription
		require.Zero(t, what.JoiningCount, "Dee is excluded")
		require.ElementsMatch(t, []string{"bo@company.example", "eve@company.example"}, emails(what.Leaving.nodes()), "the others are pinned")

		ask[any](t, c, `mutation($in: RedescribeGroupInput!) { redescribeGroup(input: $in) { group { id } } }`, variables{"in": row{"id": id, "description": "Everyone in Sales"}})
		require.Eventually(t, func() bool {
			return ask[overrides](t, c, overridden, variables{"id": id}) == overrides{}.of(2, 2, 1)
		}, patience, interval)
		require.ElementsMatch(t, []string{"ana@company.example", "gil@company.example"}, c.memberEmails(t, id))

		require.Equal(t, 1, bulk("readmitEmployees", row{"emails": []string{"dee@company.example"}}).Accepted)
		require.Equal(t, result{Accepted: 2, Unchanged: 1, Rejected: nothingRejected},
			bulk("unpinEmployees", row{"emails": []string{"ana@company.example", "gil@company.example", "bo@company.example"}}))
		require.Equal(t, []string{"dee@company.example"}, c.memberEmails(t, id))
	})
}
