package membership_test

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/ent"
	"muster/ent/employee"
	"muster/ent/exclusion"
	"muster/internal/bulk"
	"muster/internal/criteria"
	"muster/internal/criteria/sqlgen"
	"muster/internal/group"
)

// The test keeps the overrides that there should be by itself, so that one that is deleted too early or too late shows.

// place is where an override is: one employee in one group.
type place struct{ group, employee int64 }

type override struct {
	kind    string
	expires *time.Time
}

const (
	pinned   = "pinned"
	excluded = "excluded"
)

func (w *world) inForce(o override) bool { return o.expires == nil || o.expires.After(w.now) }

// overridden gives whom overrides of the kind are about that count now.
func (w *world) overridden(group int64, kind string) (ids []int64) {
	active := w.ids(`SELECT id FROM employees WHERE organization_id = ? AND status = ?`, w.organization, employee.StatusACTIVE)
	for at, o := range w.overrides {
		if at.group == group && o.kind == kind && w.inForce(o) && (kind == excluded || slices.Contains(active, at.employee)) {
			ids = append(ids, at.employee)
		}
	}
	return ids
}

// expected gives the members that a group should have, by SQL over all facts.
func (w *world) expected(g *ent.Group, clock criteria.Clock) []int64 {
	var tree criteria.Tree
	require.NoError(w, json.Unmarshal(g.Criteria, &tree))
	where, args, err := sqlgen.Predicate(tree, sqlgen.Dialect(w.db.Dialect()), w.organization, clock)
	require.NoError(w, err)
	ids := w.ids(`SELECT e.id FROM employees e WHERE e.organization_id = ? AND (`+where+`)`, append([]any{w.organization}, args...)...)
	ids = append(ids, w.overridden(g.ID, pinned)...)
	slices.Sort(ids)
	out := w.overridden(g.ID, excluded)
	return slices.DeleteFunc(slices.Compact(ids), func(id int64) bool { return slices.Contains(out, id) })
}

func (w *world) someOf() (groupID int64, who []int64) {
	return rapid.SampledFrom(w.groups).Draw(w.t, "group"), rapid.SliceOfNDistinct(rapid.SampledFrom(w.employees()), 1, 4, rapid.ID).Draw(w.t, "who")
}

// expiry draws when an override is to end, most often soon.
func (w *world) expiry() *time.Time {
	return pick(w.t, []time.Time{
		w.now.Add(time.Millisecond), w.now.Add(time.Second), w.now.Add(4 * time.Second), w.now.Add(time.Hour), w.now.Add(36 * time.Hour), w.now.AddDate(0, 1, 0),
	})
}

// order pins or excludes some employees; those for whom the same is in force already stay as they are.
func (w *world) order(kind string) {
	id, who := w.someOf()
	expires := w.expiry()
	var result bulk.Result
	var err error
	if kind == pinned {
		_, result, err = w.service.PinMany(w.ctx, id, group.Members{IDs: who}, group.PinInput{Note: "Because", ExpiresAt: expires})
	} else {
		_, result, err = w.service.ExcludeMany(w.ctx, id, group.Members{IDs: who}, group.ExclusionInput{Reason: exclusion.ReasonOTHER, ExpiresAt: expires})
	}
	require.NoError(w, err)
	fresh := 0
	for _, employee := range who {
		at := place{id, employee}
		if o, is := w.overrides[at]; is && o.kind == kind && w.inForce(o) {
			continue
		}
		w.overrides[at] = override{kind, expires}
		fresh++
	}
	require.Equal(w, bulk.Result{Accepted: fresh, Unchanged: len(who) - fresh}, result)
}

// takeBack undoes overrides of the kind in bulk, of some who have one and of others.
func (w *world) takeBack(kind string) {
	id, who := w.someOf()
	for at, o := range w.overrides {
		if at.group == id && o.kind == kind && w.inForce(o) {
			who = append(who, at.employee)
		}
	}
	slices.Sort(who)
	who = slices.Compact(who)
	undo := w.service.UnpinMany
	if kind == excluded {
		undo = w.service.ReadmitMany
	}
	_, result, err := undo(w.ctx, id, group.Members{IDs: who})
	require.NoError(w, err)
	undone := 0
	for _, employee := range who {
		at := place{id, employee}
		if o, is := w.overrides[at]; is && o.kind == kind && w.inForce(o) {
			delete(w.overrides, at)
			undone++
		}
	}
	require.Equal(w, bulk.Result{Accepted: undone, Unchanged: len(who) - undone}, result)
}

// renew gives all overrides of a group another expiry.
func (w *world) renew() {
	id, _ := w.someOf()
	expires := w.expiry()
	client := w.db.Read(w.ctx)
	pins, err := client.Pin.Query().All(w.ctx)
	require.NoError(w, err)
	exclusions, err := client.Exclusion.Query().All(w.ctx)
	require.NoError(w, err)
	var named []group.Override
	for _, p := range pins {
		if p.GroupID == id {
			named = append(named, group.Override{Pin: p.ID})
		}
	}
	for _, e := range exclusions {
		if e.GroupID == id {
			named = append(named, group.Override{Exclusion: e.ID})
		}
	}
	result, err := w.service.Renew(w.ctx, named, expires)
	require.NoError(w, err)
	renewed := 0
	for at, o := range w.overrides {
		if at.group == id && w.inForce(o) {
			w.overrides[at] = override{o.kind, expires}
			renewed++
		}
	}
	require.Equal(w, renewed, result.Accepted)
	require.Len(w, result.Rejected, len(named)-renewed, "what has expired is not renewed")
}

// toExpiry goes to where an override ends, or to just before.
func (w *world) toExpiry() {
	var ends []time.Time
	for _, o := range w.overrides {
		if o.expires != nil && w.inForce(o) {
			ends = append(ends, *o.expires)
		}
	}
	if len(ends) == 0 {
		return
	}
	slices.SortFunc(ends, time.Time.Compare)
	end := ends[rapid.IntRange(0, len(ends)-1).Draw(w.t, "end")]
	if before := end.Add(-time.Millisecond); before.After(w.now) && rapid.Bool().Draw(w.t, "before") {
		end = before
	}
	w.now = end
}

// checkOverrides compares the overrides with what should be left of them after a tick.
func (w *world) checkOverrides() {
	have, client := map[place]override{}, w.db.Read(w.ctx)
	pins, err := client.Pin.Query().All(w.ctx)
	require.NoError(w, err)
	for _, p := range pins {
		have[place{p.GroupID, p.EmployeeID}] = override{pinned, instantOf(p.ExpiresAt)}
	}
	exclusions, err := client.Exclusion.Query().All(w.ctx)
	require.NoError(w, err)
	for _, e := range exclusions {
		at := place{e.GroupID, e.EmployeeID}
		require.NotContains(w, have, at, "pinned and excluded")
		have[at] = override{excluded, instantOf(e.ExpiresAt)}
	}
	for at, o := range w.overrides {
		if !w.inForce(o) {
			delete(w.overrides, at)
		}
	}
	require.Equal(w, w.overrides, have)
}

func instantOf(ms *int64) *time.Time {
	if ms == nil {
		return nil
	}
	return new(time.UnixMilli(*ms).UTC())
}
