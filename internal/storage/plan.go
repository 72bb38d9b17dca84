package storage

// PlanForValues is the statement that makes PostgreSQL plan each later statement of the transaction for its own values; none on
// SQLite. A statement that was run five times is otherwise planned for any values: five times as slow, as measured, where a range of
// ids among the values says how much will be found. Not for statements that take less time than planning does.
func (d Dialect) PlanForValues() []Statement {
	if d == SQLite {
		return nil
	}
	return []Statement{{Query: "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)"}}
}
