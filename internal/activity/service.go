package activity

import (
	"context"
	"errors"
	"slices"
	"time"

	"muster/internal/auth"
	"muster/internal/bulk"
	"muster/internal/criteria"
	"muster/internal/errs"
	"muster/internal/membership"
	"muster/internal/storage"
	"muster/internal/vocabulary"
)

// Service records events.
type Service struct {
	db     *storage.DB
	engine *membership.Engine
	words  *vocabulary.Keeper
	now    func() time.Time

	batches batcher
	learned subjects
}

// New makes the service; now is the clock.
func New(db *storage.DB, engine *membership.Engine, words *vocabulary.Keeper, now func() time.Time) *Service {
	return &Service{db: db, engine: engine, words: words, now: now}
}

// RecordSimulations records at most MaxRows simulation events.
func (s *Service) RecordSimulations(ctx context.Context, rows []SimulationInput) (bulk.Result, error) {
	return record(ctx, s, simulations, rows, SimulationInput.check)
}

// RecordTrainings records at most MaxRows training events.
func (s *Service) RecordTrainings(ctx context.Context, rows []TrainingInput) (bulk.Result, error) {
	return record(ctx, s, trainings, rows, TrainingInput.check)
}

// RehearseSimulations says what RecordSimulations would do, and changes nothing.
func (s *Service) RehearseSimulations(ctx context.Context, rows []SimulationInput) (bulk.Result, error) {
	return rehearse(ctx, s, simulations, rows, SimulationInput.check)
}

// RehearseTrainings says what RecordTrainings would do, and changes nothing.
func (s *Service) RehearseTrainings(ctx context.Context, rows []TrainingInput) (bulk.Result, error) {
	return rehearse(ctx, s, trainings, rows, TrainingInput.check)
}

func record[R any](ctx context.Context, s *Service, k kind, rows []R, check func(R) (input, error)) (bulk.Result, error) {
	who, err := admit(ctx, len(rows))
	if err != nil {
		return bulk.Result{}, err
	}
	return s.batches.do(ctx, lane{who.OrganizationID, k.table}, checked(rows, check), func(ctx context.Context, batch []*call) {
		s.write(ctx, k, who.OrganizationID, batch)
	})
}

func rehearse[R any](ctx context.Context, s *Service, k kind, rows []R, check func(R) (input, error)) (bulk.Result, error) {
	who, err := admit(ctx, len(rows))
	if err != nil {
		return bulk.Result{}, err
	}
	c := checked(rows, check)
	err = s.writeTogether(ctx, k, who.OrganizationID, []*call{c}, s.db.Rehearse)
	return c.result, err
}

// admit checks who calls, and with how much.
func admit(ctx context.Context, rows int) (auth.Identity, error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err == nil {
		err = bulk.TooMany(rows, MaxRows, "events")
	}
	return who, err
}

// checked makes a call of the good rows, and rejects the others.
func checked[R any](rows []R, check func(R) (input, error)) *call {
	c := &call{rows: make([]row, 0, len(rows))}
	var bad bulk.Result
	for i, r := range rows {
		in, err := check(r)
		if rejection, is := bulk.AsRejection(err); is {
			bad.Reject(i, rejection)
			continue
		}
		c.rows = append(c.rows, row{input: in, call: c, index: i})
	}
	c.bad = bad.Rejected
	return c
}

// write records a batch in one transaction. Where that fails, each call has a transaction of its own, so that none fails for
// another's sake.
func (s *Service) write(ctx context.Context, k kind, organization int64, batch []*call) {
	err := s.writeTogether(ctx, k, organization, batch, s.db.InTx)
	if err != nil && len(batch) > 1 {
		for _, c := range batch {
			c.err = s.writeTogether(ctx, k, organization, []*call{c}, s.db.InTx)
		}
		return
	}
	for _, c := range batch {
		c.err = err
	}
}

// transact runs a function in a transaction, to stay or not.
type transact func(context.Context, func(context.Context, *storage.Tx) error) error

func (s *Service) writeTogether(ctx context.Context, k kind, organization int64, batch []*call, transact transact) error {
	const attempts = 5
	var owners []int64
	for range attempts {
		err := transact(ctx, func(ctx context.Context, tx *storage.Tx) error {
			r := recording{
				kind: k, tx: tx, organization: organization, now: int64(criteria.InstantOf(s.now())), learned: &s.learned, owners: owners,
			}
			for _, c := range batch { // the transaction may run again from the start
				c.result = bulk.Result{Rejected: slices.Clone(c.bad)}
				r.rows = append(r.rows, c.rows...)
			}
			err := r.run(ctx, s)
			owners = r.owners
			return err
		})
		if !errors.Is(err, errRaced) {
			return err
		}
	}
	return errs.New(errs.CodeUnavailable, "the same events are being recorded by another call: send this one again")
}
