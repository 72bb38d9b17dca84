package reminder_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"

	"muster/ent"
	entemployee "muster/ent/employee"
	entgroup "muster/ent/group"
	"muster/ent/membership"
	entreminder "muster/ent/reminder"
	"muster/internal/auth"
	"muster/internal/jobs"
	"muster/internal/reminder"
	"muster/internal/reminder/mail"
	"muster/internal/reminder/mail/mailtest"
	"muster/internal/storage"
	"muster/internal/storage/storagetest"
)

const quiet = 24 * time.Hour

// world is one organization with the service under test, a clock that the test moves, and a mail server.
type world struct {
	t            testing.TB
	db           *storage.DB
	organization int64
	ctx          context.Context // an operator's
	now          time.Time
	server       *mailtest.Server
	service      *reminder.Service
	events       int
}

// newWorld delivers to the server, where there is one, and else into files.
func newWorld(t testing.TB, db *storage.DB, server *mailtest.Server) *world {
	t.Helper()
	settings := mail.Settings{DataDir: t.TempDir()}
	if server != nil {
		settings = mail.Settings{SMTPURL: "smtp://" + server.Addr(), From: "Security <security@acme.example>", Rate: 10_000}
	}
	return newWorldWith(t, db, server, settings)
}

func newWorldWith(t testing.TB, db *storage.DB, server *mailtest.Server, settings mail.Settings) *world {
	t.Helper()
	w := &world{t: t, db: db, server: server, now: time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)}
	w.organization = storagetest.Organization(t, db, "Acme", "America/Bogota")
	w.ctx = auth.With(t.Context(), auth.Identity{OrganizationID: w.organization, Role: auth.Operator, Name: "console"})
	carrier, err := mail.New(settings)
	require.NoError(t, err)
	w.restart(carrier)
	return w
}

// restart runs the service anew, with another carrier.
func (w *world) restart(carrier mail.Carrier) {
	w.t.Helper()
	log := slog.New(slog.DiscardHandler)
	queue, err := jobs.NewQueue(w.db, log)
	require.NoError(w.t, err)
	w.service = reminder.New(w.db, queue, carrier, quiet, func() time.Time { return w.now }, log)
}

// neighbour is another organization in the same database, served by the same program.
func (w *world) neighbour() *world {
	other := *w
	other.organization = storagetest.Organization(w.t, w.db, "Other", "UTC")
	other.ctx = auth.With(w.t.Context(), auth.Identity{OrganizationID: other.organization, Role: auth.Operator, Name: "theirs"})
	return &other
}

func (w *world) write(f func(ctx context.Context, c *ent.Client) error) {
	w.t.Helper()
	require.NoError(w.t, w.db.InTx(w.ctx, func(ctx context.Context, tx *storage.Tx) error { return f(ctx, tx.Ent) }))
}

func (w *world) employee(name, language string) int64 {
	w.t.Helper()
	var made *ent.Employee
	w.write(func(ctx context.Context, c *ent.Client) (err error) {
		email := name + "@acme.example"
		made, err = c.Employee.Create().SetEmail(email).SetEmailKey(email).SetName(name).SetNameKey(name).SetLanguage(language).
			SetCreatedAt(1).SetUpdatedAt(1).SetAttributes(map[string]any{}).SetAttributesKey(map[string]any{}).Save(ctx)
		return err
	})
	return made.ID
}

// pupil is an employee with one open enrolment.
func (w *world) pupil(name string) int64 {
	w.t.Helper()
	id := w.employee(name, "")
	w.training(id, w.course("Basics "+name), "ENROLLED", -time.Hour, nil)
	return id
}

// crowd is as many pupils of one course, with names that sort by number.
func (w *world) crowd(n int) []int64 {
	w.t.Helper()
	course := w.course("Basics")
	var all []int64
	w.write(func(ctx context.Context, c *ent.Client) error {
		all = nil
		for i := range n {
			name := fmt.Sprintf("p%04d", i)
			e, err := c.Employee.Create().SetEmail(name + "@acme.example").SetEmailKey(name + "@acme.example").SetName(name).SetNameKey(name).
				SetCreatedAt(1).SetUpdatedAt(1).SetAttributes(map[string]any{}).SetAttributesKey(map[string]any{}).Save(ctx)
			if err != nil {
				return err
			}
			err = c.TrainingEvent.Create().SetEventID(name).SetEmployeeID(e.ID).SetCourseID(course).SetType("ENROLLED").
				SetOccurredAt(1).SetRecordedAt(1).Exec(ctx)
			if err != nil {
				return err
			}
			all = append(all, e.ID)
		}
		return nil
	})
	return all
}

func (w *world) course(name string) int64 {
	w.t.Helper()
	var made *ent.Course
	w.write(func(ctx context.Context, c *ent.Client) (err error) {
		made, err = c.Course.Create().SetName(name).SetNameKey(name).SetCreatedAt(1).Save(ctx)
		return err
	})
	return made.ID
}

// training records an event at an offset from now.
func (w *world) training(employee, course int64, kind string, offset time.Duration, due *time.Time) {
	w.t.Helper()
	w.events++
	w.write(func(ctx context.Context, c *ent.Client) error {
		create := c.TrainingEvent.Create().SetEventID(fmt.Sprint(w.events)).SetEmployeeID(employee).SetCourseID(course).SetType(kind).
			SetOccurredAt(w.now.Add(offset).UnixMilli()).SetRecordedAt(1)
		if due != nil {
			create.SetDueAt(due.UnixMilli())
		}
		return create.Exec(ctx)
	})
}

func (w *world) disable(employee int64) {
	w.t.Helper()
	w.write(func(ctx context.Context, c *ent.Client) error {
		return c.Employee.UpdateOneID(employee).SetStatus(entemployee.StatusDISABLED).Exec(ctx)
	})
}

func (w *world) group(status entgroup.Status, members ...int64) int64 {
	w.t.Helper()
	var made *ent.Group
	w.write(func(ctx context.Context, c *ent.Client) (err error) {
		made, err = c.Group.Create().SetName("Clickers").SetNameKey("clickers").SetKind(entgroup.KindMANUAL).SetStatus(status).
			SetCreatedAt(1).SetUpdatedAt(1).Save(ctx)
		for _, id := range members {
			if err == nil {
				err = c.Membership.Create().SetGroupID(made.ID).SetEmployeeID(id).SetJoinedAt(1).SetJoinCause(membership.JoinCauseHAND).Exec(ctx)
			}
		}
		return err
	})
	return made.ID
}

func (w *world) send(in reminder.Input) reminder.Outcome {
	w.t.Helper()
	out, err := w.service.Send(w.ctx, in)
	require.NoError(w.t, err)
	return out
}

// attempt works the request's job once, and gives the pause that it asks for; negative where it is done.
func (w *world) attempt(ctx context.Context, request *ent.ReminderRequest) time.Duration {
	w.t.Helper()
	job := &river.Job[reminder.Args]{
		JobRow: &rivertype.JobRow{Attempt: 1},
		Args:   reminder.Args{OrganizationID: request.OrganizationID, RequestID: request.ID},
	}
	err := w.service.Worker().Work(ctx, job)
	var snooze *rivertype.JobSnoozeError
	if errors.As(err, &snooze) {
		return snooze.Duration
	}
	require.NoError(w.t, err)
	return -1
}

// finish works the request's job until it is done, moving the clock where it has to wait, and gives the pauses.
func (w *world) finish(request *ent.ReminderRequest) []time.Duration {
	w.t.Helper()
	pauses := []time.Duration{}
	for {
		wait := w.attempt(w.t.Context(), request)
		if wait < 0 {
			return pauses
		}
		pauses = append(pauses, wait)
		require.Less(w.t, len(pauses), 50)
		w.now = w.now.Add(wait)
	}
}

// states gives the request's reminders by the receivers' names.
func (w *world) states(request *ent.ReminderRequest) map[string]entreminder.State {
	w.t.Helper()
	found := map[string]entreminder.State{}
	for name, one := range w.reminders(request) {
		found[name] = one.State
	}
	return found
}

func (w *world) reminders(request *ent.ReminderRequest) map[string]*ent.Reminder {
	w.t.Helper()
	client := w.db.Read(w.ctx)
	rows, err := client.Reminder.Query().Where(entreminder.RequestID(request.ID)).All(w.ctx)
	require.NoError(w.t, err)
	found := map[string]*ent.Reminder{}
	for _, row := range rows {
		e, err := client.Employee.Get(w.ctx, row.EmployeeID)
		require.NoError(w.t, err)
		found[e.Name] = row
	}
	return found
}

func (w *world) request(id int64) *ent.ReminderRequest {
	w.t.Helper()
	row, err := w.db.Read(w.ctx).ReminderRequest.Get(w.ctx, id)
	require.NoError(w.t, err)
	return row
}

// each runs the test on both databases, with a mail server that the test sets up and starts.
func each(t *testing.T, test func(t *testing.T, db *storage.DB, server *mailtest.Server)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) { test(t, db, mailtest.New(t)) })
}
