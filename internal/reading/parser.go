package reading

import (
	"slices"

	"muster/internal/criteria"
)

// parser reads the units of one description from left to right. Every unit is consumed on purpose or reported.
type parser struct {
	r              *Reader
	clock          criteria.Clock
	runes          []rune
	tokens         []token
	units          []unit
	pos            int
	depth          int
	findings       []finding
	assigned       bool             // the event before was an assignment of any training, for "it"
	lastFrame      *frame           // the last event's words
	started        bool             // something of content was read: requests such as "show me" are over
	everyone       bool             // the words ask for everyone
	negators       []int            // units that negate or except
	namedCondition *condition       // the last condition with a named campaign or course, for "it"
	topic          *condition       // the last condition whose name stands before its verb, for verbs without a name: "Payroll Update received, not clicked"
	channel        criteria.Channel // "quishing: …": of every simulation that has none of its own
	lastEvent      *condition       // the last event that was not negated, for "afterwards"
	lang           tongue           // of most of the words
	together       bool             // "and at the same time": what nobody can be both of is meant so
	alsoNext       bool             // after "not only", "but also" is an "and"
	first          bool             // the phrase at hand may be a thing without a verb: "no simulations"
}

// kind is what sort of phrase an element is; coordinated elements are of one kind.
type kind byte

const (
	adjective kind = 'A' // before the people: remote, Finance
	noun      kind = 'N' // the people: contractors, employees
	place     kind = 'P' // after a preposition: in Finance
	verb      kind = 'V' // clicked, are remote
)

// element is a phrase, or a coordination of phrases.
type element struct {
	kind    kind
	term    *term // nil for words without content, such as "employees"
	alts    [][]element
	ops     []connector // between the alts
	from    int         // unit
	to      int
	negated bool      // by a word of its own
	form    verbForm  // of its verb
	rel     bool      // opened by "who"
	head    bool      // words for the people
	copula  bool      // made a verb by "are": what "or" adds is one too
	behind  bool      // people with an adjective behind them: "cuentas deshabilitadas"
	prep    bool      // it begins with a preposition of its own
	all     bool      // it begins with "everyone" or "all", so that it says anew who is meant
	joined  operator  // what stands before it
	nominal bool      // a thing without a verb: "no clicks"
	adj     bool      // a noun that is an adjective with the people behind it: "disabled employees"
	window  *timeSpan // a window by itself
	join    connector // before a window by itself
	except  bool      // an exception: no coordination reaches into it
}

type operator uint8

const (
	juxtaposed operator = iota
	comma
	conjunction // and
	disjunction // or
	contrast    // but: an "and" that binds looser than "or"
	separator   // ; or a new line
	sequence    // then
)

// connector is what stands between two phrases.
type connector struct {
	op     operator
	comma  bool // with a comma before it
	negate bool // "nor": the next phrase is negated
	both   bool // "and at the same time": never either of two values
	at     int
}

func (p *parser) unit(offset int) *unit {
	if i := p.pos + offset; i >= 0 && i < len(p.units) {
		return &p.units[i]
	}
	return nil
}

func (p *parser) punct(signs ...string) bool { return p.unit(0).has("punct", signs...) }

// connector reads what stands before the next phrase.
func (p *parser) connector() connector {
	c := connector{at: p.pos}
	for ; ; p.pos++ {
		u := p.unit(0)
		switch {
		case u == nil, p.listHead() != "":
			return c
		case u.has("notonly"):
			p.alsoNext = true
		case u.has("but") && p.alsoNext:
			p.alsoNext, c.op = false, conjunction
		case p.punct(","):
			c.comma = true
			c.op = max(c.op, comma)
		case p.punct(";", "\n", "•", "|"), p.bullet():
			c.op = separator
		case p.punct(".", ":", "!", "?", "¿", "¡", "'", "’", "*") || p.dash():
			if c.op == juxtaposed && p.punct(".") {
				c.op = separator
			}
		case !p.started && p.topicOf(u):
			p.pos++
		case u.has("thenword"):
			c.op = sequence
		case u.has("nor"):
			c.op, c.negate = conjunction, true
			p.negators = append(p.negators, p.pos)
		case u.has("but") && p.butExcept():
			return c
		case u.has("but") && c.op != disjunction:
			c.op = contrast
		case u.has("and") && !u.has("asks") && c.op != contrast && c.op != sequence:
			if c.op == disjunction { // "and/or"
				continue
			}
			c.op, c.both = conjunction, u.has("and", "together")
			p.together = p.together || c.both
		case u.has("addition") && (p.unit(1).has("everyone") || p.unit(1).has("all")):
			c.op = conjunction
		case u.has("or"):
			c.op = disjunction
		case p.punct("/") && c.op == juxtaposed:
			if u := p.unit(1); !u.has("or") && !u.has("and") {
				c.op = disjunction
			}
		case len(u.values()) > 0 && !p.smallWord(u):
			return c
		case u.has("filler") && !u.has("event") && !u.has("object"), u.has("opening") && !p.started && !u.has("event") && !u.has("object") && !u.has("rel"):
		default:
			return c
		}
	}
}

// butExcept tells whether "but" at hand means "except": "everyone but contractors".
func (p *parser) butExcept() bool {
	if before := p.unit(-1); !before.has("everyone") && (!before.has("people") || !p.unit(-2).has("everyone")) {
		return false
	}
	u := p.unit(1)
	return !u.has("neg") && !u.has("never") && !u.has("no") && !u.has("without") && !u.has("event") && !u.has("aux") && !u.has("only")
}

// dash tells whether a dash stands here as punctuation.
func (p *parser) dash() bool { return p.punct("-", "–", "—") }

// bullet tells whether a list's mark stands here: "1." or "a)" at the start of a line.
func (p *parser) bullet() bool {
	u := p.unit(0)
	if u == nil || p.pos > 0 && !p.unit(-1).has("punct", "\n") && !p.unit(-1).has("punct", ":") {
		return false
	}
	next := p.unit(1)
	if t := p.tokens[u.from]; u.to == u.from+1 && t.kind == numberToken && (next.has("punct", ")") || next.has("punct", ".")) {
		p.pos++
		return true
	}
	return p.dash() || p.punct("*", "+", "·")
}

// sequence reads phrases up to a closing parenthesis or the end, or where stop says so.
func (p *parser) sequence(stop func(connector) bool) []element {
	var seq []element
	for {
		start := p.pos
		c := p.connector()
		if p.unit(0) == nil || p.punct(")") {
			if c.op == conjunction || c.op == disjunction || c.op == contrast || c.op == sequence {
				p.unitReport(unresolved, CodeUnknownConcept, c.at, p.pos, "Something is missing here.")
			}
			return seq
		}
		if stop != nil && stop(c) {
			p.pos = start
			return seq
		}
		at := p.pos
		p.first = len(seq) == 0 || seq[len(seq)-1].head || c.op != juxtaposed && seq[len(seq)-1].nominal
		e, ok := p.element(c)
		if p.pos == at { // nothing was consumed: an unread word
			p.unread(p.pos)
			p.pos++
			continue
		}
		if ok {
			p.relativeToThing(seq, c, e)
			if setOffByComma(seq, c, e) {
				p.unitReport(review, CodeScopeAndOr, e.from, e.to, "This was read of all of those before it.")
			}
			if bindsTighter(seq, c, e) && !lastElement(seq).ops[0].comma {
				p.unitReport(review, CodeScopeAndOr, e.from, e.to, "\"and\" was read before \"or\". Use parentheses for another grouping.")
			}
			seq = place1(seq, c, e)
		}
	}
}

// relativeToThing reports a verb that follows another one's object and so speaks of the thing and not of the person:
// "clicked a simulation sent last month".
func (p *parser) relativeToThing(seq []element, c connector, e element) {
	if len(seq) == 0 || c.op != juxtaposed {
		return
	}
	p.doubtfulPair(lastPhrase(seq[len(seq)-1]), e)
	if title, _ := lastPhrase(seq[len(seq)-1]).term.single(); title != nil && title.field == inTitle && e.kind == noun && p.units[e.from].has("prep", "in") {
		p.unitReport(unresolved, CodeUnknownConcept, e.from, e.to, "Groups are made of what is known of each person, not of the people that they manage.")
	}
	if e.rel || e.copula || e.negated || e.kind != verb {
		return
	}
	last := lastPhrase(seq[len(seq)-1])
	a, _ := last.term.single()
	b, _ := e.term.single()
	if last.kind == verb && a != nil && b != nil && a.event() && b.event() {
		p.unitReport(unresolved, CodeUnsupportedSequence, e.from, e.to, "This seems to speak of the simulation or course and not of the person; join conditions on the person with \"and\" or \"who\".")
	}
}

// place1 adds an element to the sequence by the connector before it: coordinated with what is of its kind.
func place1(seq []element, c connector, e element) []element {
	e.joined = c.op
	if len(seq) == 0 {
		return append(seq, e)
	}
	if e.window != nil {
		e.join = c
	}
	last := &seq[len(seq)-1]
	if c.op != juxtaposed && c.op != separator && e.kind != verb && !e.except && lastPhrase(*last).copula {
		e.kind, e.copula = verb, true
	}
	if c.op != juxtaposed && e.kind == adjective && last.kind == noun && last.behind {
		e.kind, e.behind = noun, true
	}
	if more := anew(seq, c, e); more != nil {
		return more
	}
	if bindsTighter(seq, c, e) {
		last.alts[1] = place1(last.alts[1], c, e)
		return seq
	}
	parallel := len(last.alts) > 1 && len(last.alts[0]) > 1
	if c.op == juxtaposed || e.except || e.window != nil {
		if parallel && !e.except && e.window == nil {
			n := len(last.alts) - 1
			last.alts[n] = place1(last.alts[n], c, e)
			return seq
		}
		if n := len(last.alts) - 1; n > 0 && !e.except && e.window == nil && e.kind != noun && last.alts[n][0].head {
			last.alts[n] = append(last.alts[n], e) // "contractors or people | with overdue training"
			return seq
		}
		return append(seq, e)
	}
	if c.op == separator {
		return append(seq, e)
	}
	if len(last.alts) > 1 && !last.except {
		if last.kind == e.kind || e.adj && last.kind == adjective {
			last.alts, last.ops = append(last.alts, []element{e}), append(last.ops, c)
			return seq
		}
		if parallel && match(last.alts[len(last.alts)-1], e.kind) >= 0 && c.op != comma {
			n := len(last.alts) - 1
			last.alts[n] = place1(last.alts[n], c, e)
			return seq
		}
	}
	s := match(seq, e.kind)
	if e.kind == noun && !e.head && !e.adj && !e.behind && last.kind == noun && !last.head && !last.adj && last.window == nil && !last.except {
		s = len(seq) - 1 // "high-risk contractors and interns": what stands before the first describes both
	}
	if e.adj && last.kind == adjective && last.window == nil && !last.except {
		s = len(seq) - 1
	}
	switch {
	case s < 0 && c.op != disjunction:
		return append(seq, e)
	case s < 0:
		s = fallback(seq, e)
	case e.kind == noun && e.negated && c.op != disjunction && !seq[s].negated && len(seq[s].alts) == 0:
		return append(seq, e) // "clickers, but not in Sales and not contractors"
	case c.op == comma && s < len(seq)-1:
		return append(seq, e) // "in Sales who clicked, in Madrid"
	}
	group := append([]element(nil), seq[s:]...)
	return append(seq[:s:s], element{kind: group[0].kind, alts: [][]element{group, {e}}, ops: []connector{c}, from: group[0].from, to: e.to})
}

// setOffByComma tells whether a description follows the second of two kinds of people that a comma sets apart, so that it may be
// of the second alone: "contractors, and interns in Lisbon".
func setOffByComma(seq []element, c connector, e element) bool {
	if len(seq) == 0 || c.op != juxtaposed || e.kind != place && e.kind != verb || e.except || e.window != nil {
		return false
	}
	last := lastElement(seq)
	return last.kind == noun && len(last.alts) == 2 && len(last.alts[0]) == 1 && len(last.alts[1]) == 1 && last.ops[0].comma && !last.alts[1][0].head
}

// opensAnew tells whether the element coordinates whole groups of people: "everyone in Legal, plus everyone in IT".
func opensAnew(e element) bool { return len(e.alts) > 1 && e.alts[1][0].firstPhrase().all }

// anew adds to a sequence a phrase that says anew who is meant, or one that belongs to such a phrase; nil where there is none.
func anew(seq []element, c connector, e element) []element {
	last := lastElement(seq)
	opened := opensAnew(*last)
	if first := seq[0]; first.kind == noun && len(seq) == 1 && e.kind == noun {
		return nil // "all employees and contractors in Finance"
	} else if e.kind == noun && first.all {
		e.all = true
	}
	switch {
	case e.except || e.window != nil || c.op > disjunction:
		return nil
	case e.all && opened && c.op != juxtaposed:
		last.alts, last.ops = append(last.alts, []element{e}), append(last.ops, c)
	case e.all && c.op != juxtaposed:
		return []element{{kind: seq[0].kind, alts: [][]element{slices.Clone(seq), {e}}, ops: []connector{c}, from: seq[0].from, to: e.to}}
	case opened && !c.comma:
		n := len(last.alts) - 1
		last.alts[n] = place1(last.alts[n], c, e)
	default:
		return nil
	}
	return seq
}

func lastElement(seq []element) *element { return &seq[len(seq)-1] }

// bindsTighter tells whether an "and" adds to the second of two alternatives alone, which a comma or a preposition of its
// own sets off from the first: "in Legal, or in IT and remote", but not "in Legal or IT and remote".
func bindsTighter(seq []element, c connector, e element) bool {
	if len(seq) == 0 || c.op != conjunction || c.comma || e.except || e.window != nil {
		return false
	}
	last := lastElement(seq)
	if len(last.alts) != 2 || last.except || last.ops[0].op != disjunction || last.kind == e.kind {
		return false
	}
	return last.ops[0].comma || e.kind != verb && last.alts[0][0].prep && last.alts[1][0].prep
}

// firstPhrase gives the first single phrase of an element.
func (e element) firstPhrase() element {
	for len(e.alts) > 0 {
		e = e.alts[0][0]
	}
	return e
}

// lastPhrase gives the last single phrase of an element.
func lastPhrase(e element) element {
	for len(e.alts) > 0 {
		alt := e.alts[len(e.alts)-1]
		e = alt[len(alt)-1]
	}
	return e
}

// match finds where in the sequence the coordination with a phrase of that kind begins, or -1.
func match(seq []element, k kind) int {
	for i := len(seq) - 1; i >= 0; i-- {
		if seq[i].except || seq[i].window != nil || seq[i].kind != k {
			continue
		}
		if k == noun {
			for i > 0 && seq[i-1].kind == adjective && !seq[i-1].except {
				i--
			}
		}
		return i
	}
	return -1
}

// fallback finds where an "or" with a phrase of a new kind begins: a verb also goes with a place, an adjective with a noun.
func fallback(seq []element, e element) int {
	near := map[kind][]kind{verb: {place}, place: {verb}, adjective: {place, noun}, noun: {}}
	for _, k := range near[e.kind] {
		if i := match(seq, k); i >= 0 && (i != 0 || !seq[i].head) {
			return i
		}
	}
	if len(seq) > 1 && seq[0].head && seq[0].term == nil {
		return 1
	}
	return 0
}

// unread reports a unit that nothing could use.
func (p *parser) unread(at int) {
	u := &p.units[at]
	switch {
	case u.has("future"):
		p.unitReport(refusal, CodeOutOfScope, at, at+1, "What is still to come cannot be known; groups are made of what has happened.")
	case u.has("weekday"):
		p.unitReport(refusal, CodeOutOfScope, at, at+1, "Days of the week and times of day cannot be asked for.")
	case p.nearField(at):
		p.unitReport(unresolved, CodeUnknownValue, at, at+1, "The organization has nothing of this name.")
	default:
		p.unreadWord(at)
	}
}

const notOfGroups = "This is not something that a group can be made of."

// unreadWord reports a unit that nothing could use, together with the unknown words right before it: "left-handed" is one.
func (p *parser) unreadWord(at int) {
	from := at
	if n := len(p.findings) - 1; n >= 0 && at > 0 {
		last, before := &p.findings[n], p.units[at-1]
		unknown := len(p.units[at].senses) == 0 && len(before.senses) == 0
		end := p.tokens[before.to-1].end
		hyphen := string(p.runes[end:p.tokens[p.units[at].from].start]) == "-"
		if last.Message == p.say(notOfGroups) && (unknown || hyphen) && last.End == end {
			for from > 0 && p.tokens[p.units[from].from].start > last.Start {
				from--
			}
			p.findings = p.findings[:n]
		}
	}
	p.unitReport(unresolved, CodeUnknownConcept, from, at+1, notOfGroups)
}

// nearField tells whether an unknown word stands next to the word for a field, a campaign or a course.
func (p *parser) nearField(at int) bool {
	for _, i := range []int{at - 1, at + 1, at + 2} {
		if i < 0 || i >= len(p.units) {
			continue
		}
		if u := &p.units[i]; u.has("field") || u.has("object", "training") || u.has("object", "simulation") {
			return true
		}
	}
	return false
}
