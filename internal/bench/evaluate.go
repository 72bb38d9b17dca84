package bench

import (
	"context"
	"errors"
	"time"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/facts"
)

// evaluate measures the closures alone, on facts in memory, and what loading those facts costs.
func (r *run) evaluate(ctx context.Context) (err error) {
	employees := make([]int64, min(1000, r.Employees))
	for i := range employees {
		employees[i] = r.first + int64(i*(r.Employees/len(employees)))
	}
	connection, err := r.db.SQL().Conn(ctx) // where the engine reads too
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, connection.Close()) }()
	var people []eval.Facts
	loading, err := took(func() (err error) {
		people, err = facts.Load(ctx, connection, facts.Request{Dialect: r.db.Dialect(), Organization: r.organization, Employees: employees})
		return err
	})
	if err != nil {
		return err
	}
	at := criteria.ClockAt(criteria.InstantOf(r.clock.now()), time.UTC)
	evaluators := make([]*eval.Evaluator, len(r.groups))
	compiling, err := took(func() error {
		for i, g := range r.groups {
			program, err := eval.Compile(g.tree)
			if err != nil {
				return err
			}
			evaluators[i] = program.At(at)
		}
		return nil
	})
	if err != nil {
		return err
	}
	holds := 0
	evaluating, _ := took(func() error {
		for i := range people {
			for _, e := range evaluators {
				if e.Holds(&people[i]) {
					holds++
				}
			}
		}
		return nil
	})
	asked := len(people) * len(evaluators)
	r.notef("evaluating one employee for one group", "%d ns (%.2f %% hold)", evaluating.Nanoseconds()/int64(asked), 100*float64(holds)/float64(asked))
	r.notef("loading the facts of one employee, of 1,000 at once", "%s", brief(loading/time.Duration(len(people))))
	r.notef("compiling one group", "%s", brief(compiling/time.Duration(len(r.groups))))
	return nil
}
