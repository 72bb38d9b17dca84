package reminder

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"muster/ent"
	entrequest "muster/ent/reminderrequest"
	"muster/internal/auth"
	"muster/internal/jobs"
	"muster/internal/reminder/mail"
)

// Args is the job that works through a request's reminders.
type Args struct {
	OrganizationID int64 `json:"organizationId"`
	RequestID      int64 `json:"requestId"`
}

// Kind names the job.
func (Args) Kind() string { return "send_reminders" }

// InsertOpts keeps the job out of the way of those that somebody waits for, and alive however long the database or the
// node is away: its reminders end it, not its attempts.
func (Args) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: jobs.Mail, MaxAttempts: 10_000}
}

const (
	// slice is how long one attempt works; then the job comes again, behind those that wait.
	slice = 2 * time.Minute
	// timeout is the slice, with the last message, its outcome and a reconnection.
	timeout = 4 * time.Minute
	// chunk is how many reminders are looked up at a time.
	chunk = 100
	// retryJob is the longest pause after an attempt that failed with the database or a node.
	retryJob = time.Minute
)

// Worker works Args jobs.
type Worker struct {
	river.WorkerDefaults[Args]

	service *Service
}

// Worker gives the worker of the service's jobs.
func (s *Service) Worker() *Worker { return &Worker{service: s} }

// Timeout bounds one attempt; the next one continues it.
func (*Worker) Timeout(*river.Job[Args]) time.Duration { return timeout }

// NextRetry waits longer with every attempt, up to a minute.
func (*Worker) NextRetry(job *river.Job[Args]) time.Time {
	return time.Now().Add(min(time.Duration(job.Attempt)*time.Second, retryJob))
}

// Work sends reminders until none is left for now, and comes again for those that have to wait.
func (w *Worker) Work(ctx context.Context, job *river.Job[Args]) error {
	s, args := w.service, job.Args
	ctx = auth.AsMuster(ctx, args.OrganizationID)
	request, err := s.db.Read(ctx).ReminderRequest.Get(ctx, args.RequestID)
	if ent.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reminder: request %d: %w", args.RequestID, err)
	}
	again, err := s.work(ctx, request)
	switch {
	case ctx.Err() != nil: // the node stops: another goes on at once
		return river.JobSnooze(0)
	case err != nil:
		return fmt.Errorf("reminder: request %d: %w", args.RequestID, err)
	case again != nil:
		return river.JobSnooze(*again)
	}
	return nil
}

// work sends what may be sent now. It gives the pause after which there is more, nil where nothing is left.
func (s *Service) work(ctx context.Context, request *ent.ReminderRequest) (again *time.Duration, err error) {
	r := &round{Service: s, request: request}
	defer r.hangUp()
	working, stop := context.WithCancel(ctx)
	defer stop()
	defer time.AfterFunc(slice, stop).Stop()
	for {
		due, err := s.due(ctx, request, chunk)
		if err != nil {
			return nil, err
		}
		if len(due) == 0 {
			return s.nextDue(ctx, request)
		}
		err = r.send(working, due)
		var outage *mail.OutageError
		switch {
		case working.Err() != nil:
			return new(time.Duration), nil
		case errors.As(err, &outage):
			return s.outage(ctx, request.ID, outage)
		case err != nil:
			return nil, err
		}
	}
}

// outage notes that the mail server could not be used, and gives the pause before the next try.
func (s *Service) outage(ctx context.Context, id int64, outage *mail.OutageError) (*time.Duration, error) {
	s.log.WarnContext(ctx, "could not begin to send reminders", slog.Int64("request", id), slog.Any("error", outage))
	outages, err := s.noteOutage(ctx, id, outage.Reason)
	wait := pause(outages)
	if outages >= maxOutages { // nothing should be left
		wait = 0
	}
	return &wait, err
}

// round is one attempt's way through a request, over one connection as long as that holds.
type round struct {
	*Service

	request *ent.ReminderRequest
	session mail.Session
}

func (r *round) hangUp() {
	if r.session != nil {
		r.session.Close()
		r.session = nil
	}
}

// connect makes sure of a session. Errors: *mail.OutageError.
func (r *round) connect(ctx context.Context) error {
	if r.session != nil {
		return nil
	}
	session, err := r.carrier.Open(ctx)
	if err != nil {
		return err
	}
	r.session = session
	if delivery := entrequest.Delivery(r.carrier.Delivery()); r.request.Outages > 0 || r.request.Delivery != delivery {
		r.request, err = r.noteSession(ctx, r.request.ID, delivery)
	}
	return err
}

// send works through reminders that are due.
func (r *round) send(ctx context.Context, due []*ent.Reminder) error {
	letters, err := r.letters(ctx, r.request, due)
	if err != nil {
		return err
	}
	for _, one := range due {
		if err := r.sendOne(ctx, one, letters[one.EmployeeID]); err != nil {
			return err
		}
	}
	return nil
}

// sendOne takes a reminder, carries its message and stores the outcome. Once it is taken this is seen to its end, even if
// ctx ends.
func (r *round) sendOne(ctx context.Context, one *ent.Reminder, m *mail.Message) error {
	if left := r.leftBehind(one); left != nil {
		return r.settle(ctx, one, left)
	}
	if m == nil {
		return r.settle(ctx, one, &nothingLeft)
	}
	if err := r.connect(ctx); err != nil {
		return err
	}
	if err := r.session.Ready(ctx); err != nil {
		return err
	}
	taken, err := r.take(ctx, one)
	if taken == nil || err != nil {
		return err
	}
	failure := r.session.Send(*m)
	if failure != nil && failure.Broken {
		r.hangUp()
	}
	return r.settle(ctx, taken, outcomeOfSend(taken, failure))
}
