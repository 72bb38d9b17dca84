package reading

import (
	"slices"
	"strings"

	"muster/internal/criteria"
)

// Mark is a stretch of a description with what the lexicon and the organization's values know of it, by which to judge
// what somebody else read out of the description. It may have several meanings at once; one that is not Known has none.
type Mark struct {
	Start, End int // in code points, End not included
	Text       string
	Known      bool
	Small      bool // says nothing about who is in the group: "the", "please", "employees"
	Open       bool // leaves open what is meant, so that nobody may choose: "many", "03/04/2026"
	Negates    bool // "not", "without", "except"
	Reversed   bool // stands behind a negation or an exception, with no contrast in between
	And, Or    bool // lists what stands around it

	Defined criteria.Node // what a phrase of the glossary means ("repeat offender"); nil for others

	Conditions []string // the conditions that it can be a part of, by their keys in a tree's JSON or by the date field
	Windows    []criteria.Window
	Spans      []criteria.Span // "60 days ago", "for 60 days": what they say depends on the verb
	Amounts    []criteria.Range
	Simulation []criteria.SimulationType // what a word for an event can mean
	Training   []criteria.TrainingType
	Named      []Named
}

// Named is one value that a mark may name: of the organization, of a fixed list, or an e-mail address or quoted text as it stands.
type Named struct {
	Field string // "department", "campaign", "course", "group", "template", "channel", "level", a profile field, "attribute:NAME"; "" for text as it stands
	ID    int64  // of a department, campaign, course or group
	Text  string // of everything else
}

// Catalog gives the organization's values that the reader was made with.
func (r *Reader) Catalog() Catalog { return r.catalog }

// Glossary gives the definitions that the reader was made with.
func (r *Reader) Glossary() Glossary { return r.glossary }

// Marks cuts a description of at most MaxRunes into its marks, in order. Only white space and the hyphens of words lie between them.
func (r *Reader) Marks(text string, clock criteria.Clock) []Mark {
	p := &parser{r: r, clock: clock, runes: []rune(text)}
	if len(p.runes) > MaxRunes {
		return nil
	}
	p.cut(text)
	marks := make([]Mark, len(p.units))
	reversed := false
	for i := range p.units {
		u := &p.units[i]
		if u.has("but") || u.has("punct", ";") {
			reversed = false
		}
		marks[i] = p.mark(u)
		marks[i].Reversed = reversed
		reversed = reversed || marks[i].Negates
	}
	return marks
}

var (
	smallWords = []string{
		"people", "everyone", "member", "filler", "det", "prep", "aux", "be", "rel", "whose", "pronoun", "punct", "and", "or", "but", "both", "all",
	}
	negators = []string{"neg", "never", "no", "without", "neither", "nonethem", "nor", "except", "aside", "outside", "butnotboth"}

	onEvents = []string{"simulation", "training", "enrolment", "order", "rate"}
	onPeople = []string{"profile", "attribute", "department", "group", "date"}
	onAny    = slices.Concat(onEvents, onPeople, []string{"risk"})

	// conditionsOf says of which conditions the words of a category are a part. Words of other categories are of none.
	conditionsOf = map[string][]string{
		"object": onEvents, "overdue": {"enrolment"}, "unfinished": {"enrolment"},
		"incount": onEvents, "ofsims": onEvents, "different": onEvents, "rate": {"rate"},
		"order": {"order"}, "thenword": {"order"}, "first": {"order"}, "last": {"order"},
		"risk": {"risk"}, "risky": {"risk"}, "score": {"risk"},
		"hire": {"hiredOn"}, "tenure": {"hiredOn"}, "login": {"lastLoginAt"}, "created": {"createdAt"}, "platform": {"createdAt"},
		"field": onPeople, "attributeName": {"attribute"}, "manages": {"profile"},
		"speak": {"profile"}, "starts": onPeople, "ends": onPeople, "contains": onPeople, "named": onPeople, "is": onPeople,
		"only": onAny, "outside": onPeople,
	}

	// fixedFields are the fields whose values are categories' keys.
	fixedFields = map[string]string{
		"channel": "channel", "level": "level", "type": "employeeType", "status": "status", "mode": string(inAttribute) + "workMode",
	}
)

func (p *parser) mark(u *unit) Mark {
	m := Mark{Start: p.tokens[u.from].start, End: p.tokens[u.to-1].end, Known: len(u.senses) > 0}
	m.Text = string(p.runes[m.Start:m.End])
	has := func(cat string) bool { return u.has(cat) }
	m.Small = slices.ContainsFunc(smallWords, has) && !p.startsContent(u)
	m.Negates = slices.ContainsFunc(negators, has)
	m.And, m.Or = u.has("and") || u.has("punct", ","), u.has("or") || u.has("nor") || u.has("neither") || u.has("punct", "/", "\n", ";")
	for _, s := range u.senses {
		m.Conditions = append(m.Conditions, conditionsOf[s.cat]...)
		p.markSense(&m, s)
	}
	return m
}

// markSense adds what one meaning of the stretch says.
func (p *parser) markSense(m *Mark, s sense) {
	switch s.cat {
	case "event", "noun", "agent":
		m.Simulation = append(m.Simulation, simulationTypes[s.key]...)
		m.Training = append(m.Training, trainingTypes[s.key]...)
		if s.key == "login" {
			m.Conditions = append(m.Conditions, string(criteria.LastLoginAt))
		}
	case "cond", "condverb":
		if t, _ := p.glossaryTerm(&unit{senses: []sense{s}}); t != nil {
			m.Defined = t.node(false)
		}
	case "value":
		g, _ := s.value.(grounded)
		m.Named = append(m.Named, Named{Field: string(g.field), ID: g.id, Text: g.text})
	case "channel", "level", "type", "status", "mode":
		m.Named = append(m.Named, Named{Field: fixedFields[s.cat], Text: s.key})
		if s.key == string(criteria.Email) { // also just another word for a simulation
			m.Conditions = append(m.Conditions, onEvents...)
		}
	case "quoted", "emailAddress":
		m.Named = append(m.Named, Named{Text: strings.TrimSpace(s.key)})
	case "amount":
		if a, ok := s.value.(*amount); ok {
			m.Open = m.Open || a.vague || a.about
			m.Amounts = append(m.Amounts, a.numbers())
		}
	case "span":
		if span, ok := s.value.(*timeSpan); ok {
			p.markSpan(m, span)
		}
	}
}

func (p *parser) markSpan(m *Mark, s *timeSpan) {
	switch s.kind {
	case spanWindow:
		m.Windows = append(m.Windows, s.window)
	case spanRecent:
		m.Windows = append(m.Windows, criteria.Last(p.r.glossary.RecentDays, criteria.Day))
	case spanAllTime:
		m.Windows = append(m.Windows, criteria.Window{})
	case spanAgo:
		m.Spans = append(m.Spans, s.ago)
	default:
		m.Open = true
	}
}
