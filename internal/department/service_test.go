package department_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"muster/ent"
	entdepartment "muster/ent/department"
	entgroup "muster/ent/group"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/department"
	"muster/internal/errs"
	"muster/internal/group"
	"muster/internal/reading"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

func each(t *testing.T, test func(t *testing.T, w *world)) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) { test(t, newWorld(t, t, db)) })
}

func refused(t *testing.T, code errs.Code, err error) {
	t.Helper()
	require.Equal(t, code, errs.CodeOf(err), err)
}

func TestWhatCameFromSSOIsChangedBySSO(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.put(w.ctx, "ana@acme.test", "Company/Hand")
		w.put(w.scim(), "bo@acme.test", "Company/Finance/Tax")
		sources := map[string]entdepartment.Source{}
		for _, d := range w.tree() {
			sources[d.Path] = d.Source
		}
		require.Equal(t, map[string]entdepartment.Source{
			"Company": entdepartment.SourceIMPORT, "Company/Hand": entdepartment.SourceIMPORT,
			"Company/Finance": entdepartment.SourceSCIM, "Company/Finance/Tax": entdepartment.SourceSCIM,
		}, sources, "who came first made it")
		company, finance, tax, hand := w.at("Company"), w.at("Company/Finance"), w.at("Company/Finance/Tax"), w.at("Company/Hand")
		for _, id := range []int64{company, finance, tax} { // the first, since its path is part of theirs
			_, err := w.departments.Rename(w.ctx, id, "Other")
			refused(t, errs.CodeForbidden, err)
			_, err = w.departments.Merge(w.ctx, id, hand)
			require.Error(t, err)
			_, err = w.departments.Delete(w.ctx, id, 0)
			refused(t, errs.CodeForbidden, err)
		}
		_, err := w.departments.Move(w.ctx, tax, 0)
		refused(t, errs.CodeForbidden, err)

		made, err := w.departments.Create(w.ctx, "Ours", finance)
		require.NoError(t, err, "something of one's own below it")
		_, err = w.departments.Rename(w.ctx, made.ID, "Mine")
		require.NoError(t, err)
		_, err = w.departments.Merge(w.ctx, hand, tax)
		require.NoError(t, err, "what is not SSO's may become part of it")
		_, err = w.departments.Rename(w.scim(), finance, "Money")
		require.NoError(t, err)
		_, err = w.departments.Move(w.scim(), finance, 0)
		require.NoError(t, err)
		require.Equal(t, tax, w.at("Money/Tax"))
		w.check()
	})
}

func TestCausesAreTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.put(w.ctx, "ana@acme.test", "Sales/West")
		w.put(w.ctx, "bo@acme.test", "Ops")
		w.put(w.ctx, "cy@acme.test", "Ops/West")
		w.put(w.ctx, "di@acme.test", "Legal")
		west := w.group("west", criteria.Tree{Root: in(w.at("Sales/West"))})
		ops := w.group("ops", criteria.Tree{Root: in(w.at("Ops"))})
		both := w.group("both", criteria.Tree{Root: in(w.at("Sales"), w.at("Ops"))})
		legal := w.group("legal", criteria.Tree{Root: criteria.AllOf{Of: []criteria.Node{in(w.at("Legal")), criteria.Not{Of: in(w.at("Sales/West"))}}}})
		episodes := func(g *ent.Group, email string) (list []string) {
			e, err := w.db.Read(w.ctx).Employee.Query().All(w.ctx)
			require.NoError(t, err)
			for _, e := range e {
				if e.Email != email {
					continue
				}
				found, err := w.engine.Episodes(w.ctx, w.organization, g.ID, e.ID, 10)
				require.NoError(t, err)
				for _, one := range found {
					list = append(list, fmt.Sprint(one.JoinCause))
					if one.LeaveCause != nil {
						list[len(list)-1] += "-" + string(*one.LeaveCause)
					}
				}
			}
			return list
		}
		versions := func(g *ent.Group) int {
			all, err := w.db.Read(w.ctx).CriteriaVersion.Query().All(w.ctx)
			require.NoError(t, err)
			n := 0
			for _, v := range all {
				if v.GroupID == g.ID {
					n++
				}
			}
			return n
		}
		before := map[int64]int64{west.ID: w.reload(west.ID).Version, legal.ID: w.reload(legal.ID).Version}

		merged, err := w.departments.Merge(w.ctx, w.at("Sales/West"), w.at("Ops"))
		require.NoError(t, err)
		w.check()
		require.Equal(t, []string{"legal", "west"}, []string{merged.Groups[0].Name, merged.Groups[1].Name})
		require.Equal(t, 1, merged.Employees)
		require.Equal(t, []string{"ana@acme.test", "bo@acme.test", "cy@acme.test"}, w.members(west.ID))
		require.Equal(t, []string{"CRITERIA"}, episodes(west, "ana@acme.test"), "in it all the time")
		require.Equal(t, []string{"CRITERIA"}, episodes(west, "bo@acme.test"), "the criteria came to mean them")
		require.Equal(t, []string{"FACT"}, episodes(ops, "ana@acme.test"), "their department became another")
		require.Equal(t, []string{"CRITERIA"}, episodes(both, "ana@acme.test"))
		require.Equal(t, []int{1, 1, 0}, []int{versions(west), versions(legal), versions(ops)})
		require.Equal(t, before[west.ID]+1, w.reload(west.ID).Version, "one step for one change")
		require.Equal(t, before[legal.ID], w.reload(legal.ID).Version, "nobody came or went")

		_, err = w.departments.Move(w.ctx, w.at("Ops/West"), w.at("Legal"))
		require.NoError(t, err)
		w.check()
		require.Equal(t, []string{"CRITERIA-FACT"}, episodes(west, "cy@acme.test"))
		require.Equal(t, []string{"FACT"}, episodes(legal, "cy@acme.test"))
	})
}

func TestCriteriaKeepADepartmentFromBeingDeleted(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.put(w.ctx, "ana@acme.test", "Sales/West")
		w.put(w.ctx, "bo@acme.test", "Ops")
		for i := range 12 {
			w.group(fmt.Sprintf("west %02d", i), criteria.Tree{Root: in(w.at("Sales/West"))})
		}
		_, err := w.departments.Delete(w.ctx, w.at("Sales"), w.at("Ops"))
		refused(t, errs.CodeConflict, err)
		require.Contains(t, err.Error(), `"west 00", "west 01"`)
		require.Contains(t, err.Error(), "and 2 more")
		require.NotZero(t, w.at("Sales/West"))
		w.check()
	})
}

func TestTheTreeHasBounds(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		deep := strings.TrimSuffix(strings.Repeat("d/", department.MaxLevels), "/")
		w.put(w.ctx, "ana@acme.test", deep)
		w.put(w.ctx, "bo@acme.test", "x/y")
		_, err := w.departments.Create(w.ctx, "more", w.at(deep))
		refused(t, errs.CodeInvalid, err)
		_, err = w.departments.Move(w.ctx, w.at("x"), w.at(strings.TrimSuffix(deep, "/d")))
		refused(t, errs.CodeInvalid, err)
		_, err = w.departments.Rename(w.ctx, w.at("x"), strings.Repeat("я", 201))
		refused(t, errs.CodeInvalid, err)

		// More levels of the greatest length than this are more than an index of PostgreSQL's holds.
		letters := rand.New(rand.NewPCG(1, 1)) // text that cannot be compressed
		long := func(n int) string {
			name := make([]rune, n)
			for i := range name {
				name[i] = 'а' + rune(letters.IntN(32))
			}
			return string(name)
		}
		parent := int64(0)
		for _, n := range []int{200, 200, 200, 200, 197} {
			d, err := w.departments.Create(w.ctx, long(n), parent)
			require.NoError(t, err)
			parent = d.ID
		}
		_, err = w.departments.Create(w.ctx, "bb", parent)
		refused(t, errs.CodeInvalid, err)
		_, err = w.departments.Create(w.ctx, "b", parent)
		require.NoError(t, err)
		w.check()
	})
}

// overtaken is a reader that changes the departments after it has read.
type overtaken struct{ then func() }

func (o *overtaken) Read(_ context.Context, _ int64, grammar *reading.Reader, description string, clock criteria.Clock) reading.Reading {
	read := grammar.Read(description, clock)
	o.then()
	o.then = func() {}
	return read
}

func TestADepartmentGoesWhileADescriptionIsRead(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.put(w.ctx, "ana@acme.test", "Sales")
		w.put(w.ctx, "bo@acme.test", "Ops")
		made, err := w.groups.CreateSmart(w.ctx, group.SmartInput{Name: "G", Description: "People in Sales"})
		require.NoError(t, err)
		w.groups.AskModel(&overtaken{then: func() {
			_, err := w.departments.Merge(w.ctx, w.at("Sales"), w.at("Ops"))
			require.NoError(t, err)
			w.put(w.ctx, "cy@acme.test", "Sales") // another one of that name
		}})
		job := &river.Job[group.GenerateArgs]{Args: group.GenerateArgs{OrganizationID: w.organization, GroupID: made.ID}}
		require.NoError(t, w.groups.Generator().Work(auth.System(t.Context()), job))
		w.check()
		require.Equal(t, entgroup.StatusREADY, w.reload(made.ID).Status)
		require.Equal(t, []string{"cy@acme.test"}, w.members(made.ID))
	})
}
