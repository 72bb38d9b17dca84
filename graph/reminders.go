package graph

import (
	"context"
	"time"

	"muster/ent"
	entreminder "muster/ent/reminder"
	"muster/ent/reminderrequest"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/criteria"
	"muster/internal/ids"
	"muster/internal/reminder"
)

func (m mutation) SendReminders(ctx context.Context, in model.SendRemindersInput) (*reminder.Outcome, error) {
	out, err := m.Reminders.Send(ctx, reminder.Input{
		GroupID: number(ids.Group, in.GroupID), EmployeeIDs: named(ids.Employee, in.EmployeeIds), Message: in.Message,
		ClientMutationID: in.ClientMutationID, DryRun: in.DryRun != nil && *in.DryRun,
	})
	if err != nil {
		return nil, err
	}
	return &out, nil
}

func (m mutation) RetryReminders(ctx context.Context, in model.RetryRemindersInput) (*reminder.Retried, error) {
	out, err := m.Reminders.Retry(ctx, number(ids.ReminderRequest, in.RequestID), named(ids.Reminder, in.ReminderIds))
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// named reads a list that is nil where it was left out.
func named(kind ids.Kind, list []string) []int64 {
	if list == nil {
		return nil
	}
	return numbers(kind, list)
}

// ReminderRequests lists the requests, those about one group where it is named; the group may be gone.
func (q query) ReminderRequests(ctx context.Context, first *int, after, groupID *string) (*model.ReminderRequestConnection, error) {
	rows := q.client(ctx).ReminderRequest.Query()
	if groupID != nil {
		rows = rows.Where(reminderrequest.GroupID(number(ids.Group, *groupID)))
	}
	return pageOf(ctx, rows, reminderRequestsNewestFirst, connection.Args{First: first, After: after})
}

func (reminderRequests) ID(_ context.Context, r *ent.ReminderRequest) (string, error) {
	return ids.Format(ids.ReminderRequest, r.ID), nil
}

// Group is the group whose members were reminded, as long as it exists.
func (reminderRequests) Group(ctx context.Context, r *ent.ReminderRequest) (*ent.Group, error) {
	return orNil(loadersFrom(ctx).group.Load(ctx, r.GroupID))
}

func (reminderRequests) Counts(ctx context.Context, r *ent.ReminderRequest) (*model.ReminderCounts, error) {
	counts, err := orNone(loadersFrom(ctx).reminderCounts.Load(ctx, r.ID))
	if counts == nil { // nobody was to be reminded
		counts = &model.ReminderCounts{}
	}
	return counts, err
}

func (r reminderRequests) Reminders(
	ctx context.Context, request *ent.ReminderRequest, first *int, after *string, state *entreminder.State,
) (*model.ReminderConnection, error) {
	rows := r.client(ctx).Reminder.Query().Where(entreminder.RequestID(request.ID))
	if state != nil {
		rows = rows.Where(entreminder.StateEQ(*state))
	}
	return pageOf(ctx, rows, remindersByEmployee, connection.Args{First: first, After: after})
}

func (reminders) ID(_ context.Context, r *ent.Reminder) (string, error) {
	return ids.Format(ids.Reminder, r.ID), nil
}

func (reminders) Employee(ctx context.Context, r *ent.Reminder) (*ent.Employee, error) {
	return loadersFrom(ctx).employee.Load(ctx, r.EmployeeID)
}

func (reminders) NextAttemptAt(_ context.Context, r *ent.Reminder) (*time.Time, error) {
	if r.State != entreminder.StatePENDING {
		return nil, nil
	}
	return new(criteria.Instant(r.WaitUntil).Time()), nil
}

// loadReminderCounts counts requests' reminders by their states.
func (r *Resolver) loadReminderCounts(ctx context.Context, requests []int64) (map[int64]*model.ReminderCounts, error) {
	var rows []struct {
		RequestID int64             `json:"request_id"` //nolint:tagliatelle // ent's name of the column
		State     entreminder.State `json:"state"`
		Count     int               `json:"count"`
	}
	err := r.client(ctx).Reminder.Query().Where(entreminder.RequestIDIn(requests...)).
		GroupBy(entreminder.FieldRequestID, entreminder.FieldState).Aggregate(ent.Count()).Scan(ctx, &rows)
	counts := map[int64]*model.ReminderCounts{}
	for _, row := range rows {
		of := counts[row.RequestID]
		if of == nil {
			of = &model.ReminderCounts{}
			counts[row.RequestID] = of
		}
		switch row.State {
		case entreminder.StatePENDING:
			of.Pending = row.Count
		case entreminder.StateSENDING:
			of.Sending = row.Count
		case entreminder.StateSENT:
			of.Sent = row.Count
		case entreminder.StateFAILED:
			of.Failed = row.Count
		case entreminder.StateSKIPPED:
			of.Skipped = row.Count
		}
	}
	return counts, err
}
