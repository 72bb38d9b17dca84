package membership_test

import (
	"context"
	"maps"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	entgroup "muster/ent/group"
	"muster/internal/criteria"
	"muster/internal/membership"
	"muster/internal/storage"
)

// createGroup builds a group while facts come in between its criteria and its members, before and after these are found.
func (w *world) createGroup() {
	if len(w.groups) == 4 {
		return
	}
	tree := w.tree(w.values)
	id := w.addGroup(entgroup.KindSMART, &tree)
	if rapid.Bool().Draw(w.t, "facts between") {
		w.record()
		w.check()
		w.wait()
		require.NoError(w, w.engine.TickDue(w.ctx))
	}
	w.groups = append(w.groups, id)
	for range rapid.IntRange(0, 2).Draw(w.t, "builders who died") {
		w.find(id, tree)
	}
	w.admit(id, w.find(id, tree))
	w.values.Groups = append(w.values.Groups, criteria.GroupID(id))
}

// find finds the candidates, after which facts, orders and ticks come in.
func (w *world) find(id int64, tree criteria.Tree) *membership.Candidates {
	g, err := w.db.Read(w.ctx).Group.Get(w.ctx, id)
	require.NoError(w, err)
	candidates, err := w.engine.Candidates(w.ctx, g, tree)
	require.NoError(w, err)
	meanwhile := map[string]func(){
		"record": w.record, "train": w.train, "status": w.status, "wait": w.wait, "midnight": w.midnight,
		"upsert":  func() { w.upsert(rapid.IntRange(0, 11).Draw(w.t, "who")) },
		"pin":     func() { w.order(pinned) },
		"exclude": func() { w.order(excluded) },
		"unpin":   func() { w.takeBack(pinned) },
		"readmit": func() { w.takeBack(excluded) },
		"by hand": w.byHand,
		"tick":    func() { require.NoError(w, w.engine.TickDue(w.ctx)) },
		"rebuild": func() { w.rebuild(0) },
		"rezone":  func() { w.rezone(rapid.SampledFrom(zones).Draw(w.t, "another zone")) },
	}
	for _, name := range rapid.SliceOfN(rapid.SampledFrom(slices.Sorted(maps.Keys(meanwhile))), 0, 4).Draw(w.t, "meanwhile") {
		meanwhile[name]()
	}
	return candidates
}

func (w *world) build(id int64, tree criteria.Tree) {
	g, err := w.db.Read(w.ctx).Group.Get(w.ctx, id)
	require.NoError(w, err)
	candidates, err := w.engine.Candidates(w.ctx, g, tree)
	require.NoError(w, err)
	w.admit(id, candidates)
}

func (w *world) admit(id int64, candidates *membership.Candidates) {
	for part := range candidates.Stretches() {
		w.alone(func(ctx context.Context, tx *storage.Tx) error { return w.engine.Admit(ctx, tx, candidates, part) })
	}
	w.alone(func(ctx context.Context, tx *storage.Tx) error {
		g, err := tx.Ent.Group.UpdateOneID(id).SetStatus(entgroup.StatusREADY).Save(ctx)
		if err != nil {
			return err
		}
		return w.engine.Generated(ctx, tx, g)
	})
}
