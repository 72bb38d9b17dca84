package demo

import (
	"fmt"
	"strings"
	"time"

	"muster/internal/criteria"
	"muster/internal/people"
)

// The company had founders people a year before its start, and hires one every pace since.
const (
	founders = 380
	pace     = 88 * time.Hour
)

// temperament is how somebody deals with what lands in the inbox: chances, per campaign or course.
type temperament struct{ falls, reports, learns float64 }

var (
	careless = temperament{falls: 0.55, reports: 0.08, learns: 0.5}
	average  = temperament{falls: 0.12, reports: 0.3, learns: 0.8}
	vigilant = temperament{falls: 0.02, reports: 0.65, learns: 0.96}
)

type person struct {
	temperament

	number   int
	name     string
	email    string
	team     int
	title    string
	office   office
	language string
	kind     string // employeeType
	workMode string
	manager  string
	hired    time.Time
	left     time.Time // zero: still there
	reached  bool      // somebody without a mailbox of their own never gets a simulation
	dormant  bool      // has not logged in since before the start
}

// hire fills the company up to the end of the timeline. A person's number decides everything about them.
func (t *timeline) hire() {
	taken := map[string]int{}
	for n := 0; ; n++ {
		p := t.person(n)
		if p.hired.After(t.end) {
			return
		}
		p.email = address(p.name, taken)
		if n > 0 {
			lead := p.team
			if n < len(teams) {
				lead = headOf(teams[p.team].path)
			}
			p.manager = t.people[lead].email
		}
		t.people = append(t.people, p)
	}
}

func (t *timeline) person(n int) person {
	r := dice(streamPerson, n, 0)
	p := person{number: n, kind: "FULL_TIME", workMode: "office", temperament: average, reached: true}
	p.hired = t.hiredOn(r, n)
	leads := n < len(teams)
	if p.team = n; !leads {
		p.team = someTeam(r)
	}
	tm := teams[p.team]
	p.office = offices[pick(r, tm.offices)]
	p.language = p.office.language
	if r.chance(0.12) {
		p.language = "en"
	}
	p.name = someName(r, p.office.language)
	switch x := r.Float64(); {
	case x < 0.18:
		p.temperament = careless
	case x > 0.72:
		p.temperament = vigilant
	}
	if p.title = tm.lead; leads {
		return p
	}
	p.title = pick(r, tm.titles)
	p.kind = contract(r)
	if !tm.onSite {
		p.workMode = pick(r, []string{"office", "hybrid", "hybrid", "remote"})
	}
	p.reached = !r.chance(0.03) && !(tm.onSite && r.chance(0.12))
	p.dormant = r.chance(0.08)
	if n < founders && r.chance(0.07) {
		p.left = t.start.Add(-r.between(20*day, 300*day))
	}
	return p
}

// hiredOn gives the first day: for the founders some day in the years before the timeline, then one after the other, on
// days of work.
func (t *timeline) hiredOn(r *roll, n int) time.Time {
	if n < len(teams) {
		return t.begin.Add(-r.between(700*day, 3300*day)).Truncate(day)
	}
	if n < founders {
		return t.begin.Add(-r.between(day, 2600*day)).Truncate(day)
	}
	first := t.begin.Add(time.Duration(n-founders) * pace).Truncate(day)
	switch first.Weekday() {
	case time.Saturday:
		return first.Add(2 * day)
	case time.Sunday:
		return first.Add(day)
	default:
		return first
	}
}

func contract(r *roll) string {
	switch x := r.Float64(); {
	case x < 0.12:
		return "CONTRACTOR"
	case x < 0.2:
		return "PART_TIME"
	case x < 0.24:
		return "INTERN"
	default:
		return "FULL_TIME"
	}
}

func someName(r *roll, language string) string {
	if r.chance(0.2) {
		language = pick(r, languages)
	}
	return pick(r, givenNames[language]) + " " + pick(r, familyNames[language])
}

// address makes an e-mail address of a name; the second of the same name gets a 2.
func address(name string, taken map[string]int) string {
	local := strings.ReplaceAll(criteria.Fold(name), " ", ".")
	taken[local]++
	if again := taken[local]; again > 1 {
		local = fmt.Sprintf("%s%d", local, again)
	}
	return local + "@" + domain
}

// at tells whether the person works here then.
func (p person) at(t time.Time) bool {
	return !t.Before(p.hired) && (p.left.IsZero() || t.Before(p.left))
}

// lastLogin gives when the person was last seen; nil for never. Time only moves it forward.
func (t *timeline) lastLogin(p person) *time.Time {
	from := t.end.Add(-day)
	switch {
	case !p.reached:
		return nil
	case !p.left.IsZero():
		from = p.left.Truncate(day).Add(-day)
	case p.dormant:
		from = t.start.Add(-dice(streamLogin, p.number, 0).between(40*day, 160*day)).Truncate(day)
	}
	for on := from; !on.Before(p.hired); on = on.Add(-day) {
		r := dice(streamLogin, p.number, int(on.Unix()/int64(day/time.Second)))
		if on.Weekday() == time.Saturday || on.Weekday() == time.Sunday || r.chance(0.3) {
			continue
		}
		at := on.Add(r.between(7*time.Hour, 18*time.Hour))
		return &at
	}
	return nil
}

func (p person) input(lastLogin *time.Time) people.Input {
	status := "ACTIVE"
	if !p.left.IsZero() {
		status = "DISABLED"
	}
	hired := criteria.DateOf(p.hired)
	in := people.Input{
		Email: p.email, Name: p.name,
		ExternalID: given(fmt.Sprintf("TW-%04d", p.number+1)), Title: given(p.title), Department: given(teams[p.team].path),
		Location: given(p.office.location), Country: given(p.office.country), Language: given(p.language),
		EmployeeType: given(p.kind), HiredOn: given(hired), Status: given(status),
		LastLoginAt: people.Field[time.Time]{Given: true, Value: lastLogin},
		Attributes:  given(map[string]any{"workMode": p.workMode}),
	}
	if p.manager != "" {
		in.ManagerEmail = given(p.manager)
	}
	return in
}

func given[T any](v T) people.Field[T] { return people.Field[T]{Given: true, Value: &v} }
