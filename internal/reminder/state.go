package reminder

import (
	"context"
	"time"

	"muster/ent"
	entreminder "muster/ent/reminder"
	entrequest "muster/ent/reminderrequest"
	"muster/internal/reminder/mail"
	"muster/internal/storage"
)

const (
	// maxAttempts bounds the attempts for one reminder whose failures may pass: over half an hour in all.
	maxAttempts = 6
	// maxOutages bounds, in a row, the attempts to use a mail server: over four hours in all.
	maxOutages = 10
	firstPause = time.Minute
	maxPause   = time.Hour
	// lease is how long a reminder stays SENDING in one hand: longer than any message takes.
	lease = 2 * time.Minute
	// storeTimeout bounds the writing of one change.
	storeTimeout = 20 * time.Second
)

// pause is the time before the next attempt, after the given number of them: it doubles.
func pause(attempts int) time.Duration {
	return min(firstPause<<min(attempts-1, 10), maxPause)
}

// outcome is what a reminder becomes.
type outcome struct {
	state   entreminder.State
	failure string
	wait    time.Duration // of a PENDING one
}

var nothingLeft = outcome{state: entreminder.StateSKIPPED, failure: "nothing is pending any more, or the account is disabled"}

// outcomeOfSend judges an attempt; nil is success.
func outcomeOfSend(one *ent.Reminder, failure *mail.Failure) *outcome {
	switch {
	case failure == nil:
		return &outcome{state: entreminder.StateSENT}
	case failure.Permanent, failure.Unknown, one.Attempts >= maxAttempts:
		return &outcome{state: entreminder.StateFAILED, failure: failure.Reason}
	default:
		return &outcome{state: entreminder.StatePENDING, failure: failure.Reason, wait: pause(one.Attempts)}
	}
}

// leftBehind judges a reminder that somebody took and did not settle in time; nil where it may be sent. A file may be
// written twice.
func (r *round) leftBehind(one *ent.Reminder) *outcome {
	if one.State != entreminder.StateSENDING || r.carrier.Delivery() == mail.ByFile {
		return nil
	}
	return &outcome{state: entreminder.StateFAILED, failure: "the program ended while this was being sent: it may have arrived"}
}

// due reads reminders that may be worked on now.
func (s *Service) due(ctx context.Context, request *ent.ReminderRequest, limit int) ([]*ent.Reminder, error) {
	rows := s.db.Read(ctx).Reminder.Query().
		Where(entreminder.RequestID(request.ID), entreminder.WaitUntilLTE(s.instant())).
		Order(ent.Asc(entreminder.FieldWaitUntil)).Limit(limit)
	left, err := rows.Clone().Where(entreminder.StateEQ(entreminder.StateSENDING)).All(ctx)
	if err != nil {
		return nil, err
	}
	pending, err := rows.Where(entreminder.StateEQ(entreminder.StatePENDING)).All(ctx)
	return append(left, pending...), err
}

// nextDue gives the time until a reminder has to be looked at again, nil where all are settled.
func (s *Service) nextDue(ctx context.Context, request *ent.ReminderRequest) (*time.Duration, error) {
	next, err := s.db.Read(ctx).Reminder.Query().
		Where(entreminder.RequestID(request.ID), entreminder.StateIn(entreminder.StatePENDING, entreminder.StateSENDING)).
		Order(ent.Asc(entreminder.FieldWaitUntil)).First(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	wait := time.Duration(max(0, next.WaitUntil-s.instant())) * time.Millisecond
	return &wait, nil
}

// take makes the reminder SENDING in this hand; nil where another was faster.
func (s *Service) take(ctx context.Context, one *ent.Reminder) (*ent.Reminder, error) {
	taken := *one
	taken.State, taken.Attempts, taken.WaitUntil = entreminder.StateSENDING, one.Attempts+1, s.instant()+lease.Milliseconds()
	changed, err := s.change(ctx, one, func(update *ent.ReminderUpdate) *ent.ReminderUpdate {
		return update.SetState(taken.State).SetAttempts(taken.Attempts).SetWaitUntil(taken.WaitUntil)
	})
	if !changed || err != nil {
		return nil, err
	}
	return &taken, nil
}

// settle stores the outcome, unless the reminder has gone into another hand.
func (s *Service) settle(ctx context.Context, one *ent.Reminder, o *outcome) error {
	_, err := s.change(ctx, one, func(update *ent.ReminderUpdate) *ent.ReminderUpdate {
		update.SetState(o.state)
		if o.failure != "" {
			update.SetFailure(o.failure)
		} else {
			update.ClearFailure()
		}
		if o.state == entreminder.StatePENDING {
			return update.SetWaitUntil(s.instant() + o.wait.Milliseconds())
		}
		return update.SetSettledAt(s.instant())
	})
	return err
}

// change writes to the reminder if it is as it was seen: in the same state until the same instant. It goes on where ctx
// ends meanwhile: a transaction that is broken off leaves open whether it was committed.
func (s *Service) change(ctx context.Context, seen *ent.Reminder, set func(*ent.ReminderUpdate) *ent.ReminderUpdate) (changed bool, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTimeout)
	defer cancel()
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := set(tx.Ent.Reminder.Update().Where(
			entreminder.ID(seen.ID), entreminder.StateEQ(seen.State), entreminder.WaitUntil(seen.WaitUntil),
		)).Save(ctx)
		changed = n > 0
		return err
	})
	return changed, err
}

// noteOutage counts that the mail server could not be used; after the last time every reminder left is FAILED.
func (s *Service) noteOutage(ctx context.Context, id int64, reason string) (outages int, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		request, err := tx.Ent.ReminderRequest.UpdateOneID(id).AddOutages(1).SetTrouble(reason).Save(ctx)
		if err != nil {
			return err
		}
		if outages = request.Outages; outages < maxOutages {
			return nil
		}
		return tx.Ent.Reminder.Update().
			Where(entreminder.RequestID(id), entreminder.Or(
				entreminder.StateEQ(entreminder.StatePENDING),
				entreminder.And(entreminder.StateEQ(entreminder.StateSENDING), entreminder.WaitUntilLTE(s.instant())),
			)).
			SetState(entreminder.StateFAILED).SetFailure(reason).SetSettledAt(s.instant()).Exec(ctx)
	})
	return outages, err
}

// noteSession notes that the mail server can be used, and how it delivers.
func (s *Service) noteSession(ctx context.Context, id int64, delivery entrequest.Delivery) (request *ent.ReminderRequest, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		request, err = tx.Ent.ReminderRequest.UpdateOneID(id).SetOutages(0).ClearTrouble().SetDelivery(delivery).Save(ctx)
		return err
	})
	return request, err
}
