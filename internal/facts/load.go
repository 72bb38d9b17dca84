package facts

import (
	"context"
	"fmt"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/storage"
)

// Request says whose facts are wanted.
type Request struct {
	Dialect      storage.Dialect
	Organization int64
	Employees    []int64
	From, To     int64 // where Employees is nil: everybody with an id between the two, both included
	Groups       bool  // the groups they are in too
	Evidence     bool  // the ids of events too
}

// Among writes "is one of them" behind a column of employees' ids.
func (r Request) Among() (condition string, args []any) {
	if r.Employees == nil {
		return "BETWEEN ? AND ?", []any{r.From, r.To}
	}
	condition, ids := r.Dialect.Any(r.Employees)
	return condition, []any{ids}
}

// Load gives the facts of the employees that exist, in the order of their ids.
func Load(ctx context.Context, q storage.Querier, r Request) ([]eval.Facts, error) {
	b := batch{
		Request: r, ctx: ctx, q: q, index: make(map[int64]int32, len(r.Employees)), words: map[string]string{},
		lineages: map[string][]criteria.DepartmentID{}, attributes: map[string][]eval.AttributeValue{},
	}
	steps := []func() error{b.employees, b.simulations, b.trainings}
	if r.Groups {
		steps = append(steps, b.groups)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, fmt.Errorf("load facts: %w", err)
		}
		if len(b.facts) == 0 {
			break
		}
	}
	return b.facts, nil
}

// batch is one Load.
type batch struct {
	Request
	ctx   context.Context //nolint:containedctx // it lives as long as the call
	q     storage.Querier
	facts []eval.Facts
	index map[int64]int32 // into facts, by employee
	// What many employees have alike is made once.
	words      map[string]string
	lineages   map[string][]criteria.DepartmentID
	attributes map[string][]eval.AttributeValue
}

// word gives the text as a string.
func (b *batch) word(text []byte) string {
	known, is := b.words[string(text)]
	if !is {
		known = string(text)
		b.words[known] = known
	}
	return known
}

// each runs a query whose last condition is on the employees, and reads its rows.
func (b *batch) each(query, column string, read func(*storage.Row) error, after string) error {
	among, args := b.Among()
	return storage.Each(b.ctx, b.q, b.Dialect.Rebind(query+" AND "+column+" "+among+after), append([]any{b.Organization}, args...), read)
}

// groups reads whose members they are.
func (b *batch) groups() error {
	const query = "SELECT employee_id, group_id FROM memberships WHERE organization_id = ?"
	return b.each(query, "employee_id", func(row *storage.Row) error {
		if at, known := b.index[row.Int(0)]; known {
			f := &b.facts[at]
			f.Groups = append(f.Groups, criteria.GroupID(row.Int(1)))
		}
		return nil
	}, "")
}
