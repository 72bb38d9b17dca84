package facts

import (
	"context"
	"database/sql"
	"fmt"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/storage"
)

// Querier runs queries: a *sql.DB, a *sql.Tx or an ent client.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

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
func Load(ctx context.Context, q Querier, r Request) ([]eval.Facts, error) {
	b := batch{Request: r, ctx: ctx, q: q, lineages: map[string][]criteria.DepartmentID{}, index: make(map[int64]int32, len(r.Employees))}
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
	ctx      context.Context //nolint:containedctx // it lives as long as the call
	q        Querier
	facts    []eval.Facts
	index    map[int64]int32 // into facts, by employee
	lineages map[string][]criteria.DepartmentID
}

// each runs a query whose last condition is on the employees, and reads its rows.
func (b *batch) each(query, column string, read func(*sql.Rows) error, after string) (err error) {
	among, args := b.Among()
	rows, err := b.q.QueryContext(b.ctx, b.Dialect.Rebind(query+" AND "+column+" "+among+after), append([]any{b.Organization}, args...)...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := read(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// groups reads whose members they are.
func (b *batch) groups() error {
	const query = "SELECT employee_id, group_id FROM memberships WHERE organization_id = ?"
	return b.each(query, "employee_id", func(rows *sql.Rows) error {
		var employee, group int64
		if err := rows.Scan(&employee, &group); err != nil {
			return err
		}
		if at, known := b.index[employee]; known {
			f := &b.facts[at]
			f.Groups = append(f.Groups, criteria.GroupID(group))
		}
		return nil
	}, "")
}
