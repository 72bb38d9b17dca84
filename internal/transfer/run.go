package transfer

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"muster/ent"
	"muster/ent/importrun"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/errs"
	"muster/internal/notify"
	"muster/internal/storage"
)

const (
	// MaxReported is how many of an import's rejected rows are kept for its report.
	MaxReported = 10_000
	// maxMessage bounds why a row was rejected, in bytes.
	maxMessage = 500
	// beatEvery is how often a node says that it still reads an import; without that for staleAfter it is taken for dead.
	beatEvery  = 5 * time.Second
	staleAfter = 45 * time.Second
	// noteTimeout bounds the writing of where an import stands.
	noteTimeout = 10 * time.Second
)

// run is an import that is being read.
type run struct {
	*Service
	organization int64
	id           int64
	upload       Upload
	body         *arriving

	counts counts
	kept   int // of the rejected
}

type counts struct{ accepted, unchanged, rejected int }

func (s *Service) begin(ctx context.Context, u Upload, from importrun.Source, body *arriving) (*run, error) {
	r := &run{Service: s, upload: u, body: body}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		now := s.millis()
		row, err := tx.Ent.ImportRun.Create().SetKind(u.Kind).SetSource(from).SetDryRun(u.DryRun).SetNillableSize(u.Size).
			SetStatus(importrun.StatusRUNNING).SetStartedAt(now).SetBeatAt(now).SetCreatedBy(auth.Name(ctx)).Save(ctx)
		if err == nil {
			r.id, r.organization = row.ID, row.OrganizationID
		}
		return err
	})
	return r, err
}

// add counts a batch, and keeps its rejected rows as far as there is room.
func (r *run) add(ctx context.Context, accepted, unchanged int, rejected []rejection) error {
	r.counts.accepted += accepted
	r.counts.unchanged += unchanged
	r.counts.rejected += len(rejected)
	keep := rejected[:min(len(rejected), MaxReported-r.kept)]
	r.kept += len(keep)
	return r.note(ctx, func(ctx context.Context, tx *storage.Tx, _ *ent.ImportRunUpdateOne) error {
		return r.keep(ctx, tx, keep)
	})
}

// note writes down where the import stands, with what else the caller has to say, and tells those who watch it.
func (r *run) note(ctx context.Context, more func(context.Context, *storage.Tx, *ent.ImportRunUpdateOne) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTimeout)
	defer cancel()
	return r.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		c := r.counts
		update := tx.Ent.ImportRun.UpdateOneID(r.id).SetRowCount(c.accepted + c.unchanged + c.rejected).
			SetAccepted(c.accepted).SetUnchanged(c.unchanged).SetRejected(c.rejected).
			SetArrived(r.body.took.Load()).SetBeatAt(r.millis())
		if err := more(ctx, tx, update); err != nil {
			return err
		}
		tx.AfterCommit(func() { r.tell(r.organization, r.id) })
		return update.Exec(ctx)
	})
}

// keptRow is a rejected row as it is written; its JSON names are the columns.
type keptRow struct {
	Line    int       `json:"line"`
	Code    errs.Code `json:"code"`
	Message string    `json:"message"`
}

var keptColumns = []storage.Column{{Name: "line", Type: "bigint"}, {Name: "code", Type: "text"}, {Name: "message", Type: "text"}}

func (r *run) keep(ctx context.Context, tx *storage.Tx, rejected []rejection) error {
	if len(rejected) == 0 {
		return nil
	}
	kept := make([]keptRow, len(rejected))
	for i, row := range rejected {
		kept[i] = keptRow{row.line, row.code, strings.ToValidUTF8(row.message[:min(len(row.message), maxMessage)], "")}
	}
	from, arg, err := tx.Dialect.Records(keptColumns, kept)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, tx.Dialect.Rebind(
		`INSERT INTO import_rejections (organization_id, import_id, line, code, message)
		 SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), line, code, message FROM `+from+` AS r WHERE true ORDER BY line`),
		r.organization, r.id, arg)
	return err
}

// beat says that the import is being read until stop is called, which waits for the last word.
func (r *run) beat(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var beating sync.WaitGroup
	beating.Go(func() {
		ticker := time.NewTicker(beatEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			if err := r.sayAlive(ctx); err != nil && ctx.Err() == nil {
				r.log.WarnContext(ctx, "an import cannot say that it runs", "import", r.id, "error", err)
			}
		}
	})
	return func() {
		cancel()
		beating.Wait()
	}
}

func (r *run) sayAlive(ctx context.Context) error {
	return r.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		tx.AfterCommit(func() { r.tell(r.organization, r.id) })
		return tx.Ent.ImportRun.UpdateOneID(r.id).SetBeatAt(r.millis()).SetArrived(r.body.took.Load()).Exec(ctx)
	})
}

// finish ends the import: DONE, or FAILED for a reason, which it gives back.
func (r *run) finish(ctx context.Context, failure error) (*ent.ImportRun, error) {
	var coded *errs.Error
	if failure != nil && !errors.As(failure, &coded) {
		r.log.ErrorContext(ctx, "an import failed", "import", r.id, "error", failure)
		coded = errs.New(errs.CodeInternal, "internal error")
	}
	err := r.note(ctx, func(ctx context.Context, tx *storage.Tx, update *ent.ImportRunUpdateOne) error {
		update.SetStatus(importrun.StatusDONE).SetFinishedAt(r.millis())
		if coded != nil {
			update.SetStatus(importrun.StatusFAILED).SetFailureCode(string(coded.Code)).SetFailureMessage(coded.Message)
		}
		if r.upload.DryRun {
			return nil
		}
		return audit.Record(ctx, tx, r.entry(coded))
	})
	if err != nil {
		return nil, errors.Join(failure, err) // a sweep finds it
	}
	row, err := r.db.Read(ctx).ImportRun.Get(context.WithoutCancel(ctx), r.id)
	if err != nil {
		return nil, err
	}
	return row, failure
}

// entry says in the audit log how the import ended. What it did to people has entries of its own.
func (r *run) entry(failure *errs.Error) audit.Entry {
	e := audit.Entry{
		Action: audit.ImportFinished, Subject: audit.Subject{Kind: audit.Import, ID: r.id, Name: string(r.upload.Kind)},
		Details: map[string]any{"accepted": r.counts.accepted, "unchanged": r.counts.unchanged, "rejected": r.counts.rejected},
	}
	if failure != nil {
		e.Action, e.Details["code"] = audit.ImportFailed, failure.Code
	}
	return e
}

// tell sends those who watch an import to look at it.
func (s *Service) tell(organization, id int64) {
	if err := s.broker.Publish(context.Background(), notify.Message{Topic: notify.ImportProgress(organization, id)}); err != nil {
		s.log.Warn("the progress of an import was not handed over", "import", id, "error", err)
	}
}
