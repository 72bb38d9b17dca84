package reading

import "muster/internal/criteria"

type conditionKind uint8

const (
	fixedCondition conditionKind = iota // node as it is
	simulationCondition
	trainingCondition
	enrolmentCondition
	dateCondition
	riskCondition
	rateCondition
)

// condition is one condition on the person while words for it may still come.
type condition struct {
	kind      conditionKind
	fixed     criteria.Node
	field     field // of a fixed condition on a field: two of one field cannot both hold
	sim       []criteria.SimulationType
	train     []criteria.TrainingType
	state     criteria.EnrolmentState
	date      criteria.DateField
	levels    []criteria.RiskLevel
	amount    *amount
	minSent   int // of a rate
	campaigns []int64
	courses   []int64
	templates []string
	channels  []criteria.Channel
	every     bool        // "both X and Y": each of the named ones, or of several verbs where at most one is named
	others    []int64     // campaigns or courses that it is not about
	verbs     []condition // the types of each verb, where there are several
	span      *timeSpan
	spanUnit  int  // where the window stands
	leading   bool // the window stands before the verb
	allTime   bool // "never": no window comes from outside
	hasObject bool
	last      bool // "their last …"
	first     bool // "their first …"
	order     *ordering
	also      []criteria.Window // it happened in these too
	without   []criteria.Window // it did not happen in these
	from, to  int               // units
	defaults  []criteria.Window
}

// ordering is the other event that an event is said to come after or before.
type ordering struct {
	relation string // "after", "before", "since"
	anchor   *condition
	last     bool
	within   *criteria.Span
}

// windowed tells whether the condition can take a window that it does not have yet.
func (c *condition) windowed() bool {
	return c.kind != fixedCondition && c.kind != enrolmentCondition && c.span == nil && !c.allTime
}

// event tells whether the condition is about events, so that a shared window or object fits it.
func (c *condition) event() bool {
	return c.kind == simulationCondition || c.kind == trainingCondition
}

// window gives the condition's window; negated tells whether the condition stands under a negation.
func (c *condition) window(negated bool) criteria.Window {
	if c.span == nil {
		if len(c.defaults) > 0 {
			return c.defaults[0]
		}
		return criteria.Window{}
	}
	if c.span.kind != spanAgo {
		w := c.span.window
		if c.span.ends && c.kind == dateCondition && c.date == criteria.HiredOn {
			w.To, w.Through = nil, w.To
		}
		return w
	}
	length := c.span.ago
	switch {
	case c.kind == dateCondition && c.date == criteria.HiredOn && !negated && c.span.agoCmp == "":
		return criteria.Window{Through: &criteria.Bound{Ago: &length}}
	case c.kind == dateCondition && c.date == criteria.HiredOn && (!c.span.hasAgo || c.span.agoCmp != ""):
		return c.span.window
	case negated && c.last && c.span.hasAgo:
		return c.span.window
	case negated && (!c.span.hasAgo || c.span.agoCmp != "lt" && c.span.agoCmp != "lte"):
		return criteria.Last(length.N, length.Unit) // not for more than 60 days: not in the last 60
	}
	return c.span.window
}

func (c *condition) count() criteria.Count {
	if c.amount == nil {
		return criteria.Count{}
	}
	return c.amount.count()
}

// node builds the criteria tree's node for the condition.
func (c *condition) node(negated bool) criteria.Node {
	if len(c.also)+len(c.without) > 0 {
		return c.inWindows(negated)
	}
	if c.span != nil && len(c.span.or) > 0 {
		var of []criteria.Node
		for _, w := range append([]criteria.Window{c.span.window}, c.span.or...) {
			one := *c
			one.span = &timeSpan{window: w}
			of = append(of, one.node(negated))
		}
		return criteria.AnyOf{Of: of}
	}
	switch c.kind {
	case fixedCondition:
		return c.fixed
	case dateCondition:
		return criteria.DateIn{Field: c.date, Window: c.window(negated)}
	case riskCondition:
		n := criteria.Risk{Levels: c.levels, Window: c.window(negated)}
		if c.span != nil && c.span.kind == spanAllTime {
			n.Window = criteria.Window{To: &criteria.Bound{Period: &criteria.Period{Unit: criteria.Day, Offset: 1}}} // and not the default
		}
		if c.amount != nil {
			scores := c.amount.scores()
			n.Score, n.Levels = &scores, nil
		}
		return n
	case rateCondition:
		return criteria.Rate{Types: c.sim, Channels: c.channels, Window: c.window(negated), Range: c.amount.numbers(), MinSent: c.minSent}
	case enrolmentCondition:
		return c.enrolment(negated)
	}
	if c.order != nil {
		return c.ordered(negated)
	}
	if c.last || c.first {
		return c.extreme(negated)
	}
	return c.events(c.window(negated))
}

func (c *condition) enrolment(negated bool) criteria.Node {
	return c.perName(func(campaigns []criteria.CampaignID, courses []criteria.CourseID) criteria.Node {
		return criteria.Enrolment{State: c.state, Courses: courses, Window: c.window(negated), Count: c.count()}
	})
}

// perName builds one node for all named campaigns or courses together, or one for each where every one is meant.
func (c *condition) perName(build func([]criteria.CampaignID, []criteria.CourseID) criteria.Node) criteria.Node {
	campaigns, courses := idsOf[criteria.CampaignID](c.campaigns), idsOf[criteria.CourseID](c.courses)
	if !c.every || len(campaigns)+len(courses) < 2 {
		return build(campaigns, courses)
	}
	var of []criteria.Node
	for i := range campaigns {
		of = append(of, build(campaigns[i:i+1:i+1], nil))
	}
	for i := range courses {
		of = append(of, build(nil, courses[i:i+1:i+1]))
	}
	return criteria.AllOf{Of: of}
}

func idsOf[T ~int64](list []int64) []T {
	var ids []T
	for _, id := range list {
		ids = append(ids, T(id))
	}
	return ids
}

// events builds the simulation or training node in a window.
func (c *condition) events(w criteria.Window) criteria.Node {
	if len(c.others) > 0 {
		return c.otherThan(w)
	}
	if c.every && len(c.verbs) > 0 && len(c.campaigns)+len(c.courses) < 2 {
		var of []criteria.Node
		for _, v := range c.verbs {
			one := *c
			one.sim, one.train, one.every = v.sim, v.train, false
			of = append(of, one.events(w))
		}
		return criteria.AllOf{Of: of}
	}
	return c.perName(func(campaigns []criteria.CampaignID, courses []criteria.CourseID) criteria.Node {
		if c.kind == trainingCondition {
			return criteria.Training{TrainingEvents: criteria.TrainingEvents{Types: c.train, Courses: courses, Window: w}, Count: c.count()}
		}
		return criteria.Simulation{SimulationEvents: criteria.SimulationEvents{
			Types: c.sim, Campaigns: campaigns, Channels: c.channels, Templates: c.templates, Window: w,
		}, Count: c.count()}
	})
}

// selected gives the condition's events without count or order.
func (c *condition) selected(w criteria.Window) criteria.Events {
	if c.kind == trainingCondition {
		return criteria.Events{Training: &criteria.TrainingEvents{Types: c.train, Courses: idsOf[criteria.CourseID](c.courses), Window: w}}
	}
	return criteria.Events{Simulation: &criteria.SimulationEvents{
		Types: c.sim, Campaigns: idsOf[criteria.CampaignID](c.campaigns), Channels: c.channels, Templates: c.templates, Window: w,
	}}
}

// ordered builds the node of an event that comes after or before another one.
func (c *condition) ordered(negated bool) criteria.Node {
	if anchor := c.order.anchor; anchor.every && len(anchor.campaigns)+len(anchor.courses) > 1 { // after both X and Y
		var of []criteria.Node
		for _, one := range anchor.each() {
			single, order := *c, *c.order
			order.anchor, single.order = one, &order
			of = append(of, single.ordered(negated))
		}
		return criteria.AllOf{Of: of}
	}
	own, other := c.selected(c.window(negated)), c.order.anchor.selected(c.order.anchor.window(false))
	n := criteria.Order{Event: own, After: other, Anchor: criteria.AnyOfThem, Within: c.order.within, Count: c.count()}
	switch {
	case c.order.relation == "before":
		n.Event, n.After = other, own
	case c.order.relation == "since" || c.order.last:
		n.Anchor = criteria.LastOfThem
	}
	return n
}

// each gives the condition once for each campaign or course that it names.
func (c *condition) each() []*condition {
	var all []*condition
	for i := range c.campaigns {
		one := *c
		one.campaigns = c.campaigns[i : i+1 : i+1]
		all = append(all, &one)
	}
	for i := range c.courses {
		one := *c
		one.courses = c.courses[i : i+1 : i+1]
		all = append(all, &one)
	}
	return all
}

// extreme builds "their last click was in W": one in W and none later; "their first …": one in W and none earlier.
func (c *condition) extreme(negated bool) criteria.Node {
	w := c.window(negated)
	in := c.events(w)
	var outside criteria.Window
	switch {
	case c.last && w.To != nil:
		from := *w.To
		outside.From = &from
	case c.last && w.Through != nil && w.Through.Date != nil:
		next := *w.Through.Date + 1
		outside.From = &criteria.Bound{Date: &next}
	case c.first && w.From != nil:
		to := *w.From
		outside.To = &to
	default:
		return in
	}
	return criteria.AllOf{Of: []criteria.Node{in, criteria.Not{Of: c.events(outside)}}}
}
