package llm

import (
	"encoding/json"
	"strings"

	"muster/internal/criteria"
	"muster/internal/reading"
)

// saying is what one condition says, whatever its kind: each thing in it needs words.
type saying struct {
	kind       string
	field      criteria.DateField // of a date
	named      []reading.Named
	windows    []criteria.Window
	spans      []criteria.Span
	counts     []criteria.Count
	ranges     []criteria.Range
	simulation []criteria.SimulationType
	training   []criteria.TrainingType
	none       bool // it says that there is none: a negation of its own
}

func sayingOf(n criteria.Node) saying {
	var s saying
	switch n := n.(type) {
	case criteria.Department:
		s.kind, s.none = "department", n.Missing
		named(&s, "department", n.IDs)
	case criteria.Profile:
		s.kind, s.none = "profile", n.Missing
		words(&s, string(n.Field), n.Values)
	case criteria.Attribute:
		s.kind, s.none = "attribute", n.Missing
		s.attribute(n)
	case criteria.DateIn:
		s.kind, s.field = "date", n.Field
		s.window(n.Window)
	case criteria.Simulation:
		s.kind = "simulation"
		s.simulations(n.SimulationEvents)
		s.count(n.Count)
	case criteria.Training:
		s.kind = "training"
		s.trainings(n.TrainingEvents)
		s.count(n.Count)
	case criteria.Enrolment:
		s.kind = "enrolment"
		s.window(n.Window)
		s.count(n.Count)
		named(&s, "course", n.Courses)
	case criteria.Order:
		s.order(n)
	case criteria.Rate:
		s.rate(n)
	case criteria.Risk:
		s.kind = "risk"
		s.window(n.Window)
		words(&s, "level", n.Levels)
		if n.Score != nil {
			low, high := float64(n.Score.Min), float64(n.Score.Max)
			s.ranges = append(s.ranges, criteria.Range{GTE: &low, LTE: &high})
		}
	case criteria.InGroup:
		s.kind = "group"
		named(&s, "group", n.IDs)
	}
	return s
}

// named adds values that are named by id.
func named[T ~int64](s *saying, field string, list []T) {
	for _, id := range list {
		s.named = append(s.named, reading.Named{Field: field, ID: int64(id)})
	}
}

// words adds values that are their own names.
func words[T ~string](s *saying, field string, list []T) {
	for _, word := range list {
		s.named = append(s.named, reading.Named{Field: field, Text: string(word)})
	}
}

func (s *saying) rate(r criteria.Rate) {
	s.kind, s.simulation = "rate", r.Types
	s.window(r.Window)
	words(s, "channel", r.Channels)
	s.ranges = append(s.ranges, r.Range)
	if least := float64(r.MinSent); r.MinSent != 0 && r.MinSent != criteria.DefaultMinSent {
		s.ranges = append(s.ranges, criteria.Range{GTE: &least})
	}
}

func (s *saying) attribute(a criteria.Attribute) {
	for _, v := range a.Values {
		switch v := v.(type) {
		case string:
			words(s, attributeField(a.Name), []string{v})
		case float64:
			s.ranges = append(s.ranges, criteria.Range{GTE: &v, LTE: &v})
		}
	}
	if a.Range != nil {
		s.ranges = append(s.ranges, *a.Range)
	}
	if a.Window != nil {
		s.window(*a.Window)
	}
}

func (s *saying) window(w criteria.Window) {
	if !w.IsZero() {
		s.windows = append(s.windows, w)
	}
}

func (s *saying) count(c criteria.Count) {
	s.none = s.none || c.Max != nil && *c.Max == 0
	if c.Min > 1 || c.Max != nil && *c.Max > 0 {
		s.counts = append(s.counts, c)
	}
}

func (s *saying) simulations(e criteria.SimulationEvents) {
	s.simulation = append(s.simulation, e.Types...)
	s.window(e.Window)
	words(s, "channel", e.Channels)
	words(s, "template", e.Templates)
	named(s, "campaign", e.Campaigns)
}

func (s *saying) trainings(e criteria.TrainingEvents) {
	s.training = append(s.training, e.Types...)
	s.window(e.Window)
	named(s, "course", e.Courses)
}

func (s *saying) order(o criteria.Order) {
	s.kind = "order"
	for _, e := range []criteria.Events{o.Event, o.After} {
		if e.Simulation != nil {
			s.simulations(*e.Simulation)
		}
		if e.Training != nil {
			s.trainings(*e.Training)
		}
	}
	if o.Within != nil {
		s.spans = append(s.spans, *o.Within)
	}
	s.count(o.Count)
}

// sameName tells whether the words of a mark name what a condition names.
func sameName(said, marked reading.Named) bool {
	switch {
	case marked.Field == "": // as it stands: an address or quoted text
		return said.ID == 0 && criteria.Fold(said.Text) == criteria.Fold(marked.Text)
	case said.Field != marked.Field || said.ID != marked.ID:
		return false
	case said.Field == string(criteria.FieldTitle):
		return strings.Trim(criteria.FoldWords(said.Text), " ") == strings.Trim(criteria.FoldWords(marked.Text), " ")
	}
	return said.ID != 0 || criteria.Fold(said.Text) == criteria.Fold(marked.Text)
}

// sameWindow tells whether two windows are the same stretch of time, on instants or on days.
func sameWindow(a, b criteria.Window) bool {
	for _, field := range []criteria.DateField{criteria.LastLoginAt, criteria.HiredOn} {
		if canonical(field, a) == canonical(field, b) {
			return true
		}
	}
	return false
}

func canonical(field criteria.DateField, w criteria.Window) string {
	tree := criteria.Tree{Root: criteria.DateIn{Field: field, Window: w}}
	if tree.Validate() != nil {
		tree.Root = nil
	}
	return text(criteria.Canonical(tree))
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}

// hasSpan tells whether the window begins or ends that long ago.
func hasSpan(w criteria.Window, s criteria.Span) bool {
	for _, b := range []*criteria.Bound{w.From, w.To, w.Through} {
		if b != nil && b.Ago != nil && *b.Ago == s {
			return true
		}
	}
	return false
}

// countOf gives a range of numbers as a count.
func countOf(r criteria.Range) criteria.Count {
	var c criteria.Count
	switch {
	case r.GT != nil:
		c.Min = int(*r.GT) + 1
	case r.GTE != nil:
		c.Min = int(*r.GTE)
	}
	var most int
	switch {
	case r.LT != nil:
		most = int(*r.LT) - 1
		c.Max = &most
	case r.LTE != nil:
		most = int(*r.LTE)
		c.Max = &most
	}
	return c
}

func sameCount(a, b criteria.Count) bool {
	return max(a.Min, 1) == max(b.Min, 1) && (a.Max == nil) == (b.Max == nil) && (a.Max == nil || *a.Max == *b.Max)
}

// within tells whether the condition's range has the ends that the words give; an end that they do not give is open or, after a
// number by itself, the number.
func within(said, marked criteria.Range) bool {
	s, m := countOf(said), countOf(marked)
	if text(said) == text(marked) {
		return true
	}
	if marked.LT == nil && marked.LTE == nil && marked.GTE != nil && s.Max != nil { // "score 80", or a score at least 80: up to 100
		return s.Min == m.Min && (*s.Max == m.Min || *s.Max >= 100)
	}
	if marked.GT == nil && marked.GTE == nil { // a score up to 40: from 0
		return s.Min == 0 && m.Max != nil && s.Max != nil && *s.Max == *m.Max
	}
	return sameCount(s, m)
}
