package activity

import (
	"context"
	"errors"
	"maps"
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

func record[R any](ctx context.Context, s *Service, k kind, rows []R, check func(R) (input, error)) (bulk.Result, error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return bulk.Result{}, err
	}
	if err := bulk.TooMany(len(rows), MaxRows, "events"); err != nil {
		return bulk.Result{}, err
	}
	const attempts = 5
	for range attempts {
		var result bulk.Result
		inputs := checked(rows, check, &result)
		err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			r := recording{kind: k, tx: tx, organization: who.OrganizationID, now: int64(criteria.InstantOf(s.now()))}
			outcome := result // the transaction may run again from the start
			outcome.Rejected = append([]bulk.Rejected(nil), result.Rejected...)
			if err := r.run(ctx, s, maps.Clone(inputs), &outcome); err != nil {
				return err
			}
			result = outcome
			return nil
		})
		if !errors.Is(err, errRaced) {
			return result, err
		}
	}
	return bulk.Result{}, errs.New(errs.CodeUnavailable, "the same events are being recorded by another call: send this one again")
}

// checked gives the good rows by their place in the call and rejects the others.
func checked[R any](rows []R, check func(R) (input, error), result *bulk.Result) map[int]input {
	good := make(map[int]input, len(rows))
	for i, row := range rows {
		in, err := check(row)
		if rejection, bad := bulk.AsRejection(err); bad {
			result.Reject(i, rejection)
			continue
		}
		good[i] = in
	}
	return good
}
