package graph_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/auth"
	"muster/internal/errs"
	"muster/internal/group/action"
	"muster/internal/ids"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// doing is an operation that does each action, on the group $id and the employee $who.
var doing = map[action.Action]string{
	action.View:          `query($id: ID!) { group(id: $id) { id } }`,
	action.Edit:          `mutation($id: ID!) { redescribeGroup(input: {id: $id, description: "Clickers"}) { group { id } } }`,
	action.Rename:        `mutation($id: ID!) { renameGroup(input: {id: $id, name: "Another"}) { group { id } } }`,
	action.Save:          `mutation($id: ID!) { saveGroup(input: {id: $id}) { group { id } } }`,
	action.Activate:      `mutation($id: ID!) { activateGroup(input: {id: $id}) { group { id } } }`,
	action.Deactivate:    `mutation($id: ID!) { deactivateGroup(input: {id: $id}) { group { id } } }`,
	action.Discard:       `mutation($id: ID!) { discardGroup(input: {id: $id}) { deletedId } }`,
	action.Delete:        `mutation($id: ID!) { deleteGroup(input: {id: $id}) { deletedId } }`,
	action.Exclude:       `mutation($id: ID!, $who: ID!) { excludeEmployee(input: {groupId: $id, employeeId: $who, reason: OTHER}) { group { id } } }`,
	action.Pin:           `mutation($id: ID!, $who: ID!) { pinEmployee(input: {groupId: $id, employeeId: $who, note: "n"}) { group { id } } }`,
	action.AddMembers:    `mutation($id: ID!, $who: ID!) { addGroupMembers(input: {groupId: $id, employeeIds: [$who]}) { group { id } } }`,
	action.RemoveMembers: `mutation($id: ID!, $who: ID!) { removeGroupMembers(input: {groupId: $id, employeeIds: [$who]}) { group { id } } }`,
	action.SendReminders: `mutation($id: ID!) { sendReminders(input: {groupId: $id, dryRun: true}) { queued } }`,
}

// TestWhatIsAllowedIsWhatCanBeDone holds allowedActions and the operations to one answer, for every role, kind, state and origin.
func TestWhatIsAllowedIsWhatCanBeDone(t *testing.T) {
	a := newAPI(t, storagetest.SQLite(t))
	settle(a)
	who := a.get(`{ employees(first: 1) { edges { node { id } } } }`, nil, "employees", "edges", 0, "node", "id")
	for _, role := range auth.Roles {
		identity := a.identity
		identity.Role = role
		asked := a.as(identity)
		for _, g := range everyGroup() {
			id := add(a, g)
			allowed := asked.get(`query($id: ID!) { group(id: $id) { allowedActions } }`, vars{"id": id}, "group", "allowedActions").([]any)
			for _, one := range action.All {
				codes := asked.ask(doing[one], vars{"id": add(a, g), "who": who}).codes()
				can := slices.Contains(allowed, any(string(one)))
				require.Equal(t, can, len(codes) == 0, "%s by %s on a %s group that is %s, source %s: %v", one, role, g.Kind, g.Status, g.Source, codes)
				if !can {
					require.Contains(t, []errs.Code{errs.CodeForbidden, errs.CodeInvalid, errs.CodeState}, errs.Code(codes[0]))
				}
			}
		}
	}
	require.Len(t, doing, len(action.All))
}

func everyGroup() (all []ent.Group) {
	for _, kind := range []entgroup.Kind{entgroup.KindMANUAL, entgroup.KindSMART, entgroup.KindSYSTEM} {
		for _, status := range []entgroup.Status{entgroup.StatusGENERATING, entgroup.StatusREADY, entgroup.StatusFAILED, entgroup.StatusINACTIVE, entgroup.StatusACTIVE} {
			all = append(all, ent.Group{Kind: kind, Status: status, Source: entgroup.SourceMANUAL})
			if kind == entgroup.KindMANUAL {
				all = append(all, ent.Group{Kind: kind, Status: status, Source: entgroup.SourceSCIM})
			}
		}
	}
	return all
}

func add(a *api, g ent.Group) string {
	a.t.Helper()
	var made *ent.Group
	err := a.db.InTx(a.ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		create := tx.Ent.Group.Create().SetName("G").SetNameKey("g").SetKind(g.Kind).SetStatus(g.Status).SetSource(g.Source).SetCreatedAt(1).SetUpdatedAt(1)
		if g.Kind != entgroup.KindMANUAL && g.Status != entgroup.StatusFAILED {
			text, err := json.Marshal(clickers)
			if err != nil {
				return err
			}
			create = create.SetCriteria(text)
		}
		made, err = create.Save(ctx)
		return err
	})
	require.NoError(a.t, err)
	return ids.Format(ids.Group, made.ID)
}
