package criteriatest

import "muster/internal/criteria"

func (d *drawing) window(instants bool) criteria.Window {
	var w criteria.Window
	if d.chance("from") {
		w.From = d.bound("from", instants, 0, criteria.Units)
	}
	switch pick(d, "end", []string{"open", "to", "through"}) {
	case "to":
		w.To = d.bound("to", instants, 1, criteria.Units)
	case "through":
		w.Through = d.bound("through", instants, 1, []criteria.Unit{criteria.Day})
	}
	if !valid(w, instants) {
		w.To, w.Through = nil, nil
	}
	return w
}

func valid(w criteria.Window, instants bool) bool {
	field := criteria.HiredOn
	if instants {
		field = criteria.CreatedAt
	}
	return criteria.Tree{Root: criteria.DateIn{Field: field, Window: w}}.Validate() == nil
}

// bound draws one end of a window; a calendar period has one of the units and at most that offset.
func (d *drawing) bound(label string, instants bool, offset int, periods []criteria.Unit) *criteria.Bound {
	kinds := []string{"ago", "period", "recent"}
	if len(d.world.Dates) > 0 {
		kinds = append(kinds, "date")
	}
	switch pick(d, label, kinds) {
	case "ago":
		span := d.span(label)
		if !instants && span.Unit == criteria.Hour {
			span.Unit = criteria.Day
		}
		return &criteria.Bound{Ago: &span}
	case "period":
		unit := pick(d, label, periods)
		if unit == criteria.Hour {
			unit = criteria.Month
		}
		return &criteria.Bound{Period: &criteria.Period{Unit: unit, Offset: d.between(label, -3, offset)}}
	case "recent":
		return &criteria.Bound{Recent: d.recent(label)}
	default:
		date := pick(d, label, d.world.Dates)
		return &criteria.Bound{Date: &date}
	}
}

func (d *drawing) recent(label string) *criteria.Recent {
	day := pick(d, label, []criteria.Recent{{Month: 1, Day: 1}, {Month: 3, Day: 1}, {Month: 3, Day: 8}, {Month: 5, Day: 31}, {Month: 12, Day: 1}, {Month: 2, Day: 29}})
	if d.chance(label) {
		day.Plus = &criteria.Span{N: d.between(label, 1, 12), Unit: pick(d, label, []criteria.Unit{criteria.Day, criteria.Month})}
	}
	return &day
}

func (d *drawing) span(label string) criteria.Span {
	return criteria.Span{
		N:    pick(d, label, []int{1, 2, 3, 6, 12, 30, 45, 90}),
		Unit: pick(d, label, []criteria.Unit{criteria.Day, criteria.Hour, criteria.Week, criteria.Month, criteria.Quarter, criteria.Year}),
	}
}
