package group

import (
	"context"
	"slices"

	"muster/ent"
	entdepartment "muster/ent/department"
	entemployee "muster/ent/employee"
	entgroup "muster/ent/group"
	"muster/ent/knownvalue"
	"muster/internal/criteria"
	"muster/internal/reading"
	"muster/internal/storage"
)

// maxKnown bounds what of one kind the reader is given: the names of an organization, not its people.
const maxKnown = 20_000

// catalog gives the values of the caller's organization that descriptions are matched against.
func (s *Service) catalog(ctx context.Context) (reading.Catalog, error) {
	var c reading.Catalog
	client := s.db.Read(ctx)
	departments, err := client.Department.Query().Order(entdepartment.ByPathKey()).Limit(maxKnown).All(ctx)
	if err != nil {
		return c, err
	}
	for _, d := range departments {
		c.Departments = append(c.Departments, reading.Department{ID: criteria.DepartmentID(d.ID), Name: d.Name, Path: d.Path})
	}
	courses, err := client.Course.Query().Limit(maxKnown).All(ctx)
	if err != nil {
		return c, err
	}
	for _, course := range courses {
		c.Courses = append(c.Courses, reading.Course{ID: criteria.CourseID(course.ID), Name: course.Name})
	}
	campaigns, err := client.Campaign.Query().Limit(maxKnown).All(ctx)
	if err != nil {
		return c, err
	}
	for _, campaign := range campaigns {
		c.Campaigns = append(c.Campaigns, reading.Campaign{ID: criteria.CampaignID(campaign.ID), Name: campaign.Name})
	}
	groups, err := client.Group.Query().Where(entgroup.StatusIn(entgroup.StatusACTIVE, entgroup.StatusINACTIVE)).
		Select(entgroup.FieldID, entgroup.FieldName).Limit(maxKnown).All(ctx)
	if err != nil {
		return c, err
	}
	for _, g := range groups {
		c.Groups = append(c.Groups, reading.Group{ID: criteria.GroupID(g.ID), Name: g.Name})
	}
	return c, addKnown(ctx, client, &c)
}

// addKnown adds the values that were kept with the facts.
func addKnown(ctx context.Context, client *ent.Client, c *reading.Catalog) error {
	known, err := client.KnownValue.Query().Order(knownvalue.ByField(), knownvalue.ByName(), knownvalue.ByID()).Limit(maxKnown).All(ctx)
	if err != nil {
		return err
	}
	var managers []string
	for _, v := range known {
		switch v.Field {
		case knownvalue.FieldTITLE:
			c.Titles = append(c.Titles, v.Value)
		case knownvalue.FieldLOCATION:
			c.Locations = append(c.Locations, v.Value)
		case knownvalue.FieldCOUNTRY:
			c.Countries = append(c.Countries, v.Value)
		case knownvalue.FieldLANGUAGE:
			c.Languages = append(c.Languages, v.Value)
		case knownvalue.FieldTEMPLATE:
			c.Templates = append(c.Templates, v.Value)
		case knownvalue.FieldMANAGER:
			managers = append(managers, v.ValueKey)
		case knownvalue.FieldATTRIBUTE:
			addAttribute(c, v)
		}
	}
	people, err := storage.InChunks(managers, func(keys []string) ([]*ent.Employee, error) {
		return client.Employee.Query().Where(entemployee.EmailKeyIn(keys...)).Select(entemployee.FieldName, entemployee.FieldEmail).All(ctx)
	})
	for _, p := range people {
		c.Managers = append(c.Managers, reading.Person{Name: p.Name, Email: p.Email})
	}
	return err
}

// addAttribute adds a value to its attribute. Numbers and dates are known by their kind alone.
func addAttribute(c *reading.Catalog, v *ent.KnownValue) {
	at := slices.IndexFunc(c.Attributes, func(a reading.Attribute) bool { return a.Name == v.Name })
	if at < 0 {
		at = len(c.Attributes)
		c.Attributes = append(c.Attributes, reading.Attribute{Name: v.Name})
	}
	a := &c.Attributes[at]
	switch v.Type {
	case knownvalue.TypeBOOLEAN:
		a.Values = append(a.Values, v.Value == "true")
	case knownvalue.TypeSTRING:
		a.Values = append(a.Values, v.Value)
	}
}
