package llm

import (
	"muster/internal/criteria"
	"muster/internal/reading"
)

// names gives what the organization calls the things of its catalog.
type names struct {
	departments map[criteria.DepartmentID]string
	campaigns   map[criteria.CampaignID]string
	courses     map[criteria.CourseID]string
	groups      map[criteria.GroupID]string
}

func namesIn(c reading.Catalog) names {
	n := names{map[criteria.DepartmentID]string{}, map[criteria.CampaignID]string{}, map[criteria.CourseID]string{}, map[criteria.GroupID]string{}}
	for _, x := range c.Departments {
		n.departments[x.ID] = x.Path
	}
	for _, x := range c.Campaigns {
		n.campaigns[x.ID] = x.Name
	}
	for _, x := range c.Courses {
		n.courses[x.ID] = x.Name
	}
	for _, x := range c.Groups {
		n.groups[x.ID] = x.Name
	}
	return n
}

func (n names) Department(id criteria.DepartmentID) string { return n.departments[id] }
func (n names) Campaign(id criteria.CampaignID) string     { return n.campaigns[id] }
func (n names) Course(id criteria.CourseID) string         { return n.courses[id] }
func (n names) Group(id criteria.GroupID) string           { return n.groups[id] }

// of gives the name of one value.
func (n names) of(v reading.Named) string {
	switch v.Field {
	case "department":
		return n.departments[criteria.DepartmentID(v.ID)]
	case "campaign":
		return n.campaigns[criteria.CampaignID(v.ID)]
	case "course":
		return n.courses[criteria.CourseID(v.ID)]
	case "group":
		return n.groups[criteria.GroupID(v.ID)]
	}
	return v.Text
}
