package criteriatest

import "muster/internal/criteria"

// World holds what trees can speak of.
type World struct {
	Departments []criteria.DepartmentID
	Campaigns   []criteria.CampaignID
	Courses     []criteria.CourseID
	Groups      []criteria.GroupID
	Templates   []string
	Dates       []criteria.Date // bounds of absolute windows
	Profiles    []Profile
	Attributes  []Attribute
}

// Profile is a field with whole values that employees have in it.
type Profile struct {
	Field  criteria.ProfileField
	Values []string
}

// Attribute is a custom attribute with values that employees have in it: string (also ISO dates), float64 or bool.
type Attribute struct {
	Name   string
	Values []any
}

// Sample is a small world with something of everything, for tests that have none of their own.
func Sample() World {
	day := func(s string) criteria.Date {
		d, err := criteria.ParseDate(s)
		if err != nil {
			panic(err)
		}
		return d
	}
	return World{
		Departments: []criteria.DepartmentID{1, 2, 3, 4},
		Campaigns:   []criteria.CampaignID{11, 12, 13},
		Courses:     []criteria.CourseID{21, 22, 23},
		Groups:      []criteria.GroupID{31, 32},
		Templates:   []string{"Invoice", "Päckchen"},
		Dates:       []criteria.Date{day("2024-02-29"), day("2025-01-01"), day("2026-03-08"), day("2026-03-29"), day("2026-11-01")},
		Profiles: []Profile{
			{criteria.FieldEmail, []string{"ana@acme.test", "Bo.Li@contractor.test"}},
			{criteria.FieldName, []string{"Ana García", "Bo Li"}},
			{criteria.FieldExternalID, []string{"HR-17", "hr-18"}},
			{criteria.FieldTitle, []string{"Marketing Manager", "Directores", "Account Executive"}},
			{criteria.FieldManager, []string{"ana@acme.test"}},
			{criteria.FieldLocation, []string{"São Paulo", "Madrid", "New York"}},
			{criteria.FieldCountry, []string{"ES", "mx", "BR"}},
			{criteria.FieldLanguage, []string{"es", "es-MX", "pt-br"}},
			{criteria.FieldEmployeeType, criteria.EmployeeTypes},
			{criteria.FieldStatus, criteria.Statuses},
		},
		Attributes: []Attribute{
			{"workMode", []any{"remote", "Hybrid", "office"}},
			{"Level", []any{1.0, 2.5, 7.0}},
			{"vip", []any{true, false}},
			{"Contract end", []any{"2026-03-31", "2024-02-29"}},
		},
	}
}
