package e2e_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What the tests ask for, and the form of the answers.

const groupFields = `fragment G on Group { id name kind status memberCount version redescribing evaluatedAt
	failure { code message }
	interpretation { status readback unresolved { code text message } assumptions { code text message } }
	criteria { readback } }`

type group struct {
	ID             string
	Name           string
	Kind           string
	Status         string
	MemberCount    int
	Version        int
	Redescribing   bool
	EvaluatedAt    *time.Time
	Failure        *struct{ Code, Message string }
	Interpretation *struct {
		Status      string
		Readback    string
		Unresolved  []issue
		Assumptions []issue
	}
	Criteria *struct{ Readback string }
}

type issue struct{ Code, Text, Message string }

type connection[N any] struct {
	Edges []struct{ Node N }
}

func (c connection[N]) nodes() []N {
	all := make([]N, len(c.Edges))
	for i, e := range c.Edges {
		all[i] = e.Node
	}
	return all
}

type employee struct{ ID, Email string }

func emails(list []employee) []string {
	all := make([]string, len(list))
	for i, e := range list {
		all[i] = e.Email
	}
	return all
}

// result is the outcome of a bulk call.
type result struct {
	Accepted  int
	Unchanged int
	Rejected  []rejected
}

type rejected struct {
	Index         int
	Code, Message string
}

// row is a row of input.
type row map[string]any

const upsertEmployees = `mutation($in: UpsertEmployeesInput!) {
	upsertEmployees(input: $in) { result { accepted unchanged rejected { index code message } } } }`

func (c client) upsert(t *testing.T, rows ...row) result {
	t.Helper()
	return ask[struct {
		UpsertEmployees struct{ Result result }
	}](t, c, upsertEmployees, variables{"in": row{"employees": rows}}).UpsertEmployees.Result
}

const recordSimulations = `mutation($in: RecordSimulationEventsInput!) {
	recordSimulationEvents(input: $in) { result { accepted unchanged rejected { index code message } } } }`

func (c client) simulations(t *testing.T, rows ...row) result {
	t.Helper()
	return ask[struct {
		RecordSimulationEvents struct{ Result result }
	}](t, c, recordSimulations, variables{"in": row{"events": rows}}).RecordSimulationEvents.Result
}

func (c client) trainings(t *testing.T, rows ...row) result {
	t.Helper()
	return ask[struct {
		RecordTrainingEvents struct{ Result result }
	}](t, c, `mutation($in: RecordTrainingEventsInput!) {
		recordTrainingEvents(input: $in) { result { accepted unchanged rejected { index code message } } } }`,
		variables{"in": row{"events": rows}}).RecordTrainingEvents.Result
}

const createSmartGroup = `mutation($in: CreateSmartGroupInput!) { createSmartGroup(input: $in) { group { ...G } } } ` + groupFields

func (c client) createSmart(t *testing.T, name, description string) group {
	t.Helper()
	return ask[struct {
		CreateSmartGroup struct{ Group group }
	}](t, c, createSmartGroup, variables{"in": row{"name": name, "description": description}}).CreateSmartGroup.Group
}

// generated creates a smart group and waits until it is READY or FAILED.
func (c client) generated(t *testing.T, name, description string) group {
	t.Helper()
	g := c.createSmart(t, name, description)
	require.Equal(t, "GENERATING", g.Status)
	require.Eventually(t, func() bool {
		g = c.group(t, g.ID)
		return g.Status != "GENERATING"
	}, patience, interval)
	return g
}

// group reads one that is there.
func (c client) group(t *testing.T, id string) group {
	t.Helper()
	g := c.find(t, id)
	require.NotNil(t, g)
	return *g
}

// find reads a group, nil where the organization has none such.
func (c client) find(t *testing.T, id string) *group {
	t.Helper()
	return ask[struct{ Group *group }](t, c, `query($id: ID!) { group(id: $id) { ...G } } `+groupFields, variables{"id": id}).Group
}

// member is a row of a group's preview.
type member struct {
	Employee employee
	JoinedAt time.Time
	Reasons  []struct {
		Condition string
		Holds     bool
		Evidence  []string
		Until     *time.Time
	}
}

func (c client) members(t *testing.T, id string) []member {
	t.Helper()
	return ask[struct {
		Group struct{ Members connection[member] }
	}](t, c, `query($id: ID!) { group(id: $id) { members(first: 100) {
		edges { node { joinedAt employee { id email } reasons { condition holds evidence until } } } } } }`,
		variables{"id": id}).Group.Members.nodes()
}

func (c client) memberEmails(t *testing.T, id string) []string {
	t.Helper()
	var all []string
	for _, m := range c.members(t, id) {
		all = append(all, m.Employee.Email)
	}
	return all
}

func (c client) selectable(t *testing.T) []string {
	t.Helper()
	return ids(ask[struct{ SelectableGroups connection[group] }](t, c,
		`{ selectableGroups(first: 100) { edges { node { id } } } }`, nil).SelectableGroups.nodes())
}

func (c client) tab(t *testing.T, tab string) []string {
	t.Helper()
	return ids(ask[struct{ Groups connection[group] }](t, c,
		`query($tab: GroupTab!) { groups(first: 100, filter: {tab: $tab}) { edges { node { id } } } }`,
		variables{"tab": tab}).Groups.nodes())
}

func ids(groups []group) []string {
	all := make([]string, len(groups))
	for i, g := range groups {
		all[i] = g.ID
	}
	return all
}

// move sends a mutation that takes a group's id and gives the group, such as activateGroup.
func (c client) move(t *testing.T, mutation, id string) group {
	t.Helper()
	r := ask[map[string]struct{ Group group }](t, c, moving(mutation), variables{"in": row{"id": id}})
	return r[mutation].Group
}

// moving is the text of such a mutation.
func moving(mutation string) string {
	input := map[string]string{"activateGroup": "ActivateGroupInput", "renameGroup": "RenameGroupInput"}[mutation]
	if input == "" {
		input = "GroupIdInput"
	}
	return `mutation($in: ` + input + `!) { ` + mutation + `(input: $in) { group { ...G } } } ` + groupFields
}

func (c client) rename(t *testing.T, id, name string) {
	t.Helper()
	ask[any](t, c, moving("renameGroup"), variables{"in": row{"id": id, "name": name}})
}

// removing is the text of a mutation that takes a group's id and gives it back as deletedId.
func removing(mutation string) string {
	return `mutation($in: GroupIdInput!) { ` + mutation + `(input: $in) { deletedId } }`
}

func (c client) remove(t *testing.T, mutation, id string) {
	t.Helper()
	r := ask[map[string]struct{ DeletedID string }](t, c, removing(mutation), variables{"in": row{"id": id}})
	require.Equal(t, id, r[mutation].DeletedID)
}

const excludeEmployee = `mutation($in: ExcludeEmployeeInput!) { excludeEmployee(input: $in) {
	group { id memberCount } exclusion { id reason note createdBy employee { id email } } } }`

type notification struct {
	Kind    string
	Message string
	Group   *group
}

// notifications gives what was told about one group.
func (c client) notifications(t *testing.T, id string) []notification {
	t.Helper()
	all := ask[struct{ Notifications connection[notification] }](t, c,
		`{ notifications(first: 100) { edges { node { kind message group { id } } } } }`, nil).Notifications.nodes()
	var found []notification
	for _, n := range all {
		if n.Group != nil && n.Group.ID == id {
			found = append(found, n)
		}
	}
	return found
}

// What is subscribed to.

const (
	groupReady        = `subscription { groupReady { message group { ...G } } } ` + groupFields
	groupUpdated      = `subscription($id: ID!) { groupUpdated(id: $id) { ...G } } ` + groupFields
	membershipChanged = `subscription($id: ID!) { membershipChanged(groupId: $id) {
		version joinedCount leftCount joined { id email } left { id email } group { ...G } } } ` + groupFields
)

type ready struct {
	GroupReady struct {
		Message string
		Group   group
	}
}

type updated struct{ GroupUpdated group }

type changed struct {
	MembershipChanged struct {
		Version, JoinedCount, LeftCount int
		Joined, Left                    []employee
		Group                           group
	}
}

// employee gives the id of somebody.
func (c client) employee(t *testing.T, email string) string {
	t.Helper()
	found := ask[struct{ Employees connection[employee] }](t, c,
		`query($s: String!) { employees(first: 2, filter: {search: $s}) { edges { node { id email } } } }`,
		variables{"s": email}).Employees.nodes()
	require.Len(t, found, 1, email)
	return found[0].ID
}

func (c client) exclude(t *testing.T, id, employee string) {
	t.Helper()
	in := row{"groupId": id, "employeeId": employee, "reason": "OTHER"}
	ask[any](t, c, excludeEmployee, variables{"in": in})
}

func (c client) readmit(t *testing.T, id, employee string) {
	t.Helper()
	ask[any](t, c, `mutation($in: ReadmitEmployeeInput!) { readmitEmployee(input: $in) { group { id } } }`,
		variables{"in": row{"groupId": id, "employeeId": employee}})
}
