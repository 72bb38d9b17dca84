package membership_test

import (
	"time"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/internal/criteria"
	"muster/internal/group"
	"muster/internal/reading"
)

// turn goes to a second around the next turn of the calendar that windows fall over: the end of a month or a quarter, a clock change of the
// zone, 29 February.
func (w *world) turn() {
	local := w.now.In(w.zone)
	month := time.Date(local.Year(), local.Month()+1, 1, 0, 0, 0, 0, w.zone)
	leap := local.Year()
	for ; leap%4 != 0 || !w.now.Before(time.Date(leap, 2, 29, 0, 0, 0, 0, w.zone)); leap++ {
		continue
	}
	turns := []time.Time{
		month, month, time.Date(local.Year(), (local.Month()-1)/3*3+4, 1, 0, 0, 0, 0, w.zone),
		time.Date(leap, 2, 29, 0, 0, 0, 0, w.zone), time.Date(leap, 3, 1, 0, 0, 0, 0, w.zone),
	}
	if _, change := local.ZoneBounds(); !change.IsZero() {
		turns = append(turns, change, change)
	}
	at := rapid.SampledFrom(turns).Draw(w.t, "turn").UTC()
	w.now = at.Add(rapid.SampledFrom([]time.Duration{-time.Millisecond, 0, time.Second}).Draw(w.t, "offset"))
}

// Words whose meaning the glossary decides.
var words = []string{"New hires", "Repeat offenders", "Inactive users", "Risky users", "Recent clickers", "New hires without training"}

// describe makes a group of words, or gives the one that there is other words: as the glossary in force has them.
func (w *world) describe() {
	text := rapid.SampledFrom(words).Draw(w.t, "words")
	if w.described == 0 {
		if len(w.groups) == 4 {
			return
		}
		g, err := w.service.CreateSmart(w.ctx, group.SmartInput{Name: "W", Description: text})
		require.NoError(w, err)
		w.described = g.ID
		w.groups, w.values.Groups = append(w.groups, g.ID), append(w.values.Groups, criteria.GroupID(g.ID))
	} else {
		_, err := w.service.Redescribe(w.ctx, w.described, text)
		require.NoError(w, err)
	}
	job := &river.Job[group.GenerateArgs]{Args: group.GenerateArgs{OrganizationID: w.organization, GroupID: w.described, Author: "test"}}
	require.NoError(w, w.service.Generator().Work(w.ctx, job))
	read, err := w.service.Interpret(w.ctx, w.organization, text)
	require.NoError(w, err)
	require.Equal(w, read.Tree, w.criteriaOf(w.described))
}

// define changes the glossary. Groups stay what they are until they are described again.
func (w *world) define() {
	before := w.criteriaOf(w.described)
	_, err := w.glossary.Change(w.ctx, func(g *reading.Glossary) error {
		g.NewHireDays = rapid.IntRange(1, 60).Draw(w.t, "new hire")
		g.RecentDays = rapid.IntRange(1, 60).Draw(w.t, "recent")
		g.RepeatDays = rapid.IntRange(1, 120).Draw(w.t, "repeat")
		return nil
	})
	require.NoError(w, err)
	require.Equal(w, before, w.criteriaOf(w.described))
}

func (w *world) criteriaOf(id int64) *criteria.Tree {
	if id == 0 {
		return nil
	}
	g, err := w.db.Read(w.ctx).Group.Get(w.ctx, id)
	require.NoError(w, err)
	tree, err := group.CriteriaOf(g)
	require.NoError(w, err)
	return tree
}
