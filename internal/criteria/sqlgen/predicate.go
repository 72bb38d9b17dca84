package sqlgen

import (
	"math"

	"muster/internal/criteria"
)

// Dialect names the kind of database. The values are ent's.
type Dialect string

const (
	Postgres Dialect = "postgres"
	SQLite   Dialect = "sqlite3"
)

// Predicate compiles a valid tree as of the clock. The text stands behind WHERE, where "e" is the table employees.
func Predicate(tree criteria.Tree, dialect Dialect, organization int64, clock criteria.Clock) (sql string, args []any, err error) {
	if err := tree.Validate(); err != nil {
		return "", nil, err
	}
	w := writer{dialect: dialect, organization: organization, clock: clock}
	w.add("e.organization_id = ?", organization)
	if !tree.NamesStatus() {
		w.add(" AND e.status = ?", "ACTIVE")
	}
	w.add(" AND ")
	w.node(tree.Root)
	return w.sql.String(), w.args, nil
}

func (w *writer) node(n criteria.Node) {
	switch n := n.(type) {
	case criteria.AllOf:
		w.joined(n.Of, " AND ")
	case criteria.AnyOf:
		w.joined(n.Of, " OR ")
	case criteria.Not:
		w.add("NOT ")
		w.node(n.Of)
	default:
		w.add("(")
		w.condition(n)
		w.add(")")
	}
}

func (w *writer) joined(nodes []criteria.Node, by string) {
	if len(nodes) == 0 { // only AllOf, which holds for everybody
		w.add("TRUE")
		return
	}
	w.add("(")
	for i, n := range nodes {
		if i > 0 {
			w.add(by)
		}
		w.node(n)
	}
	w.add(")")
}

func (w *writer) condition(n criteria.Node) {
	switch n := n.(type) {
	case criteria.Department:
		w.department(n)
	case criteria.Profile:
		w.profile(n)
	case criteria.Attribute:
		w.attribute(n)
	case criteria.DateIn:
		w.dateIn(n)
	case criteria.Simulation:
		w.counted(n.Count, simulationEvents(n.SimulationEvents), nil)
	case criteria.Training:
		w.counted(n.Count, trainingEvents(n.TrainingEvents), nil)
	case criteria.Enrolment:
		w.enrolment(n)
	case criteria.Order:
		w.order(n)
	case criteria.Rate:
		w.rate(n)
	case criteria.Risk:
		w.risk(n)
	case criteria.InGroup:
		w.among(true, func() {
			w.add("SELECT g.employee_id FROM memberships g WHERE g.organization_id = ? AND g.group_id IN ", w.organization)
			list(w, n.IDs)
		})
	default:
		panic("sqlgen: a condition that Validate accepts is not compiled")
	}
}

// instants gives the window as a half-open range that ends at now at the latest: nothing later ever counts.
func (w *writer) instants(window criteria.Window) (from, to int64) {
	low, high := window.Instants(w.clock)
	return int64(low), int64(min(high, w.clock.Now()+1))
}

// days gives the window as a half-open range that ends today at the latest.
func (w *writer) days(window criteria.Window) (from, to criteria.Date) {
	from, to = window.Days(w.clock)
	return from, min(to, w.clock.Today()+1)
}

// within adds " AND column is in the range".
func (w *writer) within(column string, from, to int64) {
	if from > math.MinInt64 {
		w.add(" AND "+column+" >= ?", from)
	}
	w.add(" AND "+column+" < ?", to)
}
