package criteria

// Node is one node of a tree: a combination or a condition. The set of nodes is closed.
//
// In JSON a node is an object with one key, which names the node:
//
//	{"allOf": [{"department": {"ids": ["dep_7"]}}, {"not": {"training": {"types": ["COMPLETED"]}}}]}
type Node interface{ key() string }

// Tree is a whole criteria tree. The zero Tree has no root and is not valid.
type Tree struct{ Root Node }

// AllOf holds where every node holds; with no nodes it holds for everybody.
type AllOf struct{ Of []Node }

// AnyOf holds where at least one node holds. It has at least one.
type AnyOf struct{ Of []Node }

// Not holds where the node does not.
type Not struct{ Of Node }

// Department holds for employees in any of the departments or anywhere below one; with Missing, for those in none.
type Department struct {
	IDs     []DepartmentID `json:"ids,omitempty"`
	Missing bool           `json:"missing,omitempty"`
}

// ProfileField is a profile field that holds text or one of a fixed set of words.
type ProfileField string

const (
	FieldEmail        ProfileField = "email"
	FieldName         ProfileField = "name"
	FieldExternalID   ProfileField = "externalId"
	FieldTitle        ProfileField = "title"
	FieldManager      ProfileField = "manager" // the manager's e-mail
	FieldLocation     ProfileField = "location"
	FieldCountry      ProfileField = "country"  // ISO 3166-1 alpha-2
	FieldLanguage     ProfileField = "language" // BCP 47; "es" also finds "es-MX"
	FieldEmployeeType ProfileField = "employeeType"
	FieldStatus       ProfileField = "status"
)

// Match says how a profile field is compared. Comparison is always on folded text (see Fold).
type Match string

const (
	MatchIs         Match = "IS"          // the whole value
	MatchWords      Match = "WORDS"       // every word of the value, whole, the plural finding the singular
	MatchStartsWith Match = "STARTS_WITH" // such as "hr-" of an external id
	MatchEndsWith   Match = "ENDS_WITH"   // such as "@contractor.com" of an e-mail
)

// Profile holds where the field matches any of the values; with Missing, where the field is empty.
type Profile struct {
	Field   ProfileField `json:"field"`
	Match   Match        `json:"match,omitempty"` // default IS; WORDS for title and name
	Values  []string     `json:"values,omitempty"`
	Missing bool         `json:"missing,omitempty"`
}

// Attribute holds where a custom attribute has any of the values (string, float64 or bool), lies in the number range, or is a date in
// the window; exactly one of the four is given. Strings compare folded, names of attributes too.
type Attribute struct {
	Name    string  `json:"name"`
	Values  []any   `json:"values,omitempty"`
	Range   *Range  `json:"range,omitempty"`
	Window  *Window `json:"window,omitempty"`
	Missing bool    `json:"missing,omitempty"`
}

// DateField is a profile field that holds a day or an instant.
type DateField string

const (
	HiredOn     DateField = "hiredOn"     // a day in the organization's time zone
	LastLoginAt DateField = "lastLoginAt" // an instant
	CreatedAt   DateField = "createdAt"   // an instant: added to the platform
)

// DateFields lists every date field.
var DateFields = []DateField{HiredOn, LastLoginAt, CreatedAt}

// DateIn holds where the field has a value, that value has come, and it lies in the window. "Never logged in" is Not of it
// with the empty window.
type DateIn struct {
	Field  DateField `json:"field"`
	Window Window    `json:"window,omitzero"`
}

// SimulationEvents selects an employee's simulation events; an empty list does not restrict. Automated events never count.
type SimulationEvents struct {
	Types     []SimulationType `json:"types"`
	Campaigns []CampaignID     `json:"campaigns,omitempty"`
	Channels  []Channel        `json:"channels,omitempty"`
	Templates []string         `json:"templates,omitempty"` // compared folded
	Window    Window           `json:"window,omitzero"`
}

// TrainingEvents selects an employee's training events; an empty list of courses does not restrict.
type TrainingEvents struct {
	Types   []TrainingType `json:"types"`
	Courses []CourseID     `json:"courses,omitempty"`
	Window  Window         `json:"window,omitzero"`
}

// Count is a range of counts, both ends included. The zero Count means "at least one".
type Count struct {
	Min int  `json:"min,omitempty"`
	Max *int `json:"max,omitempty"`
}

// Simulation holds where the number of distinct campaigns with a selected event lies in the count.
type Simulation struct {
	SimulationEvents
	Count Count `json:"count,omitzero"`
}

// Training holds where the number of distinct courses with a selected event lies in the count.
type Training struct {
	TrainingEvents
	Count Count `json:"count,omitzero"`
}

// EnrolmentState is a state of one enrolment now.
type EnrolmentState string

const (
	Overdue    EnrolmentState = "OVERDUE"    // its dueAt is past, with no COMPLETED of that course since it
	Unfinished EnrolmentState = "UNFINISHED" // no COMPLETED of that course since it
)

// EnrolmentStates lists every state of an enrolment.
var EnrolmentStates = []EnrolmentState{Overdue, Unfinished}

// Enrolment holds where the number of distinct courses with an enrolment in that state lies in the count. The
// window is on the enrolment's own instant. "Since" includes the enrolment's instant.
type Enrolment struct {
	State   EnrolmentState `json:"state"`
	Courses []CourseID     `json:"courses,omitempty"`
	Window  Window         `json:"window,omitzero"`
	Count   Count          `json:"count,omitzero"`
}

// Events selects events of one of the two kinds: exactly one is given.
type Events struct {
	Simulation *SimulationEvents `json:"simulation,omitempty"`
	Training   *TrainingEvents   `json:"training,omitempty"`
}

// Anchor says which of the earlier events an Order counts from.
type Anchor string

const (
	AnyOfThem  Anchor = "ANY"  // some earlier event
	LastOfThem Anchor = "LAST" // the latest one ("since their last …"): there must be one
)

// Anchors lists every anchor.
var Anchors = []Anchor{AnyOfThem, LastOfThem}

// Order holds where After has happened and the number of distinct campaigns or courses with an Event strictly later than it (and no later than Within
// after it, if given) lies in the count.
//
//	"Clicked after completing X":              event CLICKED, after COMPLETED X, anchor ANY
//	"No training completed since last click":  event COMPLETED, after CLICKED, anchor LAST, count max 0
type Order struct {
	Event  Events `json:"event"`
	After  Events `json:"after"`
	Anchor Anchor `json:"anchor"`
	Within *Span  `json:"within,omitempty"`
	Count  Count  `json:"count,omitzero"`
}

// Rate holds where the share of campaigns received (SENT) in the window in which one of Types happened lies in the
// range, in percent, for those with at least MinSent of them.
type Rate struct {
	Types    []SimulationType `json:"types"`
	Channels []Channel        `json:"channels,omitempty"`
	Window   Window           `json:"window,omitzero"`
	Range    Range            `json:"range"`
	MinSent  int              `json:"minSent,omitempty"` // default DefaultMinSent
}

// DefaultMinSent is the least number of simulations received for a rate to mean something.
const DefaultMinSent = 3

// Range is a range of numbers; at least one end is given, and at most one of gt and gte, of lt and lte.
type Range struct {
	GT  *float64 `json:"gt,omitempty"`
	GTE *float64 `json:"gte,omitempty"`
	LT  *float64 `json:"lt,omitempty"`
	LTE *float64 `json:"lte,omitempty"`
}

// Risk holds where the risk score over the window (default the last RiskDays days) has one of the levels, or lies in
// the score range, both ends included; exactly one of the two is given.
type Risk struct {
	Levels []RiskLevel `json:"levels,omitempty"`
	Score  *ScoreRange `json:"score,omitempty"`
	Window Window      `json:"window,omitzero"`
}

// ScoreRange is a range of risk scores, 0–100, both ends included.
type ScoreRange struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

// InGroup holds for members of any of the groups.
type InGroup struct {
	IDs []GroupID `json:"ids"`
}

func (AllOf) key() string      { return "allOf" }
func (AnyOf) key() string      { return "anyOf" }
func (Not) key() string        { return "not" }
func (Department) key() string { return "department" }
func (Profile) key() string    { return "profile" }
func (Attribute) key() string  { return "attribute" }
func (DateIn) key() string     { return "date" }
func (Simulation) key() string { return "simulation" }
func (Training) key() string   { return "training" }
func (Enrolment) key() string  { return "enrolment" }
func (Order) key() string      { return "order" }
func (Rate) key() string       { return "rate" }
func (Risk) key() string       { return "risk" }
func (InGroup) key() string    { return "group" }
