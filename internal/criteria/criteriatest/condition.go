package criteriatest

import (
	"strings"

	"muster/internal/criteria"
)

func (d *drawing) condition() criteria.Node {
	kinds := []func() criteria.Node{
		d.simulation, d.training, d.date, d.enrolment, d.order, d.rate, d.risk, d.department,
	}
	if len(d.world.Profiles) > 0 {
		kinds = append(kinds, d.profile)
	}
	if len(d.world.Attributes) > 0 {
		kinds = append(kinds, d.attribute)
	}
	if len(d.world.Groups) > 0 {
		kinds = append(kinds, d.group)
	}
	return d.mustBeValid(pick(d, "condition", kinds)())
}

func (d *drawing) department() criteria.Node {
	if len(d.world.Departments) == 0 || d.between("missing", 0, 4) == 0 {
		return criteria.Department{Missing: true}
	}
	return criteria.Department{IDs: some(d, "departments", 1, d.world.Departments)}
}

func (d *drawing) group() criteria.Node {
	return criteria.InGroup{IDs: some(d, "groups", 1, d.world.Groups)}
}

func (d *drawing) date() criteria.Node {
	field := pick(d, "date", criteria.DateFields)
	return criteria.DateIn{Field: field, Window: d.window(field != criteria.HiredOn)}
}

func (d *drawing) simulationEvents() criteria.SimulationEvents {
	return criteria.SimulationEvents{
		Types:     some(d, "types", 1, criteria.SimulationTypes),
		Campaigns: some(d, "campaigns", 0, d.world.Campaigns),
		Channels:  some(d, "channels", 0, criteria.Channels),
		Templates: some(d, "templates", 0, d.world.Templates),
		Window:    d.window(true),
	}
}

func (d *drawing) trainingEvents() criteria.TrainingEvents {
	return criteria.TrainingEvents{
		Types:   some(d, "types", 1, criteria.TrainingTypes),
		Courses: some(d, "courses", 0, d.world.Courses),
		Window:  d.window(true),
	}
}

func (d *drawing) count() criteria.Count {
	var c criteria.Count
	if d.chance("min") {
		c.Min = d.between("min", 1, 3)
	}
	if d.chance("max") {
		most := d.between("max", c.Min, 3)
		c.Max = &most
	}
	return c
}

func (d *drawing) simulation() criteria.Node {
	return criteria.Simulation{SimulationEvents: d.simulationEvents(), Count: d.count()}
}

func (d *drawing) training() criteria.Node {
	return criteria.Training{TrainingEvents: d.trainingEvents(), Count: d.count()}
}

func (d *drawing) enrolment() criteria.Node {
	return criteria.Enrolment{
		State:   pick(d, "state", criteria.EnrolmentStates),
		Courses: some(d, "courses", 0, d.world.Courses),
		Window:  d.window(true),
		Count:   d.count(),
	}
}

func (d *drawing) events() criteria.Events {
	if d.chance("training") {
		e := d.trainingEvents()
		return criteria.Events{Training: &e}
	}
	e := d.simulationEvents()
	return criteria.Events{Simulation: &e}
}

func (d *drawing) order() criteria.Node {
	o := criteria.Order{Event: d.events(), After: d.events(), Anchor: pick(d, "anchor", criteria.Anchors), Count: d.count()}
	if d.chance("within") {
		span := d.span("within")
		o.Within = &span
	}
	return o
}

func (d *drawing) rate() criteria.Node {
	return criteria.Rate{
		Types:    some(d, "types", 1, criteria.SimulationTypes),
		Channels: some(d, "channels", 0, criteria.Channels),
		Window:   d.window(true),
		Range:    d.numbers([]float64{0, 12.5, 25, 50, 100}),
		MinSent:  d.between("minSent", 0, 4),
	}
}

// numbers draws a range between two of the numbers, which are in ascending order.
func (d *drawing) numbers(of []float64) criteria.Range {
	low := d.between("low", 0, len(of)-1)
	high := d.between("high", low, len(of)-1)
	kinds := []criteria.Range{{GTE: &of[low]}, {LTE: &of[high]}, {GT: &of[low]}, {LT: &of[high]}, {GTE: &of[low], LTE: &of[high]}}
	if low < high {
		kinds = append(kinds, criteria.Range{GT: &of[low], LT: &of[high]}, criteria.Range{GTE: &of[low], LT: &of[high]}, criteria.Range{GT: &of[low], LTE: &of[high]})
	}
	return pick(d, "range", kinds)
}

func (d *drawing) risk() criteria.Node {
	r := criteria.Risk{Window: d.window(true)}
	if d.chance("score") {
		low := d.between("min", 0, 100)
		r.Score = &criteria.ScoreRange{Min: low, Max: d.between("max", low, 100)}
		return r
	}
	r.Levels = some(d, "levels", 1, criteria.RiskLevels)
	return r
}

func (d *drawing) profile() criteria.Node {
	of := pick(d, "profile", d.world.Profiles)
	kinds := []func() criteria.Profile{
		func() criteria.Profile { return criteria.Profile{Field: of.Field} },
		func() criteria.Profile { return criteria.Profile{Field: of.Field, Match: criteria.MatchIs} },
	}
	switch of.Field {
	case criteria.FieldEmail, criteria.FieldExternalID, criteria.FieldManager, criteria.FieldLocation, criteria.FieldName, criteria.FieldTitle:
		kinds = append(kinds,
			func() criteria.Profile { return criteria.Profile{Field: of.Field, Match: criteria.MatchStartsWith} },
			func() criteria.Profile { return criteria.Profile{Field: of.Field, Match: criteria.MatchEndsWith} })
	}
	switch of.Field {
	case criteria.FieldName, criteria.FieldTitle:
		kinds = append(kinds, func() criteria.Profile { return criteria.Profile{Field: of.Field, Match: criteria.MatchWords} })
	}
	switch of.Field {
	case criteria.FieldEmail, criteria.FieldName, criteria.FieldStatus:
	default:
		kinds = append(kinds, func() criteria.Profile { return criteria.Profile{Field: of.Field, Missing: true} })
	}
	p := pick(d, "match", kinds)()
	if p.Missing {
		return p
	}
	for _, value := range some(d, "values", 1, of.Values) {
		part := d.part(value, p.Matching())
		if criteria.FoldWords(part) == "" { // a quotation mark, say, which is no name's beginning, end or word
			part = value
		}
		p.Values = append(p.Values, part)
	}
	return p
}

// part gives the value, or a beginning, an end or a word of it as the match asks.
func (d *drawing) part(value string, match criteria.Match) string {
	runes := []rune(value)
	words := strings.Fields(value)
	switch match {
	case criteria.MatchWords:
		return pick(d, "word", append(words, value))
	case criteria.MatchStartsWith:
		return string(runes[:d.between("length", 1, len(runes))])
	case criteria.MatchEndsWith:
		return string(runes[d.between("start", 0, len(runes)-1):])
	default:
		return value
	}
}

func (d *drawing) attribute() criteria.Node {
	of := pick(d, "attribute", d.world.Attributes)
	a := criteria.Attribute{Name: of.Name}
	switch pick(d, "kind", []string{"values", "range", "window", "missing"}) {
	case "values":
		a.Values = some(d, "values", 1, of.Values)
	case "range":
		r := d.numbers([]float64{-1, 1, 2.5, 7})
		a.Range = &r
	case "window":
		w := d.window(false)
		a.Window = &w
	default:
		a.Missing = true
	}
	return a
}
