package reading

import (
	"fmt"

	"muster/internal/criteria"
)

// readAs says in the description's language what a default made of the words, with the organization's names.
func (p *parser) readAs(c *condition, negated bool) string {
	said := criteria.ReadbackCondition(c.node(negated), catalogNames{&p.r.catalog}, languageTags[p.lang])
	if negated {
		said = criteria.ReadbackCondition(criteria.Not{Of: c.node(true)}, catalogNames{&p.r.catalog}, languageTags[p.lang])
	}
	return fmt.Sprintf(map[tongue]string{english: "Read as: %s.", spanish: "Se leyó como: %s.", portuguese: "Lido como: %s."}[p.lang], said)
}

// catalogNames gives the names of an organization's values by their ids, empty for one it does not have.
type catalogNames struct{ *Catalog }

func (c catalogNames) Department(id criteria.DepartmentID) string {
	for _, d := range c.Departments {
		if d.ID == id {
			return d.Name
		}
	}
	return ""
}

func (c catalogNames) Campaign(id criteria.CampaignID) string {
	for _, x := range c.Campaigns {
		if x.ID == id {
			return x.Name
		}
	}
	return ""
}

func (c catalogNames) Course(id criteria.CourseID) string {
	for _, x := range c.Courses {
		if x.ID == id {
			return x.Name
		}
	}
	return ""
}

func (c catalogNames) Group(id criteria.GroupID) string {
	for _, g := range c.Groups {
		if g.ID == id {
			return g.Name
		}
	}
	return ""
}
