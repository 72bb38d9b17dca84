package criteria

import "math"

// condition is a node without nodes below it.
type condition interface {
	Node
	// validate checks the condition's own parts; p is the path of the object that holds them.
	validate(p place) error
}

func (d Department) validate(p place) error {
	if d.Missing == (len(d.IDs) > 0) {
		return p.invalid("give either ids or missing")
	}
	return refs(d.IDs, p.field("ids"))
}

func (d DateIn) validate(p place) error {
	if err := oneOf(d.Field, DateFields, p.field("field")); err != nil {
		return err
	}
	return d.Window.validate(p.field("window"), d.Field != HiredOn)
}

func (e SimulationEvents) validate(p place) error {
	if err := someOf(e.Types, SimulationTypes, p.field("types")); err != nil {
		return err
	}
	if err := refs(e.Campaigns, p.field("campaigns")); err != nil {
		return err
	}
	if err := onlyOf(e.Channels, Channels, p.field("channels")); err != nil {
		return err
	}
	if err := texts(e.Templates, p.field("templates")); err != nil {
		return err
	}
	return e.Window.validate(p.field("window"), true)
}

func (e TrainingEvents) validate(p place) error {
	if err := someOf(e.Types, TrainingTypes, p.field("types")); err != nil {
		return err
	}
	if err := refs(e.Courses, p.field("courses")); err != nil {
		return err
	}
	return e.Window.validate(p.field("window"), true)
}

func (s Simulation) validate(p place) error {
	if err := s.SimulationEvents.validate(p); err != nil {
		return err
	}
	return s.Count.validate(p.field("count"))
}

func (t Training) validate(p place) error {
	if err := t.TrainingEvents.validate(p); err != nil {
		return err
	}
	return t.Count.validate(p.field("count"))
}

func (e Enrolment) validate(p place) error {
	if err := oneOf(e.State, EnrolmentStates, p.field("state")); err != nil {
		return err
	}
	if err := refs(e.Courses, p.field("courses")); err != nil {
		return err
	}
	if err := e.Window.validate(p.field("window"), true); err != nil {
		return err
	}
	return e.Count.validate(p.field("count"))
}

func (s Simulation) saysNone() bool { return s.Count.none() }
func (t Training) saysNone() bool   { return t.Count.none() }
func (e Enrolment) saysNone() bool  { return e.Count.none() }

func (c Count) none() bool { return c.Max != nil && *c.Max == 0 }

func (c Count) validate(p place) error {
	if c.Min < 0 || c.Min > MaxCount {
		return p.field("min").invalid("want 0 to %d", MaxCount)
	}
	if c.Max != nil && (*c.Max < c.Min || *c.Max > MaxCount) {
		return p.field("max").invalid("want %d, which is min, to %d", c.Min, MaxCount)
	}
	return nil
}

func (e Events) validate(p place) error {
	switch {
	case (e.Simulation == nil) == (e.Training == nil):
		return p.invalid("give either simulation or training")
	case e.Simulation != nil:
		return e.Simulation.validate(p.field("simulation"))
	default:
		return e.Training.validate(p.field("training"))
	}
}

func (o Order) validate(p place) error {
	if err := o.Event.validate(p.field("event")); err != nil {
		return err
	}
	if err := o.After.validate(p.field("after")); err != nil {
		return err
	}
	if err := oneOf(o.Anchor, Anchors, p.field("anchor")); err != nil {
		return err
	}
	if o.Within != nil {
		if err := o.Within.validate(p.field("within"), Units); err != nil {
			return err
		}
	}
	return o.Count.validate(p.field("count"))
}

func (r Rate) validate(p place) error {
	if err := someOf(r.Types, SimulationTypes, p.field("types")); err != nil {
		return err
	}
	if err := onlyOf(r.Channels, Channels, p.field("channels")); err != nil {
		return err
	}
	if err := r.Window.validate(p.field("window"), true); err != nil {
		return err
	}
	if err := r.Range.validate(p.field("range")); err != nil {
		return err
	}
	for _, end := range []*float64{r.Range.GT, r.Range.GTE, r.Range.LT, r.Range.LTE} {
		if end != nil && (*end < 0 || *end > 100) {
			return p.field("range").invalid("want percentages, 0 to 100")
		}
	}
	if r.MinSent < 0 || r.MinSent > MaxCount {
		return p.field("minSent").invalid("want 1 to %d", MaxCount)
	}
	return nil
}

func (r Range) validate(p place) error {
	switch {
	case r.GT != nil && r.GTE != nil:
		return p.invalid("give gt or gte, not both")
	case r.LT != nil && r.LTE != nil:
		return p.invalid("give lt or lte, not both")
	case r == Range{}:
		return p.invalid("give at least one of gt, gte, lt and lte")
	}
	low, high, open := math.Inf(-1), math.Inf(1), false
	for _, end := range []struct {
		at   *float64
		to   *float64
		open bool
	}{{r.GT, &low, true}, {r.GTE, &low, false}, {r.LT, &high, true}, {r.LTE, &high, false}} {
		if end.at == nil {
			continue
		}
		if math.IsNaN(*end.at) || math.IsInf(*end.at, 0) {
			return p.invalid("want finite numbers")
		}
		*end.to, open = *end.at, open || end.open
	}
	if low > high || low == high && open {
		return p.invalid("no number lies in it")
	}
	return nil
}

func (r Risk) validate(p place) error {
	if (len(r.Levels) == 0) == (r.Score == nil) {
		return p.invalid("give either levels or score")
	}
	if err := onlyOf(r.Levels, RiskLevels, p.field("levels")); err != nil {
		return err
	}
	if r.Score != nil && (r.Score.Min < 0 || r.Score.Min > r.Score.Max || r.Score.Max > 100) {
		return p.field("score").invalid("want 0 ≤ min ≤ max ≤ 100")
	}
	return r.Window.validate(p.field("window"), true)
}

func (g InGroup) validate(p place) error {
	if len(g.IDs) == 0 {
		return p.field("ids").invalid("give at least one id")
	}
	return refs(g.IDs, p.field("ids"))
}
