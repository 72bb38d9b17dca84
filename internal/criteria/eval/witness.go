package eval

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"muster/internal/criteria"
)

// maxEvidence bounds the evidence for one condition.
const maxEvidence = 10

// witness collects the facts behind one condition.
type witness struct {
	facts  *Facts
	moment *moment
	clock  criteria.Clock
	names  criteria.Names
	values []string
	shown  []shown
}

// shown is an event to tell of.
type shown struct {
	*Event
	trainings bool
}

// told gives the evidence: values first, then events from the latest to the earliest.
func (w *witness) told() []string {
	slices.SortStableFunc(w.shown, func(a, b shown) int { return cmp.Compare(b.At, a.At) })
	told := w.values
	for _, e := range w.shown {
		told = append(told, w.text(e))
	}
	return told[:min(len(told), maxEvidence)]
}

// text tells of an event: type, campaign or course, instant, the sender's id, and when an enrolment is due.
func (w *witness) text(e shown) string {
	parts, events := []string{}, &w.facts.Simulations
	add := func(part string) {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if e.trainings {
		events = &w.facts.Trainings
		add(string(criteria.TrainingTypes[e.Type]))
		add(w.names.Course(criteria.CourseID(e.Subject)))
	} else {
		add(string(criteria.SimulationTypes[e.Type]))
		add(w.names.Campaign(criteria.CampaignID(e.Subject)))
	}
	add(w.local(e.At))
	add(events.Detail(e.Event).ID)
	if e.trainings && e.DueAt != criteria.Never {
		add("due " + w.local(e.DueAt))
	}
	return strings.Join(parts, " · ")
}

// local writes an instant in the organization's time zone.
func (w *witness) local(at criteria.Instant) string {
	return at.Time().In(w.clock.Zone()).Format(time.RFC3339)
}

func (w *witness) value(name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		w.values = append(w.values, name+": "+value)
	}
}

func (w *witness) instant(name string, at criteria.Instant) {
	if at != criteria.Never {
		w.value(name, w.local(at))
	}
}

func (w *witness) day(name string, day criteria.Date) {
	if day != NoDay {
		w.value(name, day.String())
	}
}

func (w *witness) department() {
	if own := w.facts.Departments; len(own) > 0 {
		w.value("department", w.names.Department(own[len(own)-1]))
	}
}

func (w *witness) groups(ids []criteria.GroupID) {
	for _, id := range ids {
		if slices.Contains(w.facts.Groups, id) {
			w.value("group", w.names.Group(id))
		}
	}
}

func (w *witness) attribute(name string) {
	for i := range w.facts.Attributes {
		if a := &w.facts.Attributes[i]; a.Name == name {
			w.value(name, fmt.Sprint(a.Value))
		}
	}
}

func (w *witness) event(s *selection, e *Event) { w.shown = append(w.shown, shown{e, s.trainings}) }

// events shows what the selections select.
func (w *witness) events(selections ...*selection) {
	for _, s := range selections {
		s.each(w.facts, w.moment, func(e *Event) { w.event(s, e) })
	}
}
