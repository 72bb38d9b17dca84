package department_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/ent"
	entgroup "muster/ent/group"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/criteria/sqlgen"
	"muster/internal/department"
	"muster/internal/group"
	"muster/internal/jobs"
	"muster/internal/membership"
	"muster/internal/notify/memory"
	"muster/internal/people"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
	"muster/internal/vocabulary"
)

// world is one organization whose clock stands still.
type world struct {
	require.TestingT
	ctx          context.Context
	db           *storage.DB
	engine       *membership.Engine
	groups       *group.Service
	people       *people.Service
	departments  *department.Service
	organization int64
	now          time.Time
}

func newWorld(t testing.TB, on require.TestingT, db *storage.DB) *world {
	w := &world{TestingT: on, db: db, now: time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)}
	log := slog.New(slog.DiscardHandler)
	broker := memory.New(log)
	t.Cleanup(broker.Close)
	queue, err := jobs.NewQueue(db, log)
	require.NoError(on, err)
	clock := func() time.Time { return w.now }
	w.engine = membership.New(db, broker, clock, log)
	w.groups = group.New(db, w.engine, queue, clock)
	w.people = people.New(db, w.engine, &vocabulary.Keeper{}, clock)
	w.departments = department.New(db, w.engine, w.groups, clock)
	w.organization = storagetest.Organization(t, db, "World", "UTC")
	w.ctx = auth.With(t.Context(), auth.Identity{OrganizationID: w.organization, Role: auth.Admin, Name: "test", Source: auth.FromAPI})
	return w
}

// scim is a context of the identity provider's.
func (w *world) scim() context.Context {
	return auth.Through(w.ctx, auth.FromSCIM)
}

// put upserts somebody into the department at a path; "": into none.
func (w *world) put(ctx context.Context, email, path string) {
	result, err := w.people.Upsert(ctx, []people.Input{{
		Email: email, Name: "Person", Department: people.Field[string]{Given: true, Value: &path},
	}})
	require.NoError(w, err)
	require.Empty(w, result.Rejected)
}

// at gives the id of the department at a path, 0 where there is none.
func (w *world) at(path string) int64 {
	for _, d := range w.tree() {
		if d.Path == path {
			return d.ID
		}
	}
	return 0
}

func (w *world) tree() []*ent.Department {
	all, err := w.db.Read(w.ctx).Department.Query().All(w.ctx)
	require.NoError(w, err)
	slices.SortFunc(all, func(a, b *ent.Department) int { return strings.Compare(a.PathKey, b.PathKey) })
	return all
}

// homes gives everybody's path.
func (w *world) homes() map[string]string {
	paths := map[int64]string{}
	for _, d := range w.tree() {
		paths[d.ID] = d.PathKey
	}
	all, err := w.db.Read(w.ctx).Employee.Query().All(w.ctx)
	require.NoError(w, err)
	homes := map[string]string{}
	for _, e := range all {
		homes[e.Email] = ""
		if e.DepartmentID != nil {
			homes[e.Email] = paths[*e.DepartmentID]
		}
	}
	return homes
}

// group makes a smart group of a tree.
func (w *world) group(name string, tree criteria.Tree) *ent.Group {
	var made *ent.Group
	require.NoError(w, w.db.InTx(w.ctx, func(ctx context.Context, tx *storage.Tx) error {
		text, err := json.Marshal(criteria.Canonical(tree))
		if err != nil {
			return err
		}
		made, err = tx.Ent.Group.Create().SetName(name).SetNameKey(name).SetKind(entgroup.KindSMART).SetStatus(entgroup.StatusACTIVE).
			SetDescription("words").SetCriteria(text).SetCreatedAt(0).SetUpdatedAt(0).Save(ctx)
		if err != nil {
			return err
		}
		return w.engine.Swap(ctx, tx, made, tree)
	}))
	return made
}

func in(ids ...int64) criteria.Node {
	d := criteria.Department{}
	for _, id := range ids {
		d.IDs = append(d.IDs, criteria.DepartmentID(id))
	}
	return d
}

func (w *world) reload(id int64) *ent.Group {
	g, err := w.db.Read(w.ctx).Group.Get(w.ctx, id)
	require.NoError(w, err)
	return g
}

// members gives the e-mails of a group's members.
func (w *world) members(id int64) []string {
	return w.texts(`SELECT e.email FROM memberships m JOIN employees e ON e.id = m.employee_id WHERE m.group_id = ? ORDER BY e.email`, id)
}

// check holds the tree to its invariants and every group to a full evaluation in SQL.
func (w *world) check() {
	byID := map[int64]*ent.Department{}
	for _, d := range w.tree() {
		byID[d.ID] = d
	}
	for _, d := range byID {
		path, lineage := d.Name, fmt.Sprintf("/%d/", d.ID)
		if d.ParentID != nil {
			parent := byID[*d.ParentID]
			require.NotNil(w, parent, "%q is below nothing", d.Path)
			path, lineage = parent.Path+"/"+d.Name, parent.Lineage+fmt.Sprint(d.ID, "/")
		}
		require.Equal(w, []string{path, department.Key(path), criteria.Fold(d.Name), lineage}, []string{d.Path, d.PathKey, d.NameKey, d.Lineage})
		require.LessOrEqual(w, strings.Count(d.Lineage, "/")-1, department.MaxLevels)
	}
	groups, err := w.db.Read(w.ctx).Group.Query().Where(entgroup.CriteriaNotNil()).All(w.ctx)
	require.NoError(w, err)
	clock := criteria.ClockAt(criteria.InstantOf(w.now), time.UTC)
	for _, g := range groups {
		tree, err := group.CriteriaOf(g)
		require.NoError(w, err)
		require.NoError(w, tree.Validate())
		where, args, err := sqlgen.Predicate(*tree, sqlgen.Dialect(w.db.Dialect()), w.organization, clock)
		require.NoError(w, err)
		want := w.texts(`SELECT e.email FROM employees e WHERE e.organization_id = ? AND (`+where+`) ORDER BY e.email`, append([]any{w.organization}, args...)...)
		require.Equal(w, want, w.members(g.ID), "group %s %s", g.Name, g.Criteria)
		require.Equal(w, len(want), g.MemberCount)
	}
}

func (w *world) texts(query string, args ...any) []string {
	rows, err := w.db.SQL().QueryContext(w.ctx, w.db.Dialect().Rebind(query), args...)
	require.NoError(w, err)
	defer rows.Close()
	found := []string{}
	for rows.Next() {
		var text string
		require.NoError(w, rows.Scan(&text))
		found = append(found, text)
	}
	require.NoError(w, rows.Err())
	return found
}
