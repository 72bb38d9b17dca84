package storage

import "github.com/jackc/pgx/v5"

// ForValues gives the arguments of a query that PostgreSQL is to plan for their values. One that was run five times over a connection is
// otherwise planned for any values: several times as slow, where a value says how much will be found. Not for queries that take less time than
// planning does.
func (d Dialect) ForValues(args []any) []any {
	if d == SQLite {
		return args
	}
	return append([]any{pgx.QueryExecModeDescribeExec}, args...)
}

// PlanOnce is the statement that makes PostgreSQL keep the first plan of each later statement of the transaction, or sent together with it, for whatever values:
// for small statements that are run all the time, and find what they look for by an index whatever the values are. Planning some of them
// anew each time took a tenth of what a small batch of events costs.
func (d Dialect) PlanOnce() []Statement {
	if d == SQLite {
		return nil
	}
	return []Statement{{Query: "SELECT set_config('plan_cache_mode', 'force_generic_plan', true)"}}
}
