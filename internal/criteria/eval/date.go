package eval

import "muster/internal/criteria"

func (c *compiler) dateIn(n criteria.DateIn) condition {
	switch n.Field {
	case criteria.HiredOn:
		slot := c.days(n.Window)
		return condition{
			needs: OnFields(HiredOn), edges: Edge{Kind: EmployeeHired}.on(n.Window), cost: 2,
			holds: func(f *Facts, m *moment) bool { return m.days[slot].holds(f.HiredOn) },
			shows: func(w *witness) { w.day("hiredOn", w.facts.HiredOn) },
		}
	case criteria.LastLoginAt:
		slot := c.instants(n.Window)
		return condition{
			needs: OnFields(LastLoginAt), edges: Edge{Kind: EmployeeLogin}.on(n.Window), cost: 2,
			holds: func(f *Facts, m *moment) bool { return m.spans[slot].holds(f.LastLoginAt) },
			shows: func(w *witness) { w.instant("lastLoginAt", w.facts.LastLoginAt) },
		}
	default:
		slot := c.instants(n.Window)
		return condition{
			needs: OnFields(CreatedAt), edges: Edge{Kind: EmployeeCreated}.on(n.Window), cost: 2,
			holds: func(f *Facts, m *moment) bool { return m.spans[slot].holds(f.CreatedAt) },
			shows: func(w *witness) { w.instant("createdAt", w.facts.CreatedAt) },
		}
	}
}
