package reminder

import (
	"context"
	"slices"

	"muster/ent"
	entreminder "muster/ent/reminder"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/bulk"
	"muster/internal/errs"
	"muster/internal/storage"
)

// Retried says what became of a request's FAILED reminders.
type Retried struct {
	Request         *ent.ReminderRequest
	Queued          int
	SkippedRecently int // another reminder is on its way to them, or was sent within the quiet time
}

// Retry makes FAILED reminders of the request PENDING again: those named, or all where reminders is nil. One named that is
// not FAILED stays as it is. Errors: NOT_FOUND, TOO_LARGE.
func (s *Service) Retry(ctx context.Context, id int64, reminders []int64) (Retried, error) {
	if err := bulk.TooMany(len(reminders), MaxEmployees, "reminders"); err != nil {
		return Retried{}, err
	}
	named := slices.Compact(slices.Sorted(slices.Values(reminders)))
	var out Retried
	err := s.alone(ctx, func(ctx context.Context, tx *storage.Tx, who auth.Identity) error {
		request, err := tx.Ent.ReminderRequest.Get(ctx, id)
		if request, err = orNotFound(request, err, "request for reminders"); err != nil {
			return err
		}
		rows := tx.Ent.Reminder.Query().Where(entreminder.RequestID(id))
		if reminders != nil {
			rows = rows.Where(entreminder.IDIn(named...))
			if known, err := rows.Clone().Count(ctx); err != nil {
				return err
			} else if known != len(named) {
				return errs.NotFound("reminder of this request")
			}
		}
		failed, err := rows.Where(entreminder.StateEQ(entreminder.StateFAILED)).Count(ctx)
		if err != nil {
			return err
		}
		if out.Queued, err = s.revive(ctx, tx, request, reminders != nil, named); err != nil {
			return err
		}
		out.SkippedRecently = failed - out.Queued
		if out.Request, err = tx.Ent.ReminderRequest.UpdateOne(request).SetOutages(0).ClearTrouble().Save(ctx); err != nil {
			return err
		}
		details := map[string]any{"queued": out.Queued, "skippedRecently": out.SkippedRecently}
		if err := audit.Record(ctx, tx, entry(audit.RemindersRetried, request, details)); err != nil {
			return err
		}
		return s.jobs.Enqueue(ctx, tx, Args{OrganizationID: who.OrganizationID, RequestID: id})
	})
	return out, err
}

// revive writes the change, and gives the number of reminders changed.
func (s *Service) revive(ctx context.Context, tx *storage.Tx, request *ent.ReminderRequest, some bool, named []int64) (int, error) {
	query := `UPDATE reminders SET state = 'PENDING', attempts = 0, wait_until = ?, settled_at = NULL
		WHERE organization_id = ? AND request_id = ? AND state = 'FAILED' AND NOT EXISTS (
			SELECT 1 FROM reminders o
			WHERE o.organization_id = reminders.organization_id AND o.employee_id = reminders.employee_id AND ` + recent + `)`
	args := []any{s.instant(), request.OrganizationID, request.ID, s.quietSince()}
	if some {
		among, ids := tx.Dialect.Any(named)
		query, args = query+" AND id "+among, append(args, ids)
	}
	result, err := tx.ExecContext(ctx, tx.Dialect.Rebind(query), args...)
	if err != nil {
		return 0, err
	}
	changed, err := result.RowsAffected()
	return int(changed), err
}
