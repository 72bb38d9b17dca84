package llm

import (
	"context"
	"slices"
	"strings"

	"muster/internal/criteria"
	"muster/internal/reading"
)

// conversation is the talk with a model about one description.
type conversation struct {
	reader      *Reader
	description string
	marks       []reading.Mark
	mask        mask
	offer       offer
	glossary    reading.Glossary
	names       names
	rounds      int
}

// hold asks, tells the faults, and asks again. The failure says why there is no reading.
func (c *conversation) hold(ctx context.Context, first string) (reading.Reading, *failure) {
	turns := []string{first}
	for {
		c.rounds++
		answer, err := c.reader.guard.call(ctx, c.reader.provider, turns)
		if err != nil {
			return reading.Reading{}, reason(err, c.reader.limits.Deadline)
		}
		result, faults := c.judge(answer)
		switch {
		case len(faults) == 0:
			return result, nil
		case c.rounds <= c.reader.limits.Repairs:
			turns = append(turns, echo(answer), c.mask.hide(complaint(faults)))
		case result.Status != "":
			return result, nil
		default:
			return reading.Reading{}, &failure{CodeModelRejected, "what it answered did not agree with the description"}
		}
	}
}

// judge reads an answer. Words that nothing accounts for are faults too, but leave a reading, which is incomplete.
func (c *conversation) judge(text string) (reading.Reading, []string) {
	a, fault := parse(text)
	if fault != "" {
		return reading.Reading{}, []string{fault}
	}
	root, faults := assemble(a, c.mask)
	if len(faults) > 0 {
		return reading.Reading{}, faults
	}
	if root == nil {
		return c.incomplete(c.marks), nil
	}
	tree := criteria.Tree{Root: root.node()}
	if err := tree.Validate(); err != nil {
		return reading.Reading{}, []string{err.Error()}
	}
	checked := judge(c.description, c.marks, root, c.mask, c.names)
	checked.ground(c.offer, c.mask)
	if len(checked.faults) > 0 {
		return reading.Reading{}, checked.faults
	}
	for _, m := range checked.open {
		if !c.unsupported(a, m) {
			faults = append(faults, checked.complain(m))
		}
	}
	if len(checked.open) > 0 {
		return c.incomplete(checked.open), faults
	}
	root.each(c.defaults)
	tree = criteria.Canonical(criteria.Tree{Root: root.node()})
	return reading.Reading{Status: reading.NeedsReview, Tree: &tree, Assumptions: checked.taken, Engine: c.reader.model}, nil
}

// defaults fills in what the organization has defined otherwise than the tree's own defaults.
func (c *conversation) defaults(p *part) {
	if risk, is := p.leaf.(criteria.Risk); is && risk.Window.IsZero() && c.glossary.RiskDays != criteria.RiskDays {
		risk.Window = criteria.Last(c.glossary.RiskDays, criteria.Day)
		p.leaf = risk
	}
}

// unsupported tells whether the model itself says that it cannot express the mark.
func (c *conversation) unsupported(a answer, m reading.Mark) bool {
	return m.Open || slices.ContainsFunc(a.Unsupported, func(words string) bool {
		return slices.ContainsFunc(occurrences([]rune(c.description), []rune(c.mask.back(words))), func(s span) bool { return s.holds(m.Start, m.End) })
	})
}

// incomplete is a reading that leaves words open: REFUSED where one stands behind a negation, so that the meaning could turn round.
func (c *conversation) incomplete(open []reading.Mark) reading.Reading {
	result := reading.Reading{Status: reading.Partial, Engine: c.reader.model}
	for _, m := range open {
		if m.Reversed || m.Negates {
			result.Status = reading.Refused
		}
		result.Unresolved = append(result.Unresolved, reading.Issue{
			Code: reading.CodeUnknownConcept, Text: m.Text, Start: m.Start, End: m.End, Message: "The model did not account for this.",
		})
	}
	return result
}

// echo gives the model its own answer back, within bounds.
func echo(answer string) string {
	if strings.TrimSpace(answer) == "" || len(answer) > maxEcho {
		return "(not an answer)"
	}
	return answer
}

// complaint tells the faults.
func complaint(faults []string) string {
	slices.Sort(faults)
	faults = slices.Compact(faults)
	return "Some of that cannot be right. Answer again, whole, with these mended:\n- " + strings.Join(faults[:min(len(faults), maxFaults)], "\n- ")
}
