package demo_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/internal/criteria"
	"muster/internal/demo"
	"muster/internal/people"
)

var start = time.Date(2026, 9, 17, 14, 5, 0, 0, time.UTC)

func TestTheSameStartGivesTheSameCompany(t *testing.T) {
	once, again := demo.Imagine(start, start), demo.Imagine(start, start)
	require.Equal(t, once, again)
	require.Equal(t, once, demo.Imagine(start.Truncate(24*time.Hour), start.Add(time.Hour)), "of the instant only the day counts")
}

// TestHistoryGoesOn: a later company begins with the earlier one, so that an installation is continued by adding to it.
func TestHistoryGoesOn(t *testing.T) {
	until := start
	then := demo.Imagine(start, until)
	for _, days := range []int{0, 1, 9, 120} {
		until = until.AddDate(0, 0, days)
		now := demo.Imagine(start, until)
		require.Equal(t, then.Simulations, now.Simulations[:len(then.Simulations)])
		require.Equal(t, then.Trainings, now.Trainings[:len(then.Trainings)])
		for i, p := range then.Employees {
			before, after := p.LastLoginAt.Value, now.Employees[i].LastLoginAt.Value
			require.True(t, before == nil || !after.Before(*before), "logins move forward")
			p.LastLoginAt, now.Employees[i].LastLoginAt = people.Field[time.Time]{}, people.Field[time.Time]{}
			require.Equal(t, p, now.Employees[i])
		}
		then = demo.Imagine(start, until)
	}
}

// TestTheCompanyIsBelievable on whatever day it is installed, and however much later it is looked at.
func TestTheCompanyIsBelievable(t *testing.T) {
	for n := range 12 {
		start := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, 101*n)
		now := start.AddDate(0, 0, 27*n)
		c := demo.Imagine(start, now)
		requirePeople(t, c, now)
		requireHistory(t, c, start, now)
		requireSuggestions(t, c, now)
	}
}

func requirePeople(t *testing.T, c demo.Company, now time.Time) {
	require.GreaterOrEqual(t, len(c.Employees), 400)
	require.Less(t, len(c.Employees), people.MaxRows)
	emails, countries, languages, disabled := map[string]bool{}, map[string]bool{}, map[string]bool{}, 0
	for _, p := range c.Employees {
		require.False(t, emails[p.Email], "%s twice", p.Email)
		if p.ManagerEmail.Value != nil {
			require.True(t, emails[*p.ManagerEmail.Value], "the manager of %s comes first", p.Email)
		}
		emails[p.Email] = true
		countries[*p.Country.Value], languages[*p.Language.Value] = true, true
		require.LessOrEqual(t, *p.HiredOn.Value, criteria.DateOf(now))
		require.True(t, p.LastLoginAt.Value == nil || p.LastLoginAt.Value.Before(now))
		if *p.Status.Value == "DISABLED" {
			disabled++
		}
	}
	require.GreaterOrEqual(t, len(countries), 6)
	require.Len(t, languages, 3)
	require.InDelta(t, 25, disabled, 15)
}

func requireHistory(t *testing.T, c demo.Company, start, now time.Time) {
	today := now.Truncate(24 * time.Hour)
	ids, channels := map[string]bool{}, map[criteria.Channel]bool{}
	last := start.AddDate(0, 0, -366)
	for _, e := range c.Simulations {
		require.False(t, ids[e.ID], "%s twice", e.ID)
		require.False(t, e.OccurredAt.Before(last), "in order")
		ids[e.ID], channels[*e.Channel], last = true, true, e.OccurredAt
	}
	require.True(t, last.Before(today), "up to yesterday")
	require.Less(t, today.Sub(last), 14*24*time.Hour, "up to now, nearly")
	require.Len(t, channels, 4)
	last = start.AddDate(0, 0, -366)
	for _, e := range c.Trainings {
		require.False(t, ids[e.ID], "%s twice", e.ID)
		require.False(t, e.OccurredAt.Before(last), "in order")
		ids[e.ID], last = true, e.OccurredAt
	}
	require.True(t, last.Before(today), "up to yesterday")
}

// requireSuggestions holds the four quick suggestions to finding somebody, by the definitions of the domain in plain words;
// TestSuggestionsFindSomebody asks the service.
func requireSuggestions(t *testing.T, c demo.Company, now time.Time) {
	month, quarter := now.AddDate(0, 0, -30), now.AddDate(0, 0, -90)
	sent, clicked, failures := map[string]bool{}, map[string]bool{}, map[string]map[string]bool{}
	for _, e := range c.Simulations {
		sent[e.Email] = sent[e.Email] || e.Type == criteria.Sent
		if e.Automated {
			continue
		}
		clicked[e.Email] = clicked[e.Email] || e.Type == criteria.Clicked && e.OccurredAt.After(month)
		if e.Type == criteria.Submitted && e.OccurredAt.After(quarter) {
			if failures[e.Email] == nil {
				failures[e.Email] = map[string]bool{}
			}
			failures[e.Email][e.Campaign] = true
		}
	}
	trained, overdue := map[string]bool{}, 0
	completed := map[string]time.Time{}
	for _, e := range c.Trainings {
		if e.Type == criteria.Completed {
			trained[e.Email] = true
			completed[e.Email+e.Course] = e.OccurredAt
		}
	}
	for _, e := range c.Trainings {
		if e.Type == criteria.Enrolled && e.DueAt.Before(now) && completed[e.Email+e.Course].Before(e.OccurredAt) {
			overdue++
		}
	}
	untested, clickers, newcomers, risky := 0, 0, 0, 0
	for _, p := range c.Employees {
		if *p.Status.Value != "ACTIVE" {
			continue
		}
		if !sent[p.Email] {
			untested++
		}
		if clicked[p.Email] {
			clickers++
		}
		if *p.HiredOn.Value >= criteria.DateOf(month) && !trained[p.Email] {
			newcomers++
		}
		if len(failures[p.Email]) >= 2 { // 100 of at least 60, less at most 20 for a report in each
			risky++
		}
	}
	require.Positive(t, untested)
	require.Positive(t, clickers)
	require.Positive(t, newcomers)
	require.Positive(t, risky)
	require.Positive(t, overdue)
}
