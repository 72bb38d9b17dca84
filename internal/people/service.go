package people

import (
	"context"
	"errors"
	"time"

	"muster/ent"
	entemployee "muster/ent/employee"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/bulk"
	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/errs"
	"muster/internal/membership"
	"muster/internal/storage"
	"muster/internal/vocabulary"
)

// Service writes employees.
type Service struct {
	db     *storage.DB
	engine *membership.Engine
	words  *vocabulary.Keeper
	now    func() time.Time
}

// New makes the service; now is the clock.
func New(db *storage.DB, engine *membership.Engine, words *vocabulary.Keeper, now func() time.Time) *Service {
	return &Service{db: db, engine: engine, words: words, now: now}
}

// Upsert creates and changes employees: at most MaxRows in a call. A row whose e-mail occurs again in the call is
// applied before the later one.
func (s *Service) Upsert(ctx context.Context, rows []Input) (bulk.Result, error) {
	return s.upsert(ctx, rows, s.db.InTx)
}

// Rehearse says what Upsert would do, and changes nothing.
func (s *Service) Rehearse(ctx context.Context, rows []Input) (bulk.Result, error) {
	return s.upsert(ctx, rows, s.db.Rehearse)
}

// transact runs a function in a transaction, to stay or not.
type transact func(context.Context, func(context.Context, *storage.Tx) error) error

func (s *Service) upsert(ctx context.Context, rows []Input, transact transact) (bulk.Result, error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return bulk.Result{}, err
	}
	if err := bulk.TooMany(len(rows), MaxRows, "employees"); err != nil {
		return bulk.Result{}, err
	}
	const attempts = 5
	for range attempts {
		var result bulk.Result
		err = transact(ctx, func(ctx context.Context, tx *storage.Tx) error {
			u := upsert{tx: tx, words: s.words, organization: who.OrganizationID, now: int64(criteria.InstantOf(s.now()))}
			result, err = u.run(ctx, s.engine, rows)
			return err
		})
		if !errors.Is(err, errRaced) {
			return result, err
		}
	}
	return bulk.Result{}, errs.New(errs.CodeUnavailable, "the same employees are being created by another call: send this one again")
}

// SetStatus disables or enables employees. Either all of them or, where one is not the organization's, none.
func (s *Service) SetStatus(ctx context.Context, ids []int64, status entemployee.Status) ([]*ent.Employee, error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return nil, err
	}
	if err := bulk.TooMany(len(ids), MaxRows, "employees"); err != nil {
		return nil, err
	}
	var changed []*ent.Employee
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := s.engine.Lock(ctx, tx, who.OrganizationID, ids); err != nil {
			return err
		}
		found, err := tx.Ent.Employee.Query().Where(entemployee.IDIn(ids...)).Order(entemployee.ByID()).All(ctx)
		if err != nil {
			return err
		}
		if len(found) != distinct(ids) {
			return errs.NotFound("employee")
		}
		_, err = tx.Ent.Employee.Update().Where(entemployee.IDIn(ids...), entemployee.StatusNEQ(status)).
			SetStatus(status).SetUpdatedAt(int64(criteria.InstantOf(s.now()))).Save(ctx)
		if err != nil {
			return err
		}
		var entries []audit.Entry
		for _, e := range found {
			if e.Status != status {
				entries = append(entries, audit.Entry{Action: statusAction(string(status)), Subject: subject(e.ID, e.Email)})
			}
			e.Status = status
		}
		if err := audit.Record(ctx, tx, entries...); err != nil {
			return err
		}
		changed = found
		return s.engine.Apply(ctx, tx, who.OrganizationID, membership.Touched{Employees: ids, Facts: eval.OnText(eval.Status)})
	})
	return changed, err
}

func distinct(ids []int64) int {
	seen := make(map[int64]bool, len(ids))
	for _, id := range ids {
		seen[id] = true
	}
	return len(seen)
}
