package criteria

import (
	"cmp"
	"slices"
	"time"
)

// validate checks the window; instants tells whether the field it is on holds instants or days.
func (w Window) validate(p place, instants bool) error {
	if w.To != nil && w.Through != nil {
		return p.invalid("give to or through, not both")
	}
	for _, end := range []struct {
		name  string
		bound *Bound
	}{{"from", w.From}, {"to", w.To}, {"through", w.Through}} {
		if end.bound == nil {
			continue
		}
		if err := end.bound.validate(p.field(end.name), instants); err != nil {
			return err
		}
	}
	if w.From != nil && w.From.Period != nil && w.From.Period.Offset > 0 {
		return p.field("from").invalid("lies in the future, and nothing later than now counts")
	}
	if w.Through != nil && w.Through.Period != nil && w.Through.Period.Unit != Day {
		return p.field("through").invalid("want a day; the end of a longer period is the next one's start, as to")
	}
	if w.empty(instants) {
		return p.invalid("from does not lie before its end")
	}
	return nil
}

// empty tells whether nothing can lie in the window, as far as its bounds can be compared without a clock.
func (w Window) empty(instants bool) bool {
	if w.From == nil {
		return false
	}
	if w.To != nil {
		order, known := w.From.compare(*w.To)
		return known && order >= 0
	}
	if w.Through != nil {
		order, known := w.From.compare(*w.Through)
		return known && (order > 0 || order == 0 && instants && w.From.Ago != nil)
	}
	return false
}

// compare orders two bounds of one kind; known is false for bounds whose order depends on the clock.
func (b Bound) compare(other Bound) (order int, known bool) {
	switch {
	case b.Date != nil && other.Date != nil:
		return cmp.Compare(*b.Date, *other.Date), true
	case b.Ago != nil && other.Ago != nil:
		return cmp.Compare(other.Ago.N, b.Ago.N), b.Ago.Unit == other.Ago.Unit
	case b.Period != nil && other.Period != nil:
		return cmp.Compare(b.Period.Offset, other.Period.Offset), b.Period.Unit == other.Period.Unit
	case b.Recent != nil && other.Recent != nil:
		return b.Recent.compare(*other.Recent)
	}
	return 0, false
}

func (r Recent) compare(other Recent) (order int, known bool) {
	if r.Month != other.Month || r.Day != other.Day {
		return 0, false
	}
	var one, two Span
	if r.Plus != nil {
		one = *r.Plus
	}
	if other.Plus != nil {
		two = *other.Plus
	}
	return cmp.Compare(one.N, two.N), one.Unit == two.Unit || one.N == 0 || two.N == 0
}

func (b Bound) validate(p place, instants bool) error {
	given := 0
	for _, is := range []bool{b.Ago != nil, b.Date != nil, b.Period != nil, b.Recent != nil} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return p.invalid("give exactly one of ago, date, period and recent")
	case b.Ago != nil:
		units := Units
		if !instants {
			units = dayUnits
		}
		return b.Ago.validate(p.field("ago"), units)
	case b.Date != nil:
		if *b.Date < MinDate || *b.Date > MaxDate {
			return p.field("date").invalid("want %s to %s", MinDate, MaxDate)
		}
		return nil
	case b.Period != nil:
		return b.Period.validate(p.field("period"))
	default:
		return b.Recent.validate(p.field("recent"))
	}
}

// dayUnits are the units that a day can be moved by, and a calendar period can have.
var dayUnits = slices.DeleteFunc(slices.Clone(Units), func(u Unit) bool { return u == Hour })

func (s Span) validate(p place, units []Unit) error {
	if s.N < 1 || s.N > MaxSpan {
		return p.field("n").invalid("want 1 to %d", MaxSpan)
	}
	return oneOf(s.Unit, units, p.field("unit"))
}

func (r Period) validate(p place) error {
	if r.Offset < -MaxSpan || r.Offset > 1 {
		return p.field("offset").invalid("want %d to 1", -MaxSpan)
	}
	return oneOf(r.Unit, dayUnits, p.field("unit"))
}

func (r Recent) validate(p place) error {
	if r.Month < 1 || r.Month > 12 {
		return p.field("month").invalid("want 1 to 12")
	}
	// 2000 was a leap year: 29 February is a day that some year has.
	if last := time.Date(2000, time.Month(r.Month)+1, 0, 0, 0, 0, 0, time.UTC).Day(); r.Day < 1 || r.Day > last {
		return p.field("day").invalid("want 1 to %d", last)
	}
	if r.Plus == nil {
		return nil
	}
	return r.Plus.validate(p.field("plus"), []Unit{Day, Month})
}
