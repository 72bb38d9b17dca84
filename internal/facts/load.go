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
	Employees    []int64   // in their order, where Profiles are given
	From, To     int64     // where Employees is nil: everybody with an id between the two, both included
	Simulations  []int64   // of Employees, those whose simulation events are wanted; nil: everybody's
	Trainings    []int64   // likewise
	Profiles     *Profiles // of Employees, where they are at hand
	Plain        bool      // simulation events without their channels and templates
	Groups       bool      // the groups they are in too
	Evidence     bool      // the ids of events too
}

// Among writes "is one of them" behind a column of employees' ids.
func (r Request) Among() (condition string, args []any) { return r.among(nil) }

// among is Among for some of them; nil: all.
func (r Request) among(some []int64) (condition string, args []any) {
	if some == nil {
		some = r.Employees
	}
	if some == nil {
		return "BETWEEN ? AND ?", []any{r.From, r.To}
	}
	condition, ids := r.Dialect.Any(some)
	return condition, []any{ids}
}

// Load gives the facts of the employees that exist, in the order of their ids. Statements that the caller needs too are
// sent along, after its own. After a range in a transaction, the transaction keeps its plans (storage.Dialect.PlanOnce).
func Load(ctx context.Context, q storage.Querier, r Request, along ...storage.Statement) ([]eval.Facts, error) {
	b := newBatch(r)
	var statements []storage.Statement
	if r.Employees == nil {
		statements = r.Dialect.PlanOnce() // one range is like another
	}
	if r.Profiles == nil {
		statements = append(statements, b.readEmployees())
	} else if err := b.take(r.Profiles); err != nil {
		return nil, err
	}
	if r.Simulations == nil || len(r.Simulations) > 0 {
		statements = append(statements, b.readSimulations())
	}
	if r.Trainings == nil || len(r.Trainings) > 0 {
		statements = append(statements, b.readTrainings())
	}
	if r.Groups {
		statements = append(statements, b.readGroups())
	}
	if err := r.Dialect.Together(ctx, q, append(statements, along...)...); err != nil {
		return nil, fmt.Errorf("load facts: %w", err)
	}
	b.distribute(&b.simulations, func(f *eval.Facts) *eval.Events { return &f.Simulations })
	b.distribute(&b.trainings, func(f *eval.Facts) *eval.Events { return &f.Trainings })
	return b.facts, nil
}

// batch is one Load. The employees are read before all else.
type batch struct {
	Request
	facts       []eval.Facts
	index       map[int64]int32 // into facts, by employee
	torn        bool            // somebody's department is missing
	simulations events
	trainings   events
	// What many employees have alike is made once.
	words      map[string]string
	lineages   map[string][]criteria.DepartmentID
	attributes map[string][]eval.AttributeValue
}

func newBatch(r Request) batch {
	return batch{
		Request: r, index: make(map[int64]int32, len(r.Employees)), words: map[string]string{},
		lineages: map[string][]criteria.DepartmentID{}, attributes: map[string][]eval.AttributeValue{},
	}
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

// each makes the statement of a query whose last condition is on the employees, or on some of them.
func (b *batch) each(query, column string, some []int64, read func(*storage.Row) error, after string) storage.Statement {
	among, args := b.among(some)
	return storage.Statement{Query: query + " AND " + column + " " + among + after, Args: append([]any{b.Organization}, args...), Row: read}
}

// readGroups reads whose members they are.
func (b *batch) readGroups() storage.Statement {
	const query = "SELECT employee_id, group_id FROM memberships WHERE organization_id = ?"
	return b.each(query, "employee_id", nil, func(row *storage.Row) error {
		if at, known := b.index[row.Int(0)]; known {
			f := &b.facts[at]
			f.Groups = append(f.Groups, criteria.GroupID(row.Int(1)))
		}
		return nil
	}, "")
}
