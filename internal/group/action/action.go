package action

import (
	"context"
	"slices"
	"strings"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/auth"
	"muster/internal/errs"
)

// Action is something that somebody does with a group, as the API calls it.
type Action string

const (
	View          Action = "VIEW"
	Edit          Action = "EDIT" // give it other words
	Rename        Action = "RENAME"
	Activate      Action = "ACTIVATE"
	Save          Action = "SAVE"
	Deactivate    Action = "DEACTIVATE"
	Discard       Action = "DISCARD"
	Delete        Action = "DELETE"
	Exclude       Action = "EXCLUDE" // and readmit
	Pin           Action = "PIN"     // and unpin
	AddMembers    Action = "ADD_MEMBERS"
	RemoveMembers Action = "REMOVE_MEMBERS"
	SendReminders Action = "SEND_REMINDERS"
)

// All lists the actions in the order in which they are offered.
var All = []Action{View, Edit, Rename, Save, Activate, Deactivate, Discard, AddMembers, RemoveMembers, Pin, Exclude, SendReminders, Delete}

// rule says when an action is allowed.
type rule struct {
	role  auth.Role
	kinds []entgroup.Kind // nil: any
	other string          // why groups of other kinds are left out
	from  []entgroup.Status
	done  string // what becomes of the group: "activated"
	// provider: of a group that came by SCIM it is the identity provider's alone.
	provider bool
}

var (
	manual     = []entgroup.Kind{entgroup.KindMANUAL}
	smart      = []entgroup.Kind{entgroup.KindSMART}
	calculated = []entgroup.Kind{entgroup.KindSMART, entgroup.KindSYSTEM}
	ordinary   = []entgroup.Kind{entgroup.KindMANUAL, entgroup.KindSMART}

	unsaved   = []entgroup.Status{entgroup.StatusREADY, entgroup.StatusFAILED}
	described = []entgroup.Status{entgroup.StatusREADY, entgroup.StatusFAILED, entgroup.StatusINACTIVE, entgroup.StatusACTIVE}
)

var rules = map[Action]rule{
	View: {role: auth.Viewer},
	Edit: {
		role: auth.Operator, kinds: smart, other: "only a smart group has a description",
		from: described, done: "redescribed",
	},
	Rename:     {role: auth.Operator, kinds: ordinary, other: "a system group keeps its name", provider: true},
	Save:       {role: auth.Operator, from: []entgroup.Status{entgroup.StatusREADY}, done: "saved"},
	Activate:   {role: auth.Operator, from: []entgroup.Status{entgroup.StatusREADY, entgroup.StatusINACTIVE}, done: "activated"},
	Deactivate: {role: auth.Operator, from: []entgroup.Status{entgroup.StatusACTIVE}, done: "deactivated"},
	Discard:    {role: auth.Operator, from: unsaved, done: "discarded"},
	Delete:     {role: auth.Operator, kinds: ordinary, other: "a system group cannot be deleted", provider: true},
	Exclude: {
		role: auth.Operator, kinds: calculated, other: "a manual group has no exclusions: remove the member",
	},
	Pin: {
		role: auth.Operator, kinds: smart, other: "only a smart group has pins: members are added to a manual one, and a system group says what happened",
	},
	AddMembers:    {role: auth.Operator, kinds: manual, other: "only a manual group's members are set by hand", provider: true},
	RemoveMembers: {role: auth.Operator, kinds: manual, other: "only a manual group's members are set by hand", provider: true},
	SendReminders: {role: auth.Operator, from: []entgroup.Status{entgroup.StatusACTIVE}, done: "reminded"},
}

// Check says whether whoever ctx acts for may do it with the group as it is. Errors: UNAUTHENTICATED, FORBIDDEN for the role and
// for what is the identity provider's, INVALID for the kind, STATE for the state.
func (a Action) Check(ctx context.Context, g *ent.Group) error {
	r := rules[a]
	who, err := auth.Require(ctx, r.role)
	switch {
	case err != nil:
		return err
	case r.kinds != nil && !slices.Contains(r.kinds, g.Kind):
		return errs.New(errs.CodeInvalid, "%s", r.other)
	case r.provider && g.Source == entgroup.SourceSCIM && who.Source != auth.FromSCIM:
		return errs.New(errs.CodeForbidden, "%q came by SCIM: the identity provider alone changes it", g.Name)
	case r.from != nil && !slices.Contains(r.from, g.Status):
		return errs.New(errs.CodeState, "the group is %s: only a group that is %s can be %s", g.Status, words(r.from), r.done)
	}
	return nil
}

func words(states []entgroup.Status) string {
	list := make([]string, len(states))
	for i, s := range states {
		list[i] = string(s)
	}
	return strings.Join(list, " or ")
}

// Allowed lists what whoever ctx acts for may do with the group as it is.
func Allowed(ctx context.Context, g *ent.Group) []Action {
	allowed := []Action{}
	for _, a := range All {
		if a.Check(ctx, g) == nil {
			allowed = append(allowed, a)
		}
	}
	return allowed
}
