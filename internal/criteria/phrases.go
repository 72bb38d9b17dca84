package criteria

import "strings"

// phrases is one language's words for a readback. Templates are fmt's; what is put in is said beside them.
//
// Each kind of condition has one wording and each window one phrase, so that the reader can take a readback apart
// again. A condition is a relative clause ("who ...", "whose ..."); a condition and a window never share a verb.
type phrases struct {
	everybody string   // the whole readback of a tree without conditions
	employees string   // the head of every other
	anybody   pair     // the clause that everybody fits, and that nobody does
	relatives []string // the pronouns with which clauses begin
	shareOf   string   // percent, clause without its pronoun
	pinnedBy  string   // name, day, note

	and, or, not string
	nor          string // or, under a negation
	both         string // and, between conditions that look as if either were meant

	department   pair // values
	inDepartment string
	noDepartment pair
	group        pair // values

	fields    map[ProfileField]fieldPhrases
	is        pair
	matches   map[Match]pair // save IS on other fields than title and name
	kind      pair           // employee types
	kinds     map[string]string
	account   pair // statuses
	statuses  map[string]string
	attribute attributePhrases
	dates     map[DateField]datePhrases

	did           pair // verbs, object and window
	simulations   map[SimulationType]verb
	failure       verb
	trainings     map[TrainingType]verb
	simulation    thing
	campaign      thing
	course        thing
	channels      map[Channel]string
	channelled    string                  // channels, noun
	template      string                  // values
	enrolments    map[EnrolmentState]pair // followed by enrolledIn and object
	enrolledIn    string
	assigned      string            // window
	after         map[Anchor]string // verbs and object
	within        string            // length; stands before after
	rate          string            // share, simulations, window with its blank, least number received
	risk          pair              // window with its blank, level or levels
	score         pair              // window with its blank, number
	levels        map[RiskLevel]string
	counts        comparisons // of campaigns and courses
	numbers       comparisons // of attributes and scores
	shares        comparisons // in percent
	contractions  []string    // pairs of what runs together and what becomes of it, blanks around both
	windows       windowPhrases
	regions, tags func(code string) string // names of countries and languages; "" where there is none
}

// pair is a wording and its opposite.
type pair struct{ yes, no string }

func (p pair) of(negative bool) string {
	if negative {
		return p.no
	}
	return p.yes
}

type fieldPhrases struct {
	whose string
	none  pair // has no value, and the opposite
}

type attributePhrases struct {
	whose  string // name
	none   pair   // name
	date   pair
	come   string // after date, where there is no window
	ranged pair   // followed by a range of numbers
	number string // one number
}

type datePhrases struct {
	in    pair // followed by a window
	since pair // followed by a window that is open to now
	ever  pair // without a window
}

// verb is what an employee did, and the preposition of what they did it to, which may be none.
type verb struct{ past, base, prep string }

// thing is what is counted.
type thing struct {
	one, many string
	single    string // the number one
	some      string // noun
	none      string // noun
	the       string // noun, values
	of        string // number, nouns, values: some of those
	noneOf    string // nouns, values
}

type comparisons struct{ more, least, less, most, between, exactly string }

type windowPhrases struct {
	units                    map[Unit]unitPhrases
	months                   [12]string
	day                      string // month, day of the month
	last, lastHer            string // number, unit
	lastOne, lastOneHer      string // unit
	ago, leastAgo            string // number, unit
	betweenAgo               string // the longer number, the shorter, unit
	since, before, through   string // bound
	on, onDay, in            string // date; day of the year; month or year
	monthOfYear              string // month, year
	fromTo                   string // first and last day
	fromToMonth              string // first and last month
	later                    string // number, unit, day
	inFar, far, farHer, next string // far: unit, number, units; next: unit
	allTime                  string
}

// unitPhrases are the words for a unit of time and for the calendar periods of it.
type unitPhrases struct {
	one, many      string
	her            bool // the noun is feminine
	this, last     string
	inThis, inLast string // as an adverb
}

// phrasesOf gives the language's phrases; tags such as "es-MX" find their language, others find English.
func phrasesOf(lang string) *phrases {
	tag := strings.ToLower(lang)
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	switch tag {
	case "es":
		return &spanish
	case "pt":
		return &portuguese
	default:
		return &english
	}
}
