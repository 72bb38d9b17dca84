package reading

import "slices"

// bindCourse gives a bare verb the course that was named before it: "started Secure Coding but did not finish [the course]".
func (p *parser) bindCourse(f *frame, c *condition) {
	named := p.namedCondition
	if named == nil || c.kind != trainingCondition || named.kind != trainingCondition || len(named.courses) == 0 || f.amount != nil ||
		slices.Equal(c.train, named.train) {
		return
	}
	for _, o := range f.objects {
		if o.key != "training" || !p.definite(o.unit) {
			return
		}
	}
	c.courses, c.every, c.hasObject = named.courses, named.every && !f.negated && !f.concord, true
}

// definite tells whether a unit is one known thing: "the course", "o curso", "that training".
func (p *parser) definite(unit int) bool {
	from := p.units[unit].from
	if from == 0 {
		return false
	}
	switch p.tokens[from-1].fold {
	case "the", "that", "this", "said", "el", "la", "este", "esta", "ese", "esa", "dicho", "dicha", "o", "a", "esse", "essa", "do", "da":
		return true
	}
	return false
}
