package criteria

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names gives the organization's present names for what a tree holds by id.
type Names interface {
	Department(id DepartmentID) string
	Campaign(id CampaignID) string
	Course(id CourseID) string
	Group(id GroupID) string
}

// Readback says in plain words, in "en", "es" or "pt" (a tag such as "es-MX" will do; others read as English), whom
// a tree that Validate accepts selects. It is made from the tree alone. Every value stands between double quotes, a quote within it
// doubled. Lists of conditions within lists stand in parentheses, and each condition is a clause of its own, so that no
// window or "not" reaches into the next.
func Readback(t Tree, names Names, lang string) string {
	s := speaker{phrasesOf(lang), names}
	switch root := t.Root.(type) {
	case AllOf:
		return s.everyone(root.Of)
	case AnyOf:
		return s.employees + " " + s.clauses(root.Of, s.or)
	case nil:
		return ""
	}
	return s.everyone([]Node{t.Root})
}

// ReadbackCondition says one condition, or the opposite of one, by itself: "Clicked in at least 2 simulations".
func ReadbackCondition(n Node, names Names, lang string) string {
	s := speaker{phrasesOf(lang), names}
	text, found := s.inside(n)
	if !found {
		text = s.clause(n)
	}
	if begin := s.relative(text); begin != "" {
		text = strings.TrimSpace(strings.TrimPrefix(text, begin))
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// ReadbackWindow says a window: "in the last 90 days"; "" for all recorded time. Instants tells whether it is on
// instants or on days.
func ReadbackWindow(w Window, instants bool, lang string) string {
	return phrasesOf(lang).window(w, instants)
}

// speaker says conditions in one language.
type speaker struct {
	*phrases
	names Names
}

// everyone says the employees for whom all the nodes hold.
func (s speaker) everyone(nodes []Node) string {
	if len(nodes) == 0 {
		return s.everybody
	}
	nodes = spoken(nodes)
	head := s.employees
	if exclusive(nodes) {
		return head + " " + s.clauses(nodes, s.and)
	}
	if inside, found := s.inside(nodes[0]); found {
		head += " " + inside
		nodes = nodes[1:]
		if len(nodes) == 0 {
			return head
		}
		if s.relative(s.clause(nodes[0])) == "" {
			head += " " + s.and
		}
	}
	return head + " " + s.clauses(nodes, s.and)
}

// inside says a department as an adverb.
func (s speaker) inside(n Node) (text string, found bool) {
	d, is := n.(Department)
	if !is || d.Missing {
		return "", false
	}
	return s.fill(s.inDepartment, s.departments(d, false)), true
}

// relative gives the relative pronoun with which the text begins as a clause, and what sets it off; "" where there is none.
func (s speaker) relative(text string) string {
	for _, pronoun := range s.relatives {
		for _, end := range []string{" ", ","} {
			if strings.HasPrefix(text, pronoun+end) {
				return pronoun + end
			}
		}
	}
	return ""
}

func (s speaker) clauses(nodes []Node, conjunction string) string {
	if conjunction == s.and && exclusive(nodes) {
		conjunction = s.both
	}
	list := make([]string, len(nodes))
	for i, n := range spoken(nodes) {
		list[i] = s.clause(n)
	}
	return strings.Join(list, " "+conjunction+" ")
}

// exclusive tells whether two of the nodes ask for values of a field of which everybody has one. Joined by a mere "and" they
// would be read as either.
func exclusive(nodes []Node) bool {
	seen := map[string]bool{}
	for _, n := range nodes {
		field := ""
		switch n := n.(type) {
		case Department:
			field = n.key()
		case Profile:
			field = n.key() + string(n.Field)
		case Attribute:
			field = n.key() + Fold(n.Name)
		case Risk:
			n.Levels, n.Score = nil, nil
			field = nodeKey(n) // of one window
		}
		if seen[field] && field != "" {
			return true
		}
		seen[field] = true
	}
	return false
}

// clause says one node among others.
func (s speaker) clause(n Node) string {
	switch n := n.(type) {
	case AllOf:
		if len(n.Of) == 0 {
			return s.anybody.yes
		}
		return "(" + s.clauses(n.Of, s.and) + ")"
	case AnyOf:
		return "(" + s.clauses(n.Of, s.or) + ")"
	case Not:
		if text, found := s.condition(n.Of, true); found {
			return text
		}
		if nobody(n) {
			return s.anybody.no
		}
		text := s.clause(n.Of)
		if !strings.HasPrefix(text, "(") {
			text = "(" + text + ")"
		}
		return s.not + " " + text
	}
	text, _ := s.condition(n, false)
	return text
}

// spoken sorts nodes for the ear: what people are before what they did, what they did before what they did not.
func spoken(nodes []Node) []Node {
	nodes = slices.Clone(nodes)
	slices.SortStableFunc(nodes, func(a, b Node) int { return cmp.Compare(rank(a), rank(b)) })
	return nodes
}

var ranks = []string{"department", "profile", "attribute", "date", "group", "risk", "order", "rate", "simulation", "enrolment", "training"}

func rank(n Node) int {
	switch n := n.(type) {
	case nil:
		return 0
	case Not:
		if _, condition := n.Of.(condition); condition {
			return len(ranks) + rank(n.Of)
		}
		return 3 * len(ranks)
	case condition:
		return slices.Index(ranks, n.key())
	}
	return 2 * len(ranks)
}

// quoted puts a value between quotes, a quote within it doubled.
func quoted(value string) string { return `"` + strings.ReplaceAll(value, `"`, `""`) + `"` }

// either lists words: a, b or c.
func (p *phrases) either(words []string, negative bool) string {
	conjunction := p.or
	if negative {
		conjunction = p.nor
	}
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " " + conjunction + " " + words[n-1]
	}
}

// anyOf lists values between quotes.
func (p *phrases) anyOf(list []string, negative bool) string {
	return p.either(each(list, quoted), negative)
}
