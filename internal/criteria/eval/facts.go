package eval

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"muster/internal/criteria"
)

// NoDay stands for a day that an employee does not have, as criteria.Never does for an instant.
const NoDay criteria.Date = math.MaxInt32

// Facts is all that criteria can ask about one employee. They are evaluated by one goroutine at a time.
type Facts struct {
	Employee    int64
	Text        [textFields]string // by TextField, in the form of the _key columns; "" where missing
	HiredOn     criteria.Date      // NoDay where missing
	LastLoginAt criteria.Instant   // criteria.Never where missing
	CreatedAt   criteria.Instant
	Departments []criteria.DepartmentID // the own one and those above it
	Groups      []criteria.GroupID      // those the employee is in
	Attributes  []AttributeValue
	Simulations Events // without automated ones
	Trainings   Events
	scored      scored
}

// TextField numbers the text fields of a profile.
type TextField uint8

// The text fields, in the order of the columns that package facts reads.
const (
	Email TextField = iota
	Name
	ExternalID
	Title
	Manager
	Location
	Country
	Language
	EmployeeType
	Status
	textFields
)

var textFieldOf = map[criteria.ProfileField]TextField{
	criteria.FieldEmail:        Email,
	criteria.FieldName:         Name,
	criteria.FieldExternalID:   ExternalID,
	criteria.FieldTitle:        Title,
	criteria.FieldManager:      Manager,
	criteria.FieldLocation:     Location,
	criteria.FieldCountry:      Country,
	criteria.FieldLanguage:     Language,
	criteria.FieldEmployeeType: EmployeeType,
	criteria.FieldStatus:       Status,
}

// AttributeValue is one custom attribute.
type AttributeValue struct {
	Name  string        // folded
	Value any           // a folded string, a float64 or a bool
	Day   criteria.Date // the value as a day, NoDay where it is none
}

// NewAttribute makes an attribute of its folded name and value.
func NewAttribute(name string, value any) AttributeValue {
	a := AttributeValue{Name: name, Value: value, Day: NoDay}
	if text, is := value.(string); is {
		if day, err := criteria.ParseDate(text); err == nil {
			a.Day = day
		}
	}
	return a
}

// Event is one simulation or training event. There are very many: it is small, and holds no pointer for the garbage collector to follow.
type Event struct {
	At       criteria.Instant
	Subject  int64            // the campaign of a simulation event, the course of a training event
	DueAt    criteria.Instant // of an enrolment; Never where it has none
	DetailAt int32            // an index into the details that come with the events, where some do
	Type     uint8            // an index into criteria.SimulationTypes or criteria.TrainingTypes
	Channel  uint8            // 1 + the index into criteria.Channels; 0 where it has none
	ordinal  uint16           // numbers the employee's subjects from 0
}

// Detail is what is seldom asked about an event.
type Detail struct {
	Template string // folded
	ID       string // the sender's; only where evidence is wanted
}

// MaxTypes is the length of the longer list of event types.
const MaxTypes = 9

// Events is one employee's simulation events or training events, arranged for scanning.
type Events struct {
	list    []Event // by type, then by instant
	details []Detail
	start   [MaxTypes + 1]uint32
	types   mask
}

// Arrange takes over the list, in any order, and arranges it. The details may be those of other employees' events too.
func Arrange(list []Event, details ...Detail) Events {
	e := Events{list: list, details: details}
	for i := 1; i < len(list); i++ {
		if before(&list[i], &list[i-1]) {
			slices.SortStableFunc(list, func(a, b Event) int { return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.At, b.At)) })
			break
		}
	}
	next := uint32(0)
	for t := range MaxTypes {
		e.start[t] = next
		for int(next) < len(list) && int(list[next].Type) == t {
			next++
		}
		if next > e.start[t] {
			e.types |= 1 << t
		}
	}
	e.start[MaxTypes] = next
	number(list)
	return e
}

// before tells whether a stands before b in an arranged list.
func before(a, b *Event) bool { return a.Type < b.Type || a.Type == b.Type && a.At < b.At }

// fewSubjects is how many subjects are looked for one by one, which is quicker than a map while they are few.
const fewSubjects = 32

// number gives the same ordinal to events of the same subject.
func number(list []Event) {
	var few [fewSubjects]int64
	var many map[int64]uint16
	count := uint16(0)
	for i := range list {
		e := &list[i]
		if at := slices.Index(few[:min(int(count), fewSubjects)], e.Subject); at >= 0 {
			e.ordinal = uint16(at)
			continue
		}
		if ordinal, known := many[e.Subject]; known {
			e.ordinal = ordinal
			continue
		}
		e.ordinal = count
		if count < fewSubjects {
			few[count] = e.Subject
		} else {
			if many == nil {
				many = map[int64]uint16{}
			}
			many[e.Subject] = count
		}
		if count < math.MaxUint16 {
			count++
		}
	}
}

// Detail gives that of one of the events; nothing where none came with them.
func (e *Events) Detail(of *Event) Detail {
	if e.details == nil {
		return Detail{}
	}
	return e.details[of.DetailAt]
}

// All gives every event, by type and then by instant.
func (e *Events) All() []Event { return e.list }

// of gives the events of one type, the earliest first.
func (e *Events) of(t uint8) []Event { return e.list[e.start[t]:e.start[t+1]] }

// mask is a set of small numbers: event types, channels or profile fields.
type mask uint32

func (m mask) has(n uint8) bool { return m>>n&1 != 0 }

// first gives the least number of a set that is not empty.
func (m mask) first() uint8 { return uint8(bits.TrailingZeros32(uint32(m))) }
