package reading_test

import (
	"fmt"

	"muster/internal/criteria"
	"muster/internal/criteria/criteriatest"
	"muster/internal/reading"
)

// awkward is an organization whose names look like something else: conditions, lists, times, negations, quotations.
type awkward struct{}

var (
	awkwardDepartments = []string{"Finance", `Sales, "Key" Accounts and Legal`, "Not in Finance (EMEA)", "IT"}
	awkwardCampaigns   = []string{"Payroll Update", "Who clicked in the last 30 days", "at least 2 of 3"}
	awkwardCourses     = []string{"Phishing Basics", "Phishing Basics 2", "GDPR: y o e ou"}
	awkwardGroups      = []string{"Board", "Everyone else, or nobody"}
)

func (awkward) Department(id criteria.DepartmentID) string { return awkwardDepartments[id-1] }
func (awkward) Campaign(id criteria.CampaignID) string     { return awkwardCampaigns[id-11] }
func (awkward) Course(id criteria.CourseID) string         { return awkwardCourses[id-21] }
func (awkward) Group(id criteria.GroupID) string           { return awkwardGroups[id-31] }

// awkwardWorld is what random trees speak of.
func awkwardWorld() criteriatest.World {
	w := criteriatest.Sample()
	w.Templates = append(w.Templates, `Click "here"`)
	for i := range w.Profiles {
		switch p := &w.Profiles[i]; p.Field {
		case criteria.FieldTitle:
			p.Values = append(p.Values, "Head of not clicking", `"Key" Account Manager`)
		case criteria.FieldLocation:
			p.Values = append(p.Values, "Finance", "30 days ago", "Londres", "London")
		case criteria.FieldCountry:
			p.Values = append(p.Values, "GB", "CG", "CD", "XK")
		case criteria.FieldLanguage:
			p.Values = append(p.Values, "af", "pt", "zh-hant")
		}
	}
	w.Attributes = append(w.Attributes, criteriatest.Attribute{Name: "who is not", Values: []any{"true", "2", 2025.0, 2.125, "on 2026-01-01"}})
	return w
}

// awkwardCatalog holds the same for the reader.
func awkwardCatalog() reading.Catalog {
	var c reading.Catalog
	for i, name := range awkwardDepartments {
		c.Departments = append(c.Departments, reading.Department{ID: criteria.DepartmentID(1 + i), Name: name, Path: name})
	}
	for i, name := range awkwardCampaigns {
		c.Campaigns = append(c.Campaigns, reading.Campaign{ID: criteria.CampaignID(11 + i), Name: name})
	}
	for i, name := range awkwardCourses {
		c.Courses = append(c.Courses, reading.Course{ID: criteria.CourseID(21 + i), Name: name})
	}
	for i, name := range awkwardGroups {
		c.Groups = append(c.Groups, reading.Group{ID: criteria.GroupID(31 + i), Name: name})
	}
	w := awkwardWorld()
	c.Templates = w.Templates
	for _, p := range w.Profiles {
		switch p.Field {
		case criteria.FieldTitle:
			c.Titles = p.Values
		case criteria.FieldLocation:
			c.Locations = p.Values
		case criteria.FieldManager:
			for i, email := range p.Values {
				c.Managers = append(c.Managers, reading.Person{Name: fmt.Sprintf("Ana %d", i), Email: email})
			}
		}
	}
	for _, a := range w.Attributes {
		c.Attributes = append(c.Attributes, reading.Attribute(a))
	}
	return c
}
