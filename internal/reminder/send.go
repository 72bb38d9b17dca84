package reminder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"muster/ent"
	entrequest "muster/ent/reminderrequest"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/bulk"
	"muster/internal/errs"
	"muster/internal/group/action"
	"muster/internal/ids"
	"muster/internal/storage"
)

// Input says whom to remind. With a ClientMutationID, sending it again gives the request that the first call made.
type Input struct {
	GroupID int64
	// EmployeeIDs names some of the group's members; nil means all of them. 0 is an id that no row has.
	EmployeeIDs      []int64
	Message          *string // the administrator's own words, plain text
	ClientMutationID *string
	// DryRun counts and writes nothing.
	DryRun bool
}

// Outcome says what became of the employees of a call. Each is counted once, for the first reason that holds.
type Outcome struct {
	Queued           int
	SkippedDisabled  int
	SkippedNotMember int // named, and not in the group (any more)
	SkippedNoPending int // no open enrolment
	SkippedRecently  int // a reminder is on its way to them, or was sent within the quiet time
	Delivery         entrequest.Delivery
	Request          *ent.ReminderRequest // nil for a dry run
}

// Send reminds an ACTIVE group's members of their pending trainings. Errors: NOT_FOUND for a group or an employee that the
// organization does not have, STATE for a group that is not ACTIVE, CONFLICT for a ClientMutationID that was used for
// something else, INVALID, TOO_LARGE.
func (s *Service) Send(ctx context.Context, in Input) (Outcome, error) {
	in, err := in.checked()
	if err != nil {
		return Outcome{}, err
	}
	var out Outcome
	err = s.alone(ctx, func(ctx context.Context, tx *storage.Tx, who auth.Identity) error {
		g, err := tx.Ent.Group.Get(ctx, in.GroupID)
		if g, err = orNotFound(g, err, "group"); err != nil {
			return err
		}
		if before, err := sentBefore(ctx, tx, in); before != nil || err != nil {
			out = outcomeOf(before)
			return err
		}
		if err := action.SendReminders.Check(ctx, g); err != nil {
			return err
		}
		judged, err := s.judge(ctx, tx, who.OrganizationID, in)
		if err != nil {
			return err
		}
		if out = judged.Outcome; in.DryRun {
			return nil
		}
		out.Request, err = s.store(ctx, tx, who, g, in, judged)
		return err
	})
	return out, err
}

// checked gives the input with its texts and ids in their canonical form.
func (in Input) checked() (Input, error) {
	if in.EmployeeIDs != nil && len(in.EmployeeIDs) == 0 {
		return in, errs.New(errs.CodeInvalid, "employeeIds is empty: name somebody, or leave it out to remind the whole group")
	}
	if err := bulk.TooMany(len(in.EmployeeIDs), MaxEmployees, "employees"); err != nil {
		return in, err
	}
	if in.EmployeeIDs != nil {
		in.EmployeeIDs = slices.Compact(slices.Sorted(slices.Values(in.EmployeeIDs)))
	}
	message := ""
	if in.Message != nil {
		var err error
		if message, err = plain("the message", *in.Message, maxMessage); err != nil {
			return in, err
		}
	}
	in.Message = &message
	if in.ClientMutationID != nil {
		key, err := plain("clientMutationId", *in.ClientMutationID, maxKey)
		if err != nil {
			return in, err
		}
		if key == "" {
			return in, errs.New(errs.CodeInvalid, "clientMutationId is empty")
		}
		in.ClientMutationID = &key
	}
	return in, nil
}

// fingerprint is the same for calls that ask for the same.
func (in Input) fingerprint() (string, error) {
	text, err := json.Marshal([]any{in.GroupID, in.EmployeeIDs, *in.Message})
	if err != nil {
		return "", err
	}
	hash := sha256.Sum256(text)
	return hex.EncodeToString(hash[:]), nil
}

// sentBefore finds the request that an earlier call with the same ClientMutationID made.
func sentBefore(ctx context.Context, tx *storage.Tx, in Input) (*ent.ReminderRequest, error) {
	if in.ClientMutationID == nil || in.DryRun {
		return nil, nil
	}
	before, err := tx.Ent.ReminderRequest.Query().Where(entrequest.ClientMutationID(*in.ClientMutationID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	fingerprint, err := in.fingerprint()
	if err == nil && fingerprint != before.Fingerprint {
		err = errs.New(errs.CodeConflict, "clientMutationId %q was used for other reminders", *in.ClientMutationID)
	}
	return before, err
}

func outcomeOf(r *ent.ReminderRequest) Outcome {
	if r == nil {
		return Outcome{}
	}
	return Outcome{
		Queued: r.Queued, SkippedDisabled: r.SkippedDisabled, SkippedNotMember: r.SkippedNotMember,
		SkippedNoPending: r.SkippedNoPending, SkippedRecently: r.SkippedRecently, Delivery: r.Delivery, Request: r,
	}
}

// store writes the request, its reminders and their job.
func (s *Service) store(ctx context.Context, tx *storage.Tx, who auth.Identity, g *ent.Group, in Input, j judgement) (*ent.ReminderRequest, error) {
	fingerprint, err := in.fingerprint()
	if err != nil {
		return nil, err
	}
	request, err := tx.Ent.ReminderRequest.Create().
		SetGroupID(g.ID).SetGroupName(g.Name).SetMessage(*in.Message).
		SetNillableClientMutationID(in.ClientMutationID).SetFingerprint(fingerprint).
		SetDelivery(j.Delivery).SetQueued(j.Queued).
		SetSkippedDisabled(j.SkippedDisabled).SetSkippedNotMember(j.SkippedNotMember).
		SetSkippedNoPending(j.SkippedNoPending).SetSkippedRecently(j.SkippedRecently).
		SetCreatedAt(s.instant()).SetCreatedBy(who.Name).Save(ctx)
	if err != nil {
		return nil, err
	}
	err = audit.Record(ctx, tx, entry(audit.RemindersRequested, request, map[string]any{
		"queued": j.Queued, "skippedDisabled": j.SkippedDisabled, "skippedNotMember": j.SkippedNotMember,
		"skippedNoPending": j.SkippedNoPending, "skippedRecently": j.SkippedRecently,
	}))
	if err != nil || j.Queued == 0 {
		return request, err
	}
	for part := range slices.Chunk(j.queue, rowsPerInsert) {
		if err := s.insert(ctx, tx, request, part); err != nil {
			return nil, err
		}
	}
	return request, s.jobs.Enqueue(ctx, tx, Args{OrganizationID: who.OrganizationID, RequestID: request.ID})
}

// entry is about the group, and names the request.
func entry(action audit.Action, request *ent.ReminderRequest, details map[string]any) audit.Entry {
	details["request"] = ids.Format(ids.ReminderRequest, request.ID)
	return audit.Entry{Action: action, Subject: audit.Subject{Kind: audit.Group, ID: request.GroupID, Name: request.GroupName}, Details: details}
}

// rowsPerInsert keeps a statement's parameters small, however many members a group has.
const rowsPerInsert = 20_000

func (s *Service) insert(ctx context.Context, tx *storage.Tx, request *ent.ReminderRequest, employees []int64) error {
	from, args := tx.Dialect.Columns(employees)
	query := `INSERT INTO reminders (organization_id, request_id, employee_id, state, attempts, wait_until)
		SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), p.c0, 'PENDING', 0, CAST(? AS BIGINT) FROM ` + from + ` AS p`
	args = append([]any{request.OrganizationID, request.ID, request.CreatedAt}, args...)
	_, err := tx.ExecContext(ctx, tx.Dialect.Rebind(query), args...)
	return err
}
