package group

import (
	"slices"
	"strings"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/errs"
)

// move is one step of a group's life: the states that allow it and the state that it leads to ("": the group goes).
type move struct {
	name string
	from []entgroup.Status
	to   entgroup.Status
}

var (
	activate   = move{"activated", []entgroup.Status{entgroup.StatusREADY, entgroup.StatusINACTIVE}, entgroup.StatusACTIVE}
	save       = move{"saved", []entgroup.Status{entgroup.StatusREADY}, entgroup.StatusINACTIVE}
	deactivate = move{"deactivated", []entgroup.Status{entgroup.StatusACTIVE}, entgroup.StatusINACTIVE}
	discard    = move{"discarded", []entgroup.Status{entgroup.StatusREADY, entgroup.StatusFAILED}, ""}
	redescribe = move{"redescribed", []entgroup.Status{entgroup.StatusREADY, entgroup.StatusFAILED, entgroup.StatusINACTIVE, entgroup.StatusACTIVE}, ""}
)

// check says whether the group's present state allows the move.
func (m move) check(g *ent.Group) error {
	if slices.Contains(m.from, g.Status) {
		return nil
	}
	allowed := make([]string, len(m.from))
	for i, s := range m.from {
		allowed[i] = string(s)
	}
	return errs.New(errs.CodeState, "the group is %s: only a group that is %s can be %s", g.Status, strings.Join(allowed, " or "), m.name)
}
