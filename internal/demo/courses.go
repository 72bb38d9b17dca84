package demo

import (
	"fmt"
	"strings"
	"time"

	"muster/internal/activity"
	"muster/internal/criteria"
)

// lesson is a training course that is assigned to many at once, again and again.
type lesson struct {
	name       string
	department string        // for those in it or below it; "": for everybody
	first      time.Duration // since the timeline's beginning
	every      time.Duration
	term       time.Duration // from the enrolment to the due date
}

var lessons = []lesson{
	{"Spotting Phishing", "", 33 * day, 140 * day, 30 * day},
	{"Passwords and Passkeys", "", 78 * day, 240 * day, 30 * day},
	{"Handling Personal Data", "", 150 * day, 365 * day, 45 * day},
	{"Payment Fraud", "Finance", 52 * day, 180 * day, 21 * day},
	{"Secure Coding", "Technology", 205 * day, 365 * day, 40 * day},
}

// Courses that are assigned one person at a time.
const (
	onboarding = "Security Essentials"
	afterwards = "After the Click"
)

// train assigns every course that falls due for somebody before the timeline's end.
func (t *timeline) train() {
	for _, p := range t.people {
		t.take(p, 0, 0, onboarding, p.hired.Add(3*day), 21*day)
	}
	for n, l := range lessons {
		for round := 0; ; round++ {
			at := t.begin.Add(l.first + time.Duration(round)*l.every)
			if !at.Before(t.end) {
				break
			}
			for _, p := range t.people {
				if p.at(at.Add(-settling)) && strings.HasPrefix(teams[p.team].path+"/", prefixOf(l.department)) {
					t.take(p, n+1, round, l.name, at, l.term)
				}
			}
		}
	}
	t.followUp()
}

func prefixOf(department string) string {
	if department == "" {
		return ""
	}
	return department + "/"
}

// followUp sends people who fell for a campaign to a short course, some days later.
func (t *timeline) followUp() {
	byEmail := make(map[string]person, len(t.people))
	for _, p := range t.people {
		byEmail[p.email] = p
	}
	round := map[string]int{}
	for _, e := range t.simulations {
		if e.Automated || e.Type != criteria.Submitted {
			continue
		}
		p := byEmail[e.Email]
		t.take(p, len(lessons)+1, round[e.Email], afterwards, e.OccurredAt.Truncate(day).Add(lasts), 14*day)
		round[e.Email]++
	}
}

// take enrols a person, and lets them finish the course or not as they are.
func (t *timeline) take(p person, course, round int, name string, on time.Time, term time.Duration) {
	r := dice(streamCourse, p.number, course<<16|round)
	at := on.Add(9*time.Hour + r.between(0, 20*time.Minute))
	if at.Before(t.begin) || !p.at(at) {
		return
	}
	due := at.Add(term).Truncate(day).Add(17 * time.Hour)
	add := func(what criteria.TrainingType, at time.Time, due *time.Time, score *float64) {
		if !p.at(at) {
			return
		}
		t.trainings = append(t.trainings, activity.TrainingInput{
			ID:    fmt.Sprintf("demo/training/%d/%d/%d/%s", course, round, p.number, what),
			Email: p.email, Type: what, OccurredAt: at, Course: name, DueAt: due, Score: score,
		})
	}
	add(criteria.Enrolled, at, &due, nil)
	if !r.chance((1 + p.learns) / 2) {
		return
	}
	started := at.Add(r.between(2*time.Hour, term-2*day))
	add(criteria.Started, started, nil, nil)
	if !r.chance(p.learns) {
		return
	}
	if r.chance(0.12) {
		score := float64(30 + r.IntN(35))
		started = started.Add(r.between(20*time.Minute, 60*time.Minute))
		add(criteria.Failed, started, nil, &score)
		started = started.Add(r.between(5*time.Hour, 3*day)) // tries again
	}
	score := float64(70 + r.IntN(31))
	add(criteria.Completed, started.Add(r.between(15*time.Minute, 3*day)), nil, &score)
}
