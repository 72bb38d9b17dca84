package reading

import "muster/internal/criteria"

// Catalog holds the organization's own values, against which names in a description are matched.
type Catalog struct {
	Departments []Department
	Campaigns   []Campaign
	Courses     []Course
	Groups      []Group
	Titles      []string
	Locations   []string
	Languages   []string // BCP 47
	Countries   []string // ISO 3166-1 alpha-2
	Templates   []string
	Attributes  []Attribute
	Managers    []Person // people who are somebody's manager
}

// Department is one node of the organization's hierarchy; Path is as "Engineering/Platform".
type Department struct {
	ID   criteria.DepartmentID
	Name string
	Path string
}

// Campaign is a simulation campaign; Channel may be empty.
type Campaign struct {
	ID      criteria.CampaignID
	Name    string
	Channel criteria.Channel
}

// Course is a training course.
type Course struct {
	ID   criteria.CourseID
	Name string
}

// Group is a segment of employees.
type Group struct {
	ID   criteria.GroupID
	Name string
}

// Attribute is a custom attribute with its distinct values: string, float64 or bool.
type Attribute struct {
	Name   string
	Values []any
}

// Person is somebody whom a description can name.
type Person struct {
	Name  string
	Email string
}
