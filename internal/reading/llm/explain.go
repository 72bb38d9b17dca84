package llm

import (
	"slices"
	"unicode"

	"muster/internal/criteria"
	"muster/internal/reading"
)

// explain looks for the words of everything that a condition says. What known words contradict is a fault; what no known words explain may be
// explained by words that the grammar does not know, a few for each thing, or else is a fault too.
func (c *check) explain(cl *claim) {
	unknown, defined, content := 0, false, false
	for _, m := range cl.marks {
		if !m.Known && !cl.said.has(m) {
			unknown++
		}
		defined = defined || m.Defined != nil && cl.has(m)
		content = content || !m.Small
	}
	if !content && len(cl.part.quotes) > 0 {
		c.faultf("The quotes of the %s condition say nothing about who is in the group.", cl.part.kind)
		return
	}
	free := 0 // things without known words
	need := func(explained bool, what string) {
		if explained {
			return
		}
		if free++; unknown == 0 {
			c.faultf("No word in the quotes of the %s condition says %s.", cl.part.kind, what)
		}
	}
	for _, n := range cl.said.named {
		explained := c.explainName(cl, n)
		need(explained, "its value "+c.names.of(n))
		if !explained && unknown > 0 {
			c.take(cl, n)
		}
	}
	for _, w := range cl.said.windows {
		need(defined || cl.timed(w), "its window "+text(w))
	}
	for _, n := range cl.said.counts {
		need(defined || cl.numbered(saying{counts: []criteria.Count{n}}), "its count "+text(n))
	}
	for _, r := range cl.said.ranges {
		need(cl.numbered(saying{ranges: []criteria.Range{r}}), "its numbers "+text(r))
	}
	if !c.explainTypes(cl, defined) {
		free++
	}
	if !cl.marked(func(m reading.Mark) bool { return m.Known && !m.Small && cl.has(m) }) {
		free = max(free, 1) // all of it is in words of its own
	}
	if unknown <= free*maxUnknown {
		cl.extra = free
	}
}

// numbered tells whether a mark in the condition's quotes says the numbers.
func (cl *claim) numbered(s saying) bool {
	return cl.marked(func(m reading.Mark) bool { return slices.ContainsFunc(m.Amounts, s.amounts) })
}

func (cl *claim) marked(is func(reading.Mark) bool) bool { return slices.ContainsFunc(cl.marks, is) }

// explainName tells whether known words name the value. Words that name others of the same field, and not this one, are a fault.
func (c *check) explainName(cl *claim, n reading.Named) bool {
	others := false
	for _, m := range cl.marks {
		for _, marked := range m.Named {
			if sameName(n, marked) {
				return true
			}
			others = others || marked.Field == n.Field
		}
	}
	if others {
		c.faultf("The quotes of the %s condition name other values than %s.", cl.part.kind, c.names.of(n))
		return true
	}
	return cl.marked(func(m reading.Mark) bool { return !m.Known && n.ID == 0 && literal(n.Text, m.Text) })
}

// explainTypes tells whether known words say the kinds of event. An event that none of the words for events in the quotes can mean is a fault.
func (c *check) explainTypes(cl *claim, defined bool) bool {
	var simulation []criteria.SimulationType
	var training []criteria.TrainingType
	for _, m := range cl.marks {
		simulation, training = append(simulation, m.Simulation...), append(training, m.Training...)
	}
	if cl.said.kind == "enrolment" {
		return defined || len(training) > 0 || cl.marked(func(m reading.Mark) bool { return slices.Equal(m.Conditions, []string{"enrolment"}) })
	}
	if defined || len(simulation)+len(training) == 0 {
		return defined || len(cl.said.simulation)+len(cl.said.training) == 0
	}
	for _, t := range cl.said.simulation {
		if !slices.Contains(simulation, t) {
			c.faultf("No word in the quotes of the %s condition says %s.", cl.part.kind, t)
		}
	}
	for _, t := range cl.said.training {
		if !slices.Contains(training, t) {
			c.faultf("No word in the quotes of the %s condition says %s.", cl.part.kind, t)
		}
	}
	return true
}

// take notes a value that is not named by its name.
func (c *check) take(cl *claim, n reading.Named) {
	for _, m := range cl.marks {
		if !m.Known {
			c.taken = append(c.taken, reading.Issue{
				Code: reading.CodeFuzzyMatch, Text: m.Text, Start: m.Start, End: m.End,
				Message: "The model took this for a value that has another name.", Candidates: []string{c.names.of(n)},
			})
			return
		}
	}
}

// negation checks that what is negated stands behind a word that negates, or beside one, or is in words that may negate by themselves.
func (c *check) negation(cl *claim) {
	if !cl.negated() {
		return
	}
	if !cl.marked(func(m reading.Mark) bool { return m.Reversed || m.Negates || !m.Known || m.Defined != nil && cl.has(m) }) {
		c.faultf("The %s condition is negated, and no word in its quotes or before them negates it.", cl.part.kind)
	}
}

// both checks that one condition on events, which any of its campaigns, courses and kinds of event makes true, was not made from an "and".
func (c *check) both(cl *claim) {
	if cl.negated() || !slices.Contains([]string{"simulation", "training", "enrolment"}, cl.said.kind) {
		return
	}
	names := func(m reading.Mark) bool { return len(m.Named) > 0 }
	types := func(m reading.Mark) bool { return len(m.Simulation)+len(m.Training) > 0 }
	if c.joined(cl, names) || c.joined(cl, types) {
		c.faultf("The %s condition stands for an \"and\", and would hold for one of the two: make a condition of each.", cl.part.kind)
	}
}

// joined tells whether an "and", and no "or", stands between the first and the last of such marks that the condition accounts for.
func (c *check) joined(cl *claim, such func(reading.Mark) bool) bool {
	first, last := -1, -1
	for i, m := range c.marks {
		if such(m) && cl.part.covers(m) && cl.has(m) {
			if last = i; first < 0 {
				first = i
			}
		}
	}
	if first < 0 {
		return false
	}
	between := c.marks[first:last]
	return slices.ContainsFunc(between, func(m reading.Mark) bool { return m.And }) &&
		!slices.ContainsFunc(between, func(m reading.Mark) bool { return m.Or })
}

// disjunction checks that what widens, an "or" or a negated "and", has a word between what it joins that says so.
func (c *check) disjunction(p *part) {
	if len(p.children) < 2 || p.kind != "anyOf" && p.kind != "allOf" || (p.kind == "anyOf") == p.negated {
		return
	}
	kinds := map[string]bool{}
	start, end := len(c.runes), 0
	for _, child := range p.children {
		kinds[child.kind] = true
		child.each(func(below *part) {
			for _, s := range below.spans {
				start, end = min(start, s.start), max(end, s.end)
			}
		})
	}
	for _, m := range c.marks {
		if m.Start >= start && m.End <= end && (m.Or || m.And && (len(kinds) == 1 || p.kind == "allOf") || !m.Known && p.covers(m)) {
			return
		}
	}
	c.faultf("No word says that the nodes below %s are alternatives.", p.kind)
}

// cuts tells whether a border lies inside a word.
func cuts(text []rune, at int) bool {
	return at > 0 && at < len(text) && inWord(text[at-1]) && inWord(text[at])
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}
