package criteria

import (
	"cmp"
	"slices"
	"strings"
)

func (d Department) canonical() Node {
	d.IDs = ascending(d.IDs)
	return d
}

func (g InGroup) canonical() Node {
	g.IDs = ascending(g.IDs)
	return g
}

func (f Profile) canonical() Node {
	if f.Match == (Profile{Field: f.Field}).Matching() {
		f.Match = ""
	}
	switch f.Field {
	case FieldEmployeeType:
		f.Values = inOrder(f.Values, EmployeeTypes)
		return f
	case FieldStatus:
		f.Values = inOrder(f.Values, Statuses)
		return f
	case FieldCountry:
		f.Values = each(f.Values, strings.ToUpper)
	case FieldLanguage:
		f.Values = each(f.Values, strings.ToLower)
	}
	f.Values = byKey(f.Values, f.folded)
	return f
}

func (a Attribute) canonical() Node {
	switch {
	case a.Range != nil:
		r := a.Range.canonical()
		a.Range = &r
	case a.Window != nil:
		w := a.Window.canonical(false)
		a.Window = &w
	default:
		a.Values = attributeList(a.Values)
	}
	return a
}

// attributeList sorts booleans, then numbers, then strings, each once as they compare.
func attributeList(values []any) []any {
	var booleans []bool
	var numbers []float64
	var words []string
	for _, v := range values {
		switch v := v.(type) {
		case bool:
			booleans = append(booleans, v)
		case float64:
			numbers = append(numbers, *positiveZero(&v))
		case string:
			words = append(words, v)
		}
	}
	if len(values) == 0 {
		return nil
	}
	list := boxed(inOrder(booleans, []bool{false, true}))
	list = append(list, boxed(ascending(numbers))...)
	return append(list, boxed(byKey(words, Fold))...)
}

func (d DateIn) canonical() Node {
	d.Window = d.Window.canonical(d.Field != HiredOn)
	return d
}

func (e SimulationEvents) canonical() SimulationEvents {
	e.Types = inOrder(e.Types, SimulationTypes)
	e.Campaigns = ascending(e.Campaigns)
	e.Channels = inOrder(e.Channels, Channels)
	e.Templates = byKey(e.Templates, Fold)
	e.Window = e.Window.canonical(true)
	return e
}

func (e TrainingEvents) canonical() TrainingEvents {
	e.Types = inOrder(e.Types, TrainingTypes)
	e.Courses = ascending(e.Courses)
	e.Window = e.Window.canonical(true)
	return e
}

func (e Enrolment) canonical() Enrolment {
	e.Courses = ascending(e.Courses)
	e.Window = e.Window.canonical(true)
	return e
}

func (e SimulationEvents) counting(c Count) Node { return Simulation{e, c} }

func (e TrainingEvents) counting(c Count) Node { return Training{e, c} }

func (e Enrolment) counting(c Count) Node {
	e.Count = c
	return e
}

func (c Count) canonical() Count {
	if c.Min == 1 && c.Max == nil {
		return Count{}
	}
	return c
}

func (e Events) canonical() Events {
	if e.Simulation != nil {
		s := e.Simulation.canonical()
		e.Simulation = &s
	}
	if e.Training != nil {
		t := e.Training.canonical()
		e.Training = &t
	}
	return e
}

func (o Order) canonical() Node {
	o.Event, o.After, o.Count = o.Event.canonical(), o.After.canonical(), o.Count.canonical()
	return o
}

func (r Rate) canonical() Node {
	r.Types = inOrder(r.Types, SimulationTypes)
	r.Channels = inOrder(r.Channels, Channels)
	r.Window = r.Window.canonical(true)
	r.Range = r.Range.canonical()
	if r.MinSent == DefaultMinSent {
		r.MinSent = 0
	}
	return r
}

func (r Range) canonical() Range {
	return Range{positiveZero(r.GT), positiveZero(r.GTE), positiveZero(r.LT), positiveZero(r.LTE)}
}

// positiveZero turns -0, which compares as 0 and writes otherwise, into 0.
func positiveZero(f *float64) *float64 {
	if f != nil && *f == 0 {
		return new(float64)
	}
	return f
}

// allTime is a window without an effect, for where no window would mean a default.
var allTime = Window{To: &Bound{Period: &Period{Unit: Day, Offset: 1}}}

func (r Risk) canonical() Node {
	r.Levels = inOrder(r.Levels, RiskLevels)
	given := !r.Window.IsZero()
	r.Window = r.Window.canonical(true)
	switch from := r.Window.From; {
	case given && r.Window.IsZero():
		// Without a window the risk is that of the last RiskDays, so that all recorded time has to be said.
		r.Window = allTime
	case from != nil && from.Ago != nil && *from.Ago == Span{RiskDays, Day} && r.Window.To == nil && r.Window.Through == nil:
		r.Window = Window{}
	}
	return r
}

func ascending[T cmp.Ordered](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// inOrder gives the words in the order in which they are declared, each once.
func inOrder[T comparable](list, declared []T) []T {
	var sorted []T
	for _, word := range declared {
		if slices.Contains(list, word) {
			sorted = append(sorted, word)
		}
	}
	return sorted
}

// byKey sorts the values by what they compare as, and keeps one of those that compare alike.
func byKey(list []string, key func(string) string) []string {
	if len(list) == 0 {
		return nil
	}
	type keyed struct{ key, value string }
	pairs := make([]keyed, len(list))
	for i, value := range list {
		pairs[i] = keyed{key(value), value}
	}
	slices.SortFunc(pairs, func(a, b keyed) int {
		return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.value, b.value))
	})
	pairs = slices.CompactFunc(pairs, func(a, b keyed) bool { return a.key == b.key })
	return each(pairs, func(p keyed) string { return p.value })
}

func each[T any](list []T, give func(T) string) []string {
	values := make([]string, len(list))
	for i, item := range list {
		values[i] = give(item)
	}
	return values
}
