package reminder_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"muster/ent"
	entgroup "muster/ent/group"
	entreminder "muster/ent/reminder"
	entrequest "muster/ent/reminderrequest"
	"muster/internal/errs"
	"muster/internal/reminder"
	"muster/internal/reminder/mail"
	"muster/internal/reminder/mail/mailtest"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

// refuse makes the server refuse one person for the first times, with the code.
func refuse(who string, times, code int) func(string, int) error {
	return func(to string, asked int) error {
		if to == who+"@acme.example" && asked <= times {
			return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: "not now"}
		}
		return nil
	}
}

func TestAFailureThatPasses(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		server.Refuse = refuse("ana", 2, 451)
		w := newWorld(t, db, server.Start(t))
		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, w.pupil("ana"), w.pupil("ben"))})
		wait := w.attempt(t.Context(), out.Request)
		require.Equal(t, time.Minute, wait)
		require.Equal(t, []string{"ben@acme.example"}, server.Recipients(), "the others do not wait")
		ana := w.reminders(out.Request)["ana"]
		require.Equal(t, entreminder.StatePENDING, ana.State)
		require.Equal(t, "451 4.0.0 not now", *ana.Failure)
		w.now = w.now.Add(wait)
		require.Equal(t, []time.Duration{2 * time.Minute}, w.finish(out.Request))
		ana = w.reminders(out.Request)["ana"]
		require.Equal(t, entreminder.StateSENT, ana.State)
		require.Equal(t, 3, ana.Attempts)
		require.Nil(t, ana.Failure)
	})
}

func TestAFailureThatDoesNotPassInTime(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		server.Refuse = refuse("ana", 1000, 451)
		w := newWorld(t, db, server.Start(t))
		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, w.pupil("ana"))})
		pauses := []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 16 * time.Minute}
		require.Equal(t, pauses, w.finish(out.Request))
		ana := w.reminders(out.Request)["ana"]
		require.Equal(t, entreminder.StateFAILED, ana.State)
		require.Equal(t, 6, ana.Attempts)
	})
}

func TestAFailureForGoodIsRetriedByHand(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		server.Refuse = refuse("ana", 1, 550)
		w := newWorld(t, db, server.Start(t))
		ana, ben := w.pupil("ana"), w.pupil("ben")
		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, ana, ben)})
		require.Empty(t, w.finish(out.Request))
		require.Equal(t, map[string]entreminder.State{"ana": "FAILED", "ben": "SENT"}, w.states(out.Request))
		failed := w.reminders(out.Request)["ana"]
		require.Equal(t, "550 5.0.0 not now", *failed.Failure)

		theirs := w.neighbour()
		_, err := w.service.Retry(theirs.ctx, out.Request.ID, nil)
		require.Equal(t, errs.CodeNotFound, errs.CodeOf(err))
		_, err = w.service.Retry(w.ctx, out.Request.ID, []int64{failed.ID, 0})
		require.Equal(t, errs.CodeNotFound, errs.CodeOf(err))
		sent := w.reminders(out.Request)["ben"]
		again, err := w.service.Retry(w.ctx, out.Request.ID, []int64{sent.ID})
		require.NoError(t, err)
		require.Zero(t, again.Queued+again.SkippedRecently, "what was sent stays sent")
		again, err = w.service.Retry(w.ctx, out.Request.ID, nil)
		require.NoError(t, err)
		require.Equal(t, 1, again.Queued)
		require.Empty(t, w.finish(out.Request))
		require.Equal(t, map[string]entreminder.State{"ana": "SENT", "ben": "SENT"}, w.states(out.Request))
		require.Len(t, server.Taken(), 2)
	})
}

func TestARetryKeepsTheQuietTime(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		server.Refuse = refuse("ana", 1, 550)
		w := newWorld(t, db, server.Start(t))
		group := w.group(entgroup.StatusACTIVE, w.pupil("ana"))
		first := w.send(reminder.Input{GroupID: group})
		w.finish(first.Request)
		second := w.send(reminder.Input{GroupID: group})
		require.Equal(t, 1, second.Queued, "a failure keeps nobody quiet")
		w.finish(second.Request)
		again, err := w.service.Retry(w.ctx, first.Request.ID, nil)
		require.NoError(t, err)
		require.Equal(t, 1, again.SkippedRecently)
		require.Zero(t, again.Queued)
		require.Equal(t, map[string]entreminder.State{"ana": "FAILED"}, w.states(first.Request))
	})
}

// TestStoppedInTheMiddle stops the worker while a message is under way, again and again.
func TestStoppedInTheMiddle(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		var stop context.CancelFunc
		server.Took = func(mailtest.Mail) { stop() }
		w := newWorld(t, db, server.Start(t))
		members := w.crowd(5)
		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, members...)})
		for i := range members {
			var ctx context.Context
			ctx, stop = context.WithCancel(t.Context())
			require.Zero(t, w.attempt(ctx, out.Request), "the job comes again at once")
			require.Len(t, server.Taken(), i+1, "one message is seen to its end, and no other begun")
			stop()
		}
		require.Negative(t, w.attempt(t.Context(), out.Request))
		require.Len(t, server.Taken(), len(members))
		for name, state := range w.states(out.Request) {
			require.Equal(t, entreminder.StateSENT, state, name)
		}
	})
}

// leaveBehind does what a worker does that dies between the message and its outcome.
func (w *world) leaveBehind(request *ent.ReminderRequest, name string) {
	w.t.Helper()
	one := w.reminders(request)[name]
	w.write(func(ctx context.Context, c *ent.Client) error {
		return c.Reminder.UpdateOneID(one.ID).SetState(entreminder.StateSENDING).SetAttempts(1).
			SetWaitUntil(w.now.Add(2 * time.Minute).UnixMilli()).Exec(ctx)
	})
}

func TestKilledInTheMiddle(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server.Start(t))
		group := w.group(entgroup.StatusACTIVE, w.pupil("ana"), w.pupil("ben"))
		out := w.send(reminder.Input{GroupID: group})
		w.leaveBehind(out.Request, "ana")
		require.Equal(t, 2*time.Minute, w.attempt(t.Context(), out.Request), "another may have it in hand")
		require.Equal(t, map[string]entreminder.State{"ana": "SENDING", "ben": "SENT"}, w.states(out.Request))
		w.now = w.now.Add(2 * time.Minute)
		require.Empty(t, w.finish(out.Request))
		ana := w.reminders(out.Request)["ana"]
		require.Equal(t, entreminder.StateFAILED, ana.State)
		require.Contains(t, *ana.Failure, "may have arrived")
		require.Equal(t, []string{"ben@acme.example"}, server.Recipients(), "nobody is written to twice without being asked")

		again, err := w.service.Retry(w.ctx, out.Request.ID, []int64{ana.ID})
		require.NoError(t, err)
		require.Equal(t, 1, again.Queued)
		require.Empty(t, w.finish(out.Request))
		require.Equal(t, []string{"ben@acme.example", "ana@acme.example"}, server.Recipients())
	})
}

func TestAnAnswerThatIsLost(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		server.Took = func(mailtest.Mail) { server.Stop() }
		w := newWorld(t, db, server.Start(t))
		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, w.pupil("ana"))})
		require.Empty(t, w.finish(out.Request))
		ana := w.reminders(out.Request)["ana"]
		require.Equal(t, entreminder.StateFAILED, ana.State)
		require.Contains(t, *ana.Failure, "may have arrived")
		require.Len(t, server.Taken(), 1)
	})
}

func TestTwoWorkersOfOneRequest(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server.Start(t))
		members := w.crowd(40)
		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, members...)})
		done := make(chan time.Duration, 2)
		for range cap(done) {
			go func() { done <- w.attempt(t.Context(), out.Request) }()
		}
		for range cap(done) {
			<-done
		}
		w.finish(out.Request)
		require.Len(t, server.Taken(), len(members))
		for name, state := range w.states(out.Request) {
			require.Equal(t, entreminder.StateSENT, state, name)
		}
	})
}

func TestTheServerIsAway(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server)
		server.Stop()
		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, w.pupil("ana"))})
		require.Equal(t, time.Minute, w.attempt(t.Context(), out.Request))
		require.Equal(t, "the mail server could not be reached", *w.request(out.Request.ID).Trouble)
		ana := w.reminders(out.Request)["ana"]
		require.Equal(t, entreminder.StatePENDING, ana.State)
		require.Zero(t, ana.Attempts, "no attempt at her reminder")

		w.now = w.now.Add(time.Minute)
		pauses := w.finish(out.Request)
		require.Equal(t, 2*time.Minute, pauses[0])
		require.Equal(t, time.Hour, pauses[7])
		require.Equal(t, map[string]entreminder.State{"ana": "FAILED"}, w.states(out.Request))

		back := mailtest.New(t).Start(t)
		carrier, err := mail.New(mail.Settings{SMTPURL: "smtp://" + back.Addr(), From: "security@acme.example", Rate: 1000})
		require.NoError(t, err)
		w.restart(carrier)
		again, err := w.service.Retry(w.ctx, out.Request.ID, nil)
		require.NoError(t, err)
		require.Equal(t, 1, again.Queued)
		require.Nil(t, again.Request.Trouble)
		require.Empty(t, w.finish(out.Request))
		require.Equal(t, []string{"ana@acme.example"}, back.Recipients())
	})
}

func TestWhatWasDoneMeanwhileIsNotRemindedOf(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server.Start(t))
		ana, ben, course := w.employee("ana", ""), w.pupil("ben"), w.course("Passwords")
		w.training(ana, course, "ENROLLED", -time.Hour, nil)
		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, ana, ben)})
		w.training(ana, course, "COMPLETED", 0, nil)
		w.disable(ben)
		require.Empty(t, w.finish(out.Request))
		require.Equal(t, map[string]entreminder.State{"ana": "SKIPPED", "ben": "SKIPPED"}, w.states(out.Request))
		require.Zero(t, server.Sessions(), "no reason to call")
	})
}

func TestFiles(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		folder := t.TempDir()
		w := newWorldWith(t, db, nil, mail.Settings{DataDir: folder})
		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, w.pupil("ana"), w.pupil("ben"))})
		require.Equal(t, entrequest.DeliveryFILE, out.Delivery)
		require.Equal(t, entrequest.DeliveryFILE, out.Request.Delivery)
		w.leaveBehind(out.Request, "ana")
		w.now = w.now.Add(2 * time.Minute)
		require.Empty(t, w.finish(out.Request))
		require.Equal(t, map[string]entreminder.State{"ana": "SENT", "ben": "SENT"}, w.states(out.Request), "a file may be written twice")
		files, err := filepath.Glob(filepath.Join(folder, "outbox", "rem_*.eml"))
		require.NoError(t, err)
		require.Len(t, files, 2)
		raw, err := os.ReadFile(files[0])
		require.NoError(t, err)
		require.Contains(t, mailtest.Parts(t, string(raw))["text/plain"], "Hello")
	})
}

// TestDeliveryIsToldAsItIs changes the installation between the request and its work.
func TestDeliveryIsToldAsItIs(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, nil)
		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, w.pupil("ana"))})
		carrier, err := mail.New(mail.Settings{SMTPURL: "smtp://" + server.Start(t).Addr(), From: "security@acme.example", Rate: 1000})
		require.NoError(t, err)
		w.restart(carrier)
		require.Empty(t, w.finish(out.Request))
		require.Len(t, server.Taken(), 1)
		require.Equal(t, entrequest.DeliverySMTP, w.request(out.Request.ID).Delivery)
	})
}

func TestLettersOfAnOrganization(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server.Start(t))
		w.write(func(ctx context.Context, c *ent.Client) error {
			return c.Organization.UpdateOneID(w.organization).SetLanguage("pt").Exec(ctx)
		})
		ana, ben := w.employee("ana", "es-mx"), w.employee("ben", "fr")
		basics, passwords, old, next := w.course("Basics"), w.course("Passwords"), w.course("Old"), w.course("Next")
		// 02:00 UTC on the 18th is the evening of the 17th in Bogotá.
		past, soon, later := time.Date(2026, 5, 18, 2, 0, 0, 0, time.UTC), w.now.AddDate(0, 0, 3), w.now.AddDate(0, 1, 0)
		for _, id := range []int64{ana, ben} {
			w.training(id, passwords, "ENROLLED", -time.Hour, &later)
			w.training(id, passwords, "ENROLLED", -2*time.Hour, &soon)
			w.training(id, basics, "ENROLLED", -100*time.Hour, &past)
			w.training(id, old, "ENROLLED", -100*time.Hour, &past)
			w.training(id, old, "COMPLETED", -50*time.Hour, nil)
			w.training(id, next, "ENROLLED", time.Hour, nil)
		}
		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, ana, ben)})
		require.Empty(t, w.finish(out.Request))
		texts := map[string]string{}
		for _, m := range server.Taken() {
			texts[m.To] = mailtest.Parts(t, m.Raw)["text/plain"]
			require.Equal(t, map[string]string{"ana@acme.example": "es", "ben@acme.example": "pt"}[m.To], m.Header.Get("Content-Language"))
		}
		require.Contains(t, texts["ana@acme.example"],
			"- Basics (vencida desde el 17 de mayo de 2026)\n- Passwords (vence el 23 de mayo de 2026)\n\n")
		require.Contains(t, texts["ben@acme.example"],
			"- Basics (em atraso desde 17 de maio de 2026)\n- Passwords (prazo: 23 de maio de 2026)\n\n")
	})
}

func TestAnotherOrganizationsJobDoesNothing(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB, server *mailtest.Server) {
		w := newWorld(t, db, server.Start(t))
		out := w.send(reminder.Input{GroupID: w.group(entgroup.StatusACTIVE, w.pupil("ana"))})
		misled := *out.Request
		misled.OrganizationID = w.neighbour().organization
		require.Negative(t, w.attempt(t.Context(), &misled))
		require.Empty(t, server.Taken())
		require.Equal(t, map[string]entreminder.State{"ana": "PENDING"}, w.states(out.Request))
	})
}
