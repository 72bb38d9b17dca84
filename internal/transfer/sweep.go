package transfer

import (
	"context"
	"time"

	"muster/ent"
	"muster/ent/importrun"
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
	ids := make([]int64, len(found))
	for i, row := range found {
		ids[i] = row.ID
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		tx.AfterCommit(func() { s.tellAll(found) })
		return tx.Ent.ImportRun.Update().Where(importrun.IDIn(ids...), stale).
			SetStatus(importrun.StatusFAILED).SetFinishedAt(s.millis()).SetFailureCode(string(errs.CodeUnavailable)).
			SetFailureMessage("the server that read the upload has gone: send it again, and what has been imported stays unchanged").Exec(ctx)
	})
}

func (s *Service) tellAll(rows []*ent.ImportRun) {
	for _, row := range rows {
		s.tell(row.OrganizationID, row.ID)
	}
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
