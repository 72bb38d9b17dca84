package transfer

import (
	"context"
	"time"

	"muster/ent"
	"muster/ent/importrun"
	"muster/ent/predicate"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/errs"
	"muster/internal/storage"
)

const (
	// ReportDays is how long rejected rows are kept, in days.
	ReportDays = 30

	sweepEvery  = 10 * time.Second
	forgetEvery = time.Hour
	// atOnce bounds the imports of one sweep; the next takes the others.
	atOnce = 1000
)

// Sweep marks the imports as failed whose node has not been heard of for a while. One whose node lives after all ends as it
// would have ended.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = auth.System(ctx)
	stale := importrun.And(importrun.StatusEQ(importrun.StatusRUNNING), importrun.BeatAtLT(s.millis()-staleAfter.Milliseconds()))
	found, err := s.db.Read(ctx).ImportRun.Query().Where(stale).Limit(atOnce).All(ctx)
	if err != nil || len(found) == 0 {
		return err
	}
	for _, row := range found {
		err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			tx.AfterCommit(func() { s.tell(row.OrganizationID, row.ID) })
			return s.abandon(ctx, tx, row, stale)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// abandon marks an import as failed if nobody did so or was heard of meanwhile.
func (s *Service) abandon(ctx context.Context, tx *storage.Tx, row *ent.ImportRun, stale predicate.ImportRun) error {
	changed, err := tx.Ent.ImportRun.Update().Where(importrun.ID(row.ID), stale).
		SetStatus(importrun.StatusFAILED).SetFinishedAt(s.millis()).SetFailureCode(string(errs.CodeUnavailable)).
		SetFailureMessage("the server that read the upload has gone: send it again, and what has been imported stays unchanged").Save(ctx)
	if err != nil || changed == 0 || row.DryRun {
		return err
	}
	return audit.Record(auth.AsMuster(ctx, row.OrganizationID), tx, audit.Entry{
		Action: audit.ImportFailed, Subject: audit.Subject{Kind: audit.Import, ID: row.ID, Name: string(row.Kind)},
		Details: map[string]any{"accepted": row.Accepted, "unchanged": row.Unchanged, "rejected": row.Rejected, "code": errs.CodeUnavailable},
	})
}

// Forget removes rejected rows that are older than ReportDays: they name people. How many there were stays known.
func (s *Service) Forget(ctx context.Context) error {
	rows, err := s.db.SQL().QueryContext(ctx, s.db.Dialect().Rebind(
		`SELECT organization_id, id FROM imports i WHERE started_at < ? AND EXISTS (
			SELECT 1 FROM import_rejections r WHERE r.organization_id = i.organization_id AND r.import_id = i.id) LIMIT ?`),
		s.now().AddDate(0, 0, -ReportDays).UnixMilli(), atOnce)
	if err != nil {
		return err
	}
	defer rows.Close()
	type key struct{ organization, id int64 }
	var old []key
	for rows.Next() {
		var k key
		if err := rows.Scan(&k.organization, &k.id); err != nil {
			return err
		}
		old = append(old, k)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, k := range old {
		err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			_, err := tx.ExecContext(ctx, tx.Dialect.Rebind(
				`DELETE FROM import_rejections WHERE organization_id = ? AND import_id = ?`), k.organization, k.id)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
