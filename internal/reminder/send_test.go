package reminder_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/ent"
	entgroup "muster/ent/group"
	entreminder "muster/ent/reminder"
	entrequest "muster/ent/reminderrequest"
	"muster/internal/auth"
	"muster/internal/criteria"
	"muster/internal/criteria/sqlgen"
	"muster/internal/errs"
	"muster/internal/reminder"
	"muster/internal/reminder/mail/mailtest"
	"muster/internal/storage"
)

func TestAWholeGroup(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server.Start(t))
		ana, ben := w.pupil("ana"), w.pupil("ben")
		done, gone, never := w.employee("done", ""), w.pupil("gone"), w.employee("never", "")
		course := w.course("Old")
		w.training(done, course, "ENROLLED", -2*time.Hour, nil)
		w.training(done, course, "COMPLETED", -2*time.Hour, nil) // at the same instant counts
		w.pupil("outsider")
		w.disable(gone)
		group := w.group(entgroup.StatusACTIVE, ana, ben, done, gone, never)
		words := "  Please!\r\nBo "
		in := reminder.Input{GroupID: group, Message: &words, DryRun: true}

		counts := w.send(in)
		require.Equal(t, reminder.Outcome{Queued: 2, SkippedDisabled: 1, SkippedNoPending: 2, Delivery: entrequest.DeliverySMTP}, counts)
		in.DryRun = false
		out := w.send(in)
		require.Equal(t, w.organization, out.Request.OrganizationID)
		require.Equal(t, "console", out.Request.CreatedBy)
		require.Equal(t, "Clickers", out.Request.GroupName)
		require.Equal(t, entrequest.DeliverySMTP, out.Request.Delivery)
		require.Equal(t, w.now.UnixMilli(), out.Request.CreatedAt)
		require.Equal(t, map[string]entreminder.State{"ana": "PENDING", "ben": "PENDING"}, w.states(out.Request))
		out.Request = nil
		require.Equal(t, counts, out, "the dry run told the truth")
		require.Empty(t, server.Taken())

		request := w.db.Read(w.ctx).ReminderRequest.Query().OnlyX(w.ctx)
		require.Empty(t, w.finish(request))
		require.ElementsMatch(t, []string{"ana@acme.example", "ben@acme.example"}, server.Recipients())
		require.Equal(t, 1, server.Sessions(), "over one connection")
		for _, one := range w.reminders(request) {
			require.Equal(t, entreminder.StateSENT, one.State)
			require.Equal(t, 1, one.Attempts)
			require.Equal(t, w.now.UnixMilli(), *one.SettledAt)
		}
		require.Contains(t, mailtest.Parts(t, server.Taken()[0].Raw)["text/plain"], "    Please!\n    Bo\n")
		require.Negative(t, w.attempt(t.Context(), request), "working it again changes nothing")
		require.Len(t, server.Taken(), 2)
	})
}

func TestSelectedMembers(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server.Start(t))
		ana, ben, left, gone := w.pupil("ana"), w.pupil("ben"), w.pupil("left"), w.pupil("gone")
		w.disable(gone)
		group := w.group(entgroup.StatusACTIVE, ana, ben)
		out := w.send(reminder.Input{GroupID: group, EmployeeIDs: []int64{ana, left, ana, gone}})
		require.Equal(t, 1, out.Queued, "named twice is named once")
		require.Equal(t, 1, out.SkippedNotMember)
		require.Equal(t, 1, out.SkippedDisabled)
		require.Empty(t, w.finish(out.Request))
		require.Equal(t, []string{"ana@acme.example"}, server.Recipients())
	})
}

func TestRefusedCalls(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server.Start(t))
		theirs := w.neighbour()
		ana, foreigner := w.pupil("ana"), theirs.pupil("ana")
		group, foreign := w.group(entgroup.StatusACTIVE, ana), theirs.group(entgroup.StatusACTIVE, foreigner)
		long, bell, key := strings.Repeat("é", 2001), "\a", strings.Repeat("k", 201)
		empty := " "
		tests := []struct {
			code errs.Code
			in   reminder.Input
		}{
			{errs.CodeNotFound, reminder.Input{GroupID: group, EmployeeIDs: []int64{ana, 0}}},
			{errs.CodeNotFound, reminder.Input{GroupID: group, EmployeeIDs: []int64{ana, foreigner}}},
			{errs.CodeNotFound, reminder.Input{GroupID: foreign}},
			{errs.CodeNotFound, reminder.Input{GroupID: 0}},
			{errs.CodeState, reminder.Input{GroupID: w.group(entgroup.StatusINACTIVE, ana)}},
			{errs.CodeState, reminder.Input{GroupID: w.group(entgroup.StatusGENERATING, ana)}},
			{errs.CodeInvalid, reminder.Input{GroupID: group, EmployeeIDs: []int64{}}},
			{errs.CodeInvalid, reminder.Input{GroupID: group, Message: &long}},
			{errs.CodeInvalid, reminder.Input{GroupID: group, Message: &bell}},
			{errs.CodeInvalid, reminder.Input{GroupID: group, ClientMutationID: &key}},
			{errs.CodeInvalid, reminder.Input{GroupID: group, ClientMutationID: &empty}},
			{errs.CodeTooLarge, reminder.Input{GroupID: group, EmployeeIDs: make([]int64, reminder.MaxEmployees+1)}},
		}
		for _, tt := range tests {
			for _, dry := range []bool{true, false} {
				tt.in.DryRun = dry
				_, err := w.service.Send(w.ctx, tt.in)
				require.Equal(t, tt.code, errs.CodeOf(err), "%v", err)
			}
		}
		reader := auth.With(t.Context(), auth.Identity{OrganizationID: w.organization, Role: auth.Viewer})
		_, err := w.service.Send(reader, reminder.Input{GroupID: group})
		require.Equal(t, errs.CodeForbidden, errs.CodeOf(err))
		_, err = w.service.Retry(reader, 1, nil)
		require.Equal(t, errs.CodeForbidden, errs.CodeOf(err))
		_, err = w.service.Send(t.Context(), reminder.Input{GroupID: group})
		require.Equal(t, errs.CodeUnauthenticated, errs.CodeOf(err))
		all := auth.System(t.Context())
		require.Zero(t, db.Read(all).Reminder.Query().CountX(all)+db.Read(all).ReminderRequest.Query().CountX(all), "nothing half done")
	})
}

func TestTheSameCallTwice(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server.Start(t))
		ana, ben := w.pupil("ana"), w.pupil("ben")
		group := w.group(entgroup.StatusACTIVE, ana, ben)
		key, message := "k-1", "Please"
		in := reminder.Input{GroupID: group, EmployeeIDs: []int64{ben, ana}, Message: &message, ClientMutationID: &key}
		first := w.send(in)
		w.finish(first.Request)
		in.EmployeeIDs = []int64{ana, ben, ana}
		again := w.send(in)
		require.Equal(t, first.Request.ID, again.Request.ID)
		require.Equal(t, 2, again.Queued)
		in.DryRun = true
		require.Equal(t, 2, w.send(in).SkippedRecently, "a dry run is no repetition: it counts what would be")
		in.DryRun = false
		for _, other := range []reminder.Input{
			{GroupID: group, EmployeeIDs: []int64{ana}, Message: &message, ClientMutationID: &key},
			{GroupID: group, Message: &message, ClientMutationID: &key},
			{GroupID: group, EmployeeIDs: []int64{ben, ana}, ClientMutationID: &key},
		} {
			_, err := w.service.Send(w.ctx, other)
			require.Equal(t, errs.CodeConflict, errs.CodeOf(err))
		}
		theirs := w.neighbour()
		other := theirs.send(reminder.Input{GroupID: theirs.group(entgroup.StatusACTIVE, theirs.pupil("cy")), ClientMutationID: &key})
		require.NotEqual(t, first.Request.ID, other.Request.ID, "a key is the organization's own")
	})
}

func TestTheQuietTime(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server.Start(t))
		ana := w.pupil("ana")
		group, other := w.group(entgroup.StatusACTIVE, ana), w.group(entgroup.StatusACTIVE, ana, w.pupil("ben"))
		first := w.send(reminder.Input{GroupID: group})
		require.Equal(t, 1, w.send(reminder.Input{GroupID: other}).SkippedRecently, "one is on its way, from whichever group")
		w.finish(first.Request)
		w.now = w.now.Add(quiet - time.Millisecond)
		out := w.send(reminder.Input{GroupID: group})
		require.Equal(t, 1, out.SkippedRecently)
		require.Empty(t, w.reminders(out.Request))
		w.now = w.now.Add(time.Millisecond)
		require.Equal(t, 1, w.send(reminder.Input{GroupID: group}).Queued)
	})
}

func TestCallsAtOnceDoNotRemindTwice(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server.Start(t))
		ana, ben := w.pupil("ana"), w.pupil("ben")
		groups := []int64{w.group(entgroup.StatusACTIVE, ana, ben), w.group(entgroup.StatusACTIVE, ana), w.group(entgroup.StatusACTIVE, ben)}
		outs, failures := make([]reminder.Outcome, len(groups)), make([]error, len(groups))
		var calls sync.WaitGroup
		for i, group := range groups {
			calls.Go(func() { outs[i], failures[i] = w.service.Send(w.ctx, reminder.Input{GroupID: group}) })
		}
		calls.Wait()
		queued := 0
		for i := range groups {
			require.NoError(t, failures[i])
			queued += outs[i].Queued
		}
		require.Equal(t, 2, queued)
	})
}

func TestManyMembers(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server.Start(t))
		members := w.crowd(250)
		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, members...)})
		require.Equal(t, len(members), out.Queued)
		require.Empty(t, w.finish(out.Request))
		recipients := map[string]bool{}
		for _, to := range server.Recipients() {
			require.False(t, recipients[to], "%s twice", to)
			recipients[to] = true
		}
		require.Len(t, recipients, len(members))
		require.Equal(t, 1, server.Sessions())
	})
}

// TestPendingIsUnfinished holds the choice of receivers to the criteria's own meaning of an unfinished enrolment, over
// histories whose instants often meet.
func TestPendingIsUnfinished(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server.Start(t))
		random := rand.New(rand.NewPCG(1, 2))
		courses := []int64{w.course("A"), w.course("B")}
		members := w.crowd(120) // each enrolled in a third course
		w.write(func(ctx context.Context, c *ent.Client) error {
			if _, err := c.TrainingEvent.Delete().Exec(ctx); err != nil {
				return err
			}
			for _, id := range members {
				for n := range random.IntN(6) {
					err := c.TrainingEvent.Create().SetEventID(fmt.Sprint(id, n)).SetEmployeeID(id).SetCourseID(courses[random.IntN(2)]).
						SetType([]string{"ENROLLED", "COMPLETED", "STARTED"}[random.IntN(3)]).
						SetOccurredAt(w.now.UnixMilli() + int64(random.IntN(5)) - 3).SetRecordedAt(1).Exec(ctx)
					if err != nil {
						return err
					}
				}
			}
			return nil
		})
		predicate, args, err := sqlgen.Predicate(criteria.Tree{Root: criteria.Enrolment{State: criteria.Unfinished}}, sqlgen.Dialect(db.Dialect()),
			w.organization, criteria.ClockAt(criteria.InstantOf(w.now), time.UTC))
		require.NoError(t, err)
		rows, err := db.SQL().QueryContext(t.Context(), db.Dialect().Rebind("SELECT e.id FROM employees e WHERE "+predicate), args...)
		require.NoError(t, err)
		defer rows.Close()
		unfinished := []int64{}
		for rows.Next() {
			var id int64
			require.NoError(t, rows.Scan(&id))
			unfinished = append(unfinished, id)
		}
		require.NoError(t, rows.Err())

		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, members...)})
		queued := []int64{}
		for _, one := range w.reminders(out.Request) {
			queued = append(queued, one.EmployeeID)
		}
		require.ElementsMatch(t, unfinished, queued)
		require.Greater(t, len(queued), 20)
		require.Greater(t, out.SkippedNoPending, 20)
		w.finish(out.Request)
		require.Len(t, server.Taken(), len(queued), "and what is written about is the same")
	})
}
