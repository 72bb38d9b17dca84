package llm

import (
	"fmt"
	"slices"
	"strings"

	"muster/internal/criteria"
	"muster/internal/reading"
)

// check judges one answer against the words of the description.
type check struct {
	runes  []rune
	marks  []reading.Mark
	names  names
	root   *part
	leaves []*claim
	faults []string
	taken  []reading.Issue // values that words were taken for that do not name them
	open   []reading.Mark  // what nothing accounts for
}

// claim is a condition of the answer with the marks in its quotes.
type claim struct {
	part  *part
	said  saying
	marks []reading.Mark
	extra int // words unknown to the grammar that may stand for what it says
}

// negated tells whether the condition holds where something is not.
func (cl *claim) negated() bool { return cl.part.negated != cl.said.none }

// judge runs every check. The faults are for the model to read; what is open is left where there are none.
func judge(description string, marks []reading.Mark, root *part, m mask, names names) *check {
	c := &check{runes: []rune(description), marks: marks, names: names, root: root}
	root.each(func(p *part) { c.place(p, m) })
	root.each(func(p *part) {
		if p.leaf != nil {
			cl := &claim{part: p, said: sayingOf(p.leaf)}
			cl.marks = c.within(p)
			c.leaves = append(c.leaves, cl)
		}
	})
	for _, cl := range c.leaves {
		c.explain(cl)
		c.negation(cl)
		c.both(cl)
	}
	root.each(c.disjunction)
	for _, mark := range marks {
		if !c.accounted(mark) {
			c.open = append(c.open, mark)
		}
	}
	return c
}

func (c *check) faultf(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// place finds the quotes of a part in the description, everywhere they stand as whole words.
func (c *check) place(p *part, m mask) {
	if p.leaf != nil && len(p.quotes) == 0 || len(p.quotes) > maxQuotes {
		c.faultf("A node of the kind %s needs 1 to %d quotes.", p.kind, maxQuotes)
	}
	for _, quote := range p.quotes[:min(len(p.quotes), maxQuotes)] {
		found := occurrences(c.runes, []rune(strings.TrimSpace(m.back(quote))))
		if len(found) == 0 {
			c.faultf("The quote %.80q is not in the description, letter for letter and in whole words.", quote)
		}
		p.spans = append(p.spans, found...)
	}
}

// within gives the marks that lie whole in a quote of the part.
func (c *check) within(p *part) []reading.Mark {
	return slices.DeleteFunc(slices.Clone(c.marks), func(m reading.Mark) bool { return !p.covers(m) })
}

func (p *part) covers(m reading.Mark) bool {
	return slices.ContainsFunc(p.spans, func(s span) bool { return s.holds(m.Start, m.End) })
}

// accounted tells whether the answer has what the mark says.
func (c *check) accounted(m reading.Mark) bool {
	if m.Open {
		return false
	}
	if m.Negates && !c.inNegated(m) && !c.answered(m) {
		return false
	}
	return m.Small || m.Negates || c.answered(m)
}

// inNegated tells whether the mark is in a quote of something that the tree negates.
func (c *check) inNegated(m reading.Mark) bool {
	return slices.ContainsFunc(c.leaves, func(cl *claim) bool {
		if !cl.negated() {
			return false
		}
		for p := cl.part; p != nil; p = p.parent {
			if p.covers(m) && (p == cl.part || p.kind == "not") {
				return true
			}
		}
		return false
	})
}

// answered tells whether a condition that quotes the mark has what it says.
func (c *check) answered(m reading.Mark) bool {
	return slices.ContainsFunc(c.leaves, func(cl *claim) bool {
		return cl.part.covers(m) && (cl.has(m) || !m.Known && cl.extra > 0)
	})
}

// has tells whether the condition has one of the things that the mark can mean, or all that the glossary says of it.
func (cl *claim) has(m reading.Mark) bool {
	if m.Defined == nil {
		return cl.said.has(m)
	}
	node, negated := m.Defined, false
	if n, is := node.(criteria.Not); is {
		node, negated = n.Of, true
	}
	want := sayingOf(node)
	if want.kind != cl.said.kind || want.field != cl.said.field || negated != cl.negated() || text(want.counts) != text(cl.said.counts) {
		return false
	}
	if !sameSet(want.simulation, cl.said.simulation) || !sameSet(want.training, cl.said.training) {
		return false
	}
	if len(want.windows) == len(cl.said.windows) && !slices.ContainsFunc(want.windows, func(w criteria.Window) bool { return !cl.said.during(w) }) {
		return true
	}
	return len(cl.said.windows) > 0 && !slices.ContainsFunc(cl.said.windows, func(w criteria.Window) bool { return !cl.timed(w) }) // other words give it another window
}

func sameSet[T comparable](a, b []T) bool {
	missing := func(in []T) func(T) bool { return func(x T) bool { return !slices.Contains(in, x) } }
	return !slices.ContainsFunc(a, missing(b)) && !slices.ContainsFunc(b, missing(a))
}

// during tells whether the condition has the window.
func (s saying) during(w criteria.Window) bool {
	return slices.ContainsFunc(s.windows, func(said criteria.Window) bool { return sameWindow(said, w) })
}

// timed tells whether a mark in the condition's quotes says the window.
func (cl *claim) timed(w criteria.Window) bool {
	only := saying{windows: []criteria.Window{w}}
	return cl.marked(func(m reading.Mark) bool { return len(m.Windows)+len(m.Spans) > 0 && only.has(m) })
}

// has tells whether the condition has one of the things that the mark can mean.
func (s saying) has(m reading.Mark) bool {
	for _, marked := range m.Named {
		if slices.ContainsFunc(s.named, func(said reading.Named) bool { return sameName(said, marked) }) {
			return true
		}
	}
	for _, w := range m.Windows {
		if w.IsZero() || s.during(w) {
			return true
		}
	}
	for _, ago := range m.Spans {
		if slices.Contains(s.spans, ago) || slices.ContainsFunc(s.windows, func(said criteria.Window) bool { return hasSpan(said, ago) }) {
			return true
		}
	}
	if slices.ContainsFunc(m.Amounts, s.amounts) || overlap(s.simulation, m.Simulation) || overlap(s.training, m.Training) || s.kind == "enrolment" && len(m.Training) > 0 {
		return true
	}
	if slices.Contains(m.Conditions, s.kind) || s.field != "" && slices.Contains(m.Conditions, string(s.field)) {
		return true
	}
	return !m.Known && slices.ContainsFunc(s.named, func(said reading.Named) bool { return literal(said.Text, m.Text) })
}

// amounts tells whether the condition has that number. "At least one" is what every condition on events says.
func (s saying) amounts(r criteria.Range) bool {
	want := countOf(r)
	if len(s.counts) == 0 && sameCount(want, criteria.Count{}) && len(s.simulation)+len(s.training) > 0 {
		return true
	}
	if s.none && want.Max != nil && *want.Max == 0 {
		return true
	}
	return slices.ContainsFunc(s.counts, func(said criteria.Count) bool { return sameCount(said, want) }) ||
		slices.ContainsFunc(s.ranges, func(said criteria.Range) bool { return within(said, r) })
}

func overlap[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}

// literal tells whether a value has the word.
func literal(value, word string) bool {
	word = criteria.FoldWords(word)
	return word != "" && strings.Contains(criteria.FoldWords(value), word)
}

// complain says to the model what an unaccounted mark means.
func (c *check) complain(m reading.Mark) string {
	switch {
	case m.Defined != nil:
		return fmt.Sprintf("%q means %s, and no condition that quotes it is that.", m.Text, text(criteria.Tree{Root: m.Defined}))
	case m.Negates:
		return fmt.Sprintf("The word %q is in no quote of a negated node.", m.Text)
	case len(m.Windows) > 0:
		return fmt.Sprintf("%q means the window %s, and no condition that quotes it has that.", m.Text, text(m.Windows[0]))
	case len(m.Spans) > 0:
		return fmt.Sprintf("%q means the span %s, and no condition that quotes it has that.", m.Text, text(m.Spans[0]))
	case len(m.Amounts) > 0:
		return fmt.Sprintf("%q means the numbers %s, and no condition that quotes it has those.", m.Text, text(m.Amounts[0]))
	}
	return fmt.Sprintf("%q is in no quote of a condition that says it: make one, or list it as unsupported.", m.Text)
}

// occurrences finds the quote in the text wherever neither of its ends cuts a word.
func occurrences(text, quote []rune) []span {
	var found []span
	if len(quote) == 0 {
		return nil
	}
	for at := 0; at+len(quote) <= len(text); at++ {
		end := at + len(quote)
		if slices.Equal(text[at:end], quote) && !cuts(text, at) && !cuts(text, end) {
			found = append(found, span{at, end})
		}
	}
	return found
}
