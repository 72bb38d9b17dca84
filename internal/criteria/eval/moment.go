package eval

import "muster/internal/criteria"

// Evaluator is a program at one clock.
type Evaluator struct {
	holds      test
	activeOnly bool
	moment     moment
	program    *Program
	clock      criteria.Clock
}

// moment is a clock with a program's windows resolved.
type moment struct {
	now   criteria.Instant
	today criteria.Date
	spans []span
	days  []days
}

// span and days are half-open and end at now at the latest: nothing later ever counts.
type (
	span struct{ from, to criteria.Instant }
	days struct{ from, to criteria.Date }
)

func (s span) holds(at criteria.Instant) bool { return s.from <= at && at < s.to }
func (d days) holds(day criteria.Date) bool   { return d.from <= day && day < d.to }

// At binds the program to a clock.
func (p *Program) At(c criteria.Clock) *Evaluator {
	e := &Evaluator{program: p, clock: c, holds: p.holds, activeOnly: p.activeOnly, moment: moment{now: c.Now(), today: c.Today()}}
	m := &e.moment
	if len(p.instants) > 0 {
		m.spans = make([]span, len(p.instants))
	}
	for i, w := range p.instants {
		from, to := w.Instants(c)
		m.spans[i] = span{from, min(to, m.now+1)}
	}
	if len(p.days) > 0 {
		m.days = make([]days, len(p.days))
	}
	for i, w := range p.days {
		from, to := w.Days(c)
		m.days[i] = days{from, min(to, m.today+1)}
	}
	return e
}

// Holds tells whether the criteria hold for the employee with those facts.
func (e *Evaluator) Holds(f *Facts) bool {
	return (!e.activeOnly || f.Text[Status] == active) && e.holds(f, &e.moment)
}

const active = "ACTIVE"
