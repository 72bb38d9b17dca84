package department_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/ent"
	"muster/internal/criteria"
	"muster/internal/department"
	"muster/internal/errs"
	"muster/internal/group"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// TestTheTreeAndEveryGroupStayExact does random things to departments. Whatever is done, the set of paths, everybody's path and
// the departments that criteria name, told by their paths, are those of before with one beginning written anew; a refusal changes
// nothing; and every group has the members that SQL gives it.
func TestTheTreeAndEveryGroupStayExact(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			p := &play{world: newWorld(t, rt, db), t: rt}
			p.run()
		})
	})
}

type play struct {
	*world
	t *rapid.T
}

var names = []string{"Ops", "Tax", "Data", "data", "Ünit"}

func (p *play) run() {
	for i := range 6 {
		p.put(p.ctx, fmt.Sprint("p", i, "@acme.test"), p.path())
	}
	for i := range 3 {
		p.group(fmt.Sprint("g", i), p.criteria())
	}
	p.check()
	actions := map[string]func(){
		"upsert": p.upsert, "group": p.another, "create": p.create, "rename": p.rename, "move": p.move, "merge": p.merge, "delete": p.remove,
	}
	for range rapid.IntRange(3, 15).Draw(p.t, "steps") {
		actions[rapid.SampledFrom([]string{"upsert", "group", "create", "rename", "move", "move", "merge", "merge", "delete"}).Draw(p.t, "action")]()
		p.check()
	}
}

func (p *play) path() string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(names), 1, 4).Draw(p.t, "path"), "/")
}

// any draws a department; one of no organization's now and then.
func (p *play) any(label string) *ent.Department {
	if rapid.IntRange(0, 15).Draw(p.t, label+" unknown") == 0 {
		return &ent.Department{ID: 1 << 40}
	}
	return rapid.SampledFrom(p.tree()).Draw(p.t, label)
}

func (p *play) criteria() criteria.Tree {
	var nodes []criteria.Node
	for range rapid.IntRange(1, 2).Draw(p.t, "conditions") {
		var ids []int64
		for range rapid.IntRange(1, 2).Draw(p.t, "departments") {
			ids = append(ids, rapid.SampledFrom(p.tree()).Draw(p.t, "named").ID)
		}
		node := in(ids...)
		if rapid.IntRange(0, 3).Draw(p.t, "other than department") == 0 {
			groups, err := p.db.Read(p.ctx).Group.Query().IDs(p.ctx)
			require.NoError(p, err)
			node = criteria.Department{Missing: true}
			if len(groups) > 0 {
				node = criteria.InGroup{IDs: []criteria.GroupID{criteria.GroupID(rapid.SampledFrom(groups).Draw(p.t, "group"))}}
			}
		}
		if rapid.Bool().Draw(p.t, "not") {
			node = criteria.Not{Of: node}
		}
		nodes = append(nodes, node)
	}
	if rapid.Bool().Draw(p.t, "any of") {
		return criteria.Tree{Root: criteria.AnyOf{Of: nodes}}
	}
	return criteria.Tree{Root: criteria.AllOf{Of: nodes}}
}

func (p *play) upsert() {
	p.put(p.ctx, fmt.Sprint("p", rapid.IntRange(0, 8).Draw(p.t, "who"), "@acme.test"), p.path())
}

func (p *play) another() { p.group("another", p.criteria()) }

func (p *play) create() {
	parent, name := p.any("parent"), rapid.SampledFrom(names).Draw(p.t, "name")
	id := parent.ID
	if rapid.Bool().Draw(p.t, "top") {
		id, parent = 0, nil
	}
	before := p.look()
	made, err := p.departments.Create(p.ctx, name, id)
	if err != nil {
		p.refused(before, err)
		return
	}
	before.paths = append(before.paths, department.Key(under(parent, name)))
	p.expect(before, made.PathKey)
}

func (p *play) rename() {
	d, name := p.any("department"), rapid.SampledFrom(names).Draw(p.t, "name")
	before, members := p.look(), p.memberships()
	renamed, err := p.departments.Rename(p.ctx, d.ID, name)
	if err != nil {
		p.refused(before, err)
		return
	}
	parent := ""
	if cut := strings.LastIndex(d.PathKey, "/"); cut >= 0 {
		parent = d.PathKey[:cut+1]
	}
	p.expect(before.with(d.PathKey, parent+criteria.Fold(name)), renamed.PathKey)
	require.Equal(p, members, p.memberships())
}

func (p *play) move() {
	d, parent := p.any("department"), p.any("parent")
	id := parent.ID
	if rapid.IntRange(0, 3).Draw(p.t, "top") == 0 {
		id, parent = 0, nil
	}
	before := p.look()
	moved, err := p.departments.Move(p.ctx, d.ID, id)
	if err != nil {
		p.refused(before, err)
		return
	}
	p.expect(before.with(d.PathKey, department.Key(under(parent, d.Name))), moved.PathKey)
}

func (p *play) merge() {
	d, into := p.any("department"), p.any("into")
	before := p.look()
	merged, err := p.departments.Merge(p.ctx, d.ID, into.ID)
	if err != nil {
		p.refused(before, err)
		return
	}
	p.expect(before.with(d.PathKey, into.PathKey), merged.Department.PathKey)
}

func (p *play) remove() {
	d, target := p.any("department"), p.any("target")
	id := target.ID
	if rapid.Bool().Draw(p.t, "no target") {
		id = 0
	}
	before := p.look()
	if _, err := p.departments.Delete(p.ctx, d.ID, id); err != nil {
		p.refused(before, err)
		return
	}
	before.paths = slices.DeleteFunc(before.paths, func(path string) bool { return within(path, d.PathKey) })
	for who, path := range before.homes {
		if within(path, d.PathKey) {
			before.homes[who] = target.PathKey
		}
	}
	p.expect(before, "")
}

func under(parent *ent.Department, name string) string {
	if parent == nil {
		return name
	}
	return parent.Path + "/" + name
}

func within(path, top string) bool { return path == top || strings.HasPrefix(path, top+"/") }

// view is what is told by paths.
type view struct {
	paths []string
	homes map[string]string
	named map[int64][]string // by group: what its criteria name
}

func (p *play) look() view {
	v := view{homes: p.homes(), named: map[int64][]string{}}
	paths := map[int64]string{}
	for _, d := range p.tree() {
		v.paths = append(v.paths, d.PathKey)
		paths[d.ID] = d.PathKey
	}
	groups, err := p.db.Read(p.ctx).Group.Query().All(p.ctx)
	require.NoError(p, err)
	for _, g := range groups {
		tree, err := group.CriteriaOf(g)
		require.NoError(p, err)
		for _, id := range tree.References().Departments {
			v.named[g.ID] = append(v.named[g.ID], paths[int64(id)])
		}
	}
	return v.sorted()
}

func (v view) sorted() view {
	v.paths = slices.Compact(slices.Sorted(slices.Values(v.paths)))
	named := map[int64][]string{}
	for id, list := range v.named {
		named[id] = slices.Compact(slices.Sorted(slices.Values(list)))
	}
	v.named = named
	return v
}

// with writes the beginning of paths anew.
func (v view) with(old, fresh string) view {
	anew := func(path string) string {
		if within(path, old) {
			return fresh + strings.TrimPrefix(path, old)
		}
		return path
	}
	for i, path := range v.paths {
		v.paths[i] = anew(path)
	}
	for who, path := range v.homes {
		v.homes[who] = anew(path)
	}
	for _, list := range v.named {
		for i, path := range list {
			list[i] = anew(path)
		}
	}
	return v
}

func (p *play) expect(want view, path string) {
	want = want.sorted()
	have := p.look()
	require.Equal(p, want, have)
	if path != "" {
		require.Contains(p, have.paths, path)
	}
}

func (p *play) refused(before view, err error) {
	require.Contains(p, []errs.Code{errs.CodeNotFound, errs.CodeInvalid, errs.CodeConflict}, errs.CodeOf(err), err)
	require.Equal(p, before, p.look(), "after %v", err)
}

// memberships gives every group's members.
func (p *play) memberships() map[int64][]string {
	all := map[int64][]string{}
	for id := range maps.Keys(p.look().named) {
		all[id] = p.members(id)
	}
	return all
}
