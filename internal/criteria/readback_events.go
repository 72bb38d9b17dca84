package criteria

import (
	"slices"
	"strconv"
	"strings"
)

// happening is a selection of events, ready to be said.
type happening struct {
	verbs  []verb
	thing  thing  // what is counted where no values are given
	of     thing  // what the values are
	nouns  thing  // the nouns of the one or the other, with their channels
	values string // of campaigns or courses; "" for any
	many   bool   // there is more than one value
	window string
	tail   string // templates and window, each with a blank before it
}

func (s speaker) simulated(e SimulationEvents) happening {
	h := happening{
		thing:  s.simulation,
		of:     s.campaign,
		values: s.anyOf(each(e.Campaigns, s.names.Campaign), false),
		many:   len(e.Campaigns) > 1,
		window: s.window(e.Window, true),
	}
	h.tail = before(h.window)
	for _, t := range e.Types {
		h.verbs = append(h.verbs, s.simulations[t])
	}
	if slices.Equal(e.Types, FailureTypes) {
		h.verbs = []verb{s.failure}
	}
	if len(e.Templates) > 0 {
		h.tail = " " + s.fill(s.template, s.anyOf(e.Templates, false)) + h.tail
	}
	h.nouns = s.withChannels(h.noun(), e.Channels)
	return h
}

func (s speaker) trained(e TrainingEvents) happening {
	h := happening{
		thing:  s.course,
		of:     s.course,
		values: s.anyOf(each(e.Courses, s.names.Course), false),
		many:   len(e.Courses) > 1,
		window: s.window(e.Window, true),
	}
	h.tail = before(h.window)
	for _, t := range e.Types {
		h.verbs = append(h.verbs, s.trainings[t])
	}
	h.nouns = h.noun()
	return h
}

func (s speaker) happened(e Events) happening {
	if e.Training != nil {
		return s.trained(*e.Training)
	}
	return s.simulated(*e.Simulation)
}

// noun gives the thing that the nouns come from.
func (h happening) noun() thing {
	if h.values != "" {
		return h.of
	}
	return h.thing
}

// withChannels gives the thing with its nouns narrowed to the channels.
func (s speaker) withChannels(t thing, channels []Channel) thing {
	if len(channels) > 0 {
		words := s.either(each(channels, func(c Channel) string { return s.channels[c] }), false)
		t.one, t.many = s.fill(s.channelled, words, t.one), s.fill(s.channelled, words, t.many)
	}
	return t
}

// counted says that the events happened so often, or that they did not.
func (s speaker) counted(h happening, c Count, negative bool) (text string, found bool) {
	if c.none() {
		negative, c = !negative, Count{}
	}
	c = c.canonical()
	if negative {
		return s.fill(s.did.no, s.verbs(h, true)(s.noneOf(h))) + h.tail, c == Count{}
	}
	return s.fill(s.did.yes, s.verbs(h, false)(s.object(h, c))) + h.tail, true
}

// verbs gives what joins the verbs to an object: "clicked or submitted data in X", "opened or replied to X".
func (s speaker) verbs(h happening, negative bool) func(object string) string {
	last := h.verbs[len(h.verbs)-1]
	same := !slices.ContainsFunc(h.verbs, func(v verb) bool { return v.prep != last.prep })
	list := make([]string, len(h.verbs))
	for i, v := range h.verbs {
		list[i] = v.past
		if negative && v.base != "" {
			list[i] = v.base
		}
		if !same && v.prep != "" && i < len(h.verbs)-1 {
			list[i] += " " + v.prep
		}
	}
	return func(object string) string { return s.either(list, negative) + " " + s.prepositional(last.prep, object) }
}

// prepositional puts the preposition before the object, whose first word it may run together with.
func (s speaker) prepositional(prep, object string) string {
	if prep == "" {
		return object
	}
	first, rest, _ := strings.Cut(object, " ")
	return s.contracted(prep+" "+first) + " " + rest
}

// object says how many of what.
func (s speaker) object(h happening, c Count) string {
	if h.values == "" {
		return s.howMany(c, func(n int) string {
			if n == 1 {
				return h.nouns.single + " " + h.nouns.one
			}
			return strconv.Itoa(n) + " " + h.nouns.many
		})
	}
	if c == (Count{}) {
		return s.fill(h.nouns.the, h.nouns.one, h.values)
	}
	many := s.howMany(c, strconv.Itoa)
	return s.fill(h.nouns.of, many, h.nouns.many, h.values)
}

// howMany says a count; say says its last number, with the noun that follows.
func (s speaker) howMany(c Count, say func(int) string) string {
	low, _ := c.Ends()
	switch {
	case c.Max == nil:
		return s.fill(s.counts.least, say(low))
	case c.Min == 0:
		return s.fill(s.counts.most, say(*c.Max))
	case c.Min == *c.Max:
		return s.fill(s.counts.exactly, say(*c.Max))
	default:
		return s.fill(s.counts.between, strconv.Itoa(low), say(*c.Max))
	}
}

// noneOf says the object of "did not".
func (s speaker) noneOf(h happening) string {
	switch {
	case h.values == "":
		return s.fill(h.nouns.none, h.nouns.one)
	case h.many:
		return s.fill(h.nouns.noneOf, h.nouns.many, h.values)
	default:
		return s.fill(h.nouns.the, h.nouns.one, h.values)
	}
}

// someOf says the object of an event that merely came first.
func (s speaker) someOf(h happening) string {
	if h.values == "" {
		return s.fill(h.nouns.some, h.nouns.one)
	}
	return s.fill(h.nouns.the, h.nouns.one, h.values)
}

func (s speaker) enrolled(e Enrolment, negative bool) (text string, found bool) {
	h := s.trained(TrainingEvents{Courses: e.Courses})
	c := e.Count
	if c.none() {
		negative, c = !negative, Count{}
	}
	c = c.canonical()
	object := s.object(h, c)
	if negative {
		object = s.noneOf(h)
	}
	text = s.enrolments[e.State].of(negative) + " " + s.prepositional(s.enrolledIn, object)
	if window := s.window(e.Window, true); window != "" {
		text += " " + s.fill(s.assigned, window)
	}
	return text, !negative || c == Count{}
}

// ordered says what happened after what. Where the event has a window of its own, what came first is said first: a
// window between the two could be taken for the time between them.
func (s speaker) ordered(o Order) string {
	event := s.happened(o.Event)
	text, _ := s.counted(event, o.Count, false)
	first := s.happened(o.After)
	after := s.fill(s.after[o.Anchor], s.verbs(first, false)(s.someOf(first))) + first.tail
	if o.Within != nil {
		after = s.fill(s.within, s.length(*o.Within)) + " " + after
	}
	if event.window == "" {
		return text + " " + after
	}
	relative, rest, _ := strings.Cut(text, " ")
	return relative + ", " + after + ", " + rest
}

func (s speaker) rated(r Rate) string {
	h := s.simulated(SimulationEvents{Types: r.Types, Channels: r.Channels})
	share := s.fill(s.rate, s.amount(r.Range, s.shares, "%"), h.nouns.many, before(s.window(r.Window, true)), r.Least())
	return s.fill(s.did.yes, s.verbs(h, false)(share))
}
