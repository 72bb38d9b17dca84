package reading_test

import (
	"time"

	"muster/internal/criteria"
	"muster/internal/reading"
)

// now is the instant at which the tests read: a Sunday noon.
var now = criteria.ClockAt(criteria.InstantOf(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)), time.UTC)

// company is the organization of the tests.
func company() reading.Catalog {
	c := reading.Catalog{
		Titles: []string{
			"Accountant", "Accounts Payable Clerk", "Account Executive", "Chief Executive Officer", "Chief Financial Officer", "Content Writer",
			"Data Engineer", "Data Scientist", "Financial Analyst", "HR Generalist", "Help Desk Technician", "IT Administrator", "Legal Counsel",
			"Logistics Coordinator", "Marketing Manager", "Operations Manager", "Paralegal", "QA Engineer", "Recruiter", "Regional Sales Manager",
			"SEO Specialist", "Sales Development Representative", "Senior Software Engineer", "Site Reliability Engineer", "Software Engineer",
			"Support Agent", "Support Team Lead", "Treasury Manager",
		},
		Locations:  []string{"Austin", "Barcelona", "Bogotá", "Buenos Aires", "Lisbon", "London", "Madrid", "Mexico City", "New York", "São Paulo"},
		Languages:  []string{"en", "es", "pt"},
		Countries:  []string{"AR", "BR", "CO", "ES", "GB", "MX", "PT", "US"},
		Attributes: []reading.Attribute{{Name: "workMode", Values: []any{"office", "remote", "hybrid"}}, {Name: "costCenter", Values: []any{4711.0, 4712.0}}},
		Managers:   []reading.Person{{Name: "Carmen Vega", Email: "carmen@acme.test"}, {Name: "Rui Prado", Email: "rui@acme.test"}},
		Groups:     []reading.Group{{ID: 1, Name: "Phished Users"}, {ID: 2, Name: "Summer Cohort"}},
		Templates:  []string{"Shared Document"},
	}
	for i, path := range []struct{ name, path string }{
		{"Engineering", "Engineering"},
		{"Platform", "Engineering/Platform"},
		{"Mobile", "Engineering/Mobile"},
		{"Data", "Engineering/Data"},
		{"Finance", "Finance"},
		{"Accounting", "Finance/Accounting"},
		{"Treasury", "Finance/Treasury"},
		{"Legal", "Legal"},
		{"Marketing", "Marketing"},
		{"Sales", "Sales"},
		{"Inside Sales", "Sales/Inside Sales"},
		{"Field Sales", "Sales/Field Sales"},
		{"Human Resources", "Human Resources"},
		{"IT", "IT"},
		{"Operations", "Operations"},
		{"Customer Support", "Customer Support"},
		{"Executive", "Executive"},
	} {
		c.Departments = append(c.Departments, reading.Department{ID: criteria.DepartmentID(i + 1), Name: path.name, Path: path.path})
	}
	for i, x := range []struct {
		name    string
		channel criteria.Channel
	}{
		{"Payroll Update", criteria.Email},
		{"Office 365 Password Reset", criteria.Email},
		{"Invoice Overdue", criteria.Email},
		{"CEO Gift Card", criteria.Email},
		{"Parking Fine", criteria.QR},
		{"Package Delivery", criteria.SMS},
		{"Bank Callback", criteria.Voice},
	} {
		c.Campaigns = append(c.Campaigns, reading.Campaign{ID: criteria.CampaignID(i + 1), Name: x.name, Channel: x.channel})
	}
	for i, name := range []string{"Phishing Basics", "Password Hygiene", "GDPR Essentials", "Secure Coding", "Ransomware Response"} {
		c.Courses = append(c.Courses, reading.Course{ID: criteria.CourseID(i + 1), Name: name})
	}
	return c
}
