package eval

import (
	"slices"

	"muster/internal/criteria"
)

func (c *compiler) attribute(n criteria.Attribute) condition {
	name := criteria.Fold(n.Name)
	switch {
	case n.Missing:
		return attributeWhere(name, true, func(a *AttributeValue, _ *moment) bool { return a.Value == "" })
	case n.Range != nil:
		low, high := ends(*n.Range)
		return attributeWhere(name, false, func(a *AttributeValue, _ *moment) bool {
			number, is := a.Value.(float64)
			return is && low(number) && high(number)
		})
	case n.Window != nil:
		slot := c.days(*n.Window)
		dated := attributeWhere(name, false, func(a *AttributeValue, m *moment) bool { return m.days[slot].holds(a.Day) })
		dated.edges = Edge{Kind: AttributeDay, Attribute: name}.on(*n.Window)
		return dated
	}
	values := foldValues(n.Values)
	return attributeWhere(name, false, func(a *AttributeValue, _ *moment) bool { return slices.Contains(values, a.Value) })
}

// attributeWhere asks about the attribute of that name, and answers absent where there is none.
func attributeWhere(name string, absent bool, holds func(*AttributeValue, *moment) bool) condition {
	shows := func(w *witness) { w.attribute(name) }
	return condition{needs: OnFields(Attributes), cost: 15, shows: shows, holds: func(f *Facts, m *moment) bool {
		for i := range f.Attributes {
			if f.Attributes[i].Name == name {
				return holds(&f.Attributes[i], m)
			}
		}
		return absent
	}}
}

func foldValues(values []any) []any {
	folded := make([]any, len(values))
	for i, value := range values {
		if text, is := value.(string); is {
			value = criteria.Fold(text)
		}
		folded[i] = value
	}
	return folded
}

// ends gives the two ends of a range as tests.
func ends(r criteria.Range) (low, high func(float64) bool) {
	low, high = func(float64) bool { return true }, func(float64) bool { return true }
	switch {
	case r.GT != nil:
		low = func(n float64) bool { return n > *r.GT }
	case r.GTE != nil:
		low = func(n float64) bool { return n >= *r.GTE }
	}
	switch {
	case r.LT != nil:
		high = func(n float64) bool { return n < *r.LT }
	case r.LTE != nil:
		high = func(n float64) bool { return n <= *r.LTE }
	}
	return low, high
}
