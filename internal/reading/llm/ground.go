package llm

import (
	"slices"
	"strings"

	"muster/internal/criteria"
	"muster/internal/ids"
	"muster/internal/reading"
)

// grounded tells whether a condition may name the value: one that was offered, or one that stands in the description as it is where the
// field is one of which nothing is offered.
func (o offer) grounded(n reading.Named, description string, m mask) bool {
	switch n.Field {
	case "department":
		return offers(o.Departments, ids.Department, n.ID)
	case "campaign":
		return offers(o.Campaigns, ids.Campaign, n.ID)
	case "course":
		return offers(o.Courses, ids.Course, n.ID)
	case "group":
		return offers(o.Groups, ids.Group, n.ID)
	case "template":
		return contains(o.Templates, n.Text)
	case "location":
		return contains(o.Locations, n.Text)
	case "country":
		return contains(o.Countries, n.Text)
	case "language":
		return slices.ContainsFunc(o.Languages, func(tag string) bool {
			return strings.HasPrefix(criteria.Fold(tag)+"-", criteria.Fold(n.Text)+"-")
		})
	case "title":
		return slices.ContainsFunc(o.Titles, func(title string) bool { return hasWords(title, n.Text) })
	case "employeeType", "status", "channel", "level": // Validate knows them all
		return true
	}
	if strings.HasPrefix(n.Field, attributeField("")) {
		return slices.ContainsFunc(o.Attributes, func(a attribute) bool {
			return criteria.Fold(attributeField(a.Name)) == criteria.Fold(n.Field) && contains(a.Values, n.Text)
		})
	}
	return strings.Contains(criteria.Fold(description), criteria.Fold(n.Text)) || m.stands(n.Text)
}

func offers(things []thing, kind ids.Kind, id int64) bool {
	return slices.ContainsFunc(things, func(t thing) bool { return t.ID == ids.Format(kind, id) })
}

func contains(values []string, value string) bool {
	return slices.ContainsFunc(values, func(s string) bool { return criteria.Fold(s) == criteria.Fold(value) })
}

// hasWords tells whether every word of the value is one of the title's.
func hasWords(title, value string) bool {
	of := criteria.FoldWords(title)
	for word := range strings.FieldsSeq(criteria.FoldWords(value)) {
		if !strings.Contains(of, " "+word+" ") {
			return false
		}
	}
	return true
}

// stands tells whether a placeholder stands for the address.
func (m mask) stands(address string) bool {
	return slices.ContainsFunc(m.people, func(p person) bool { return slices.Contains(p.emails, address) })
}

// knows tells whether the attribute was offered, for conditions that name none of its values.
func (o offer) knows(name string) bool {
	return slices.ContainsFunc(o.Attributes, func(a attribute) bool { return criteria.Fold(a.Name) == criteria.Fold(name) })
}

// ground reports every value of the answer that was not offered.
func (c *check) ground(o offer, m mask) {
	for _, cl := range c.leaves {
		if a, is := cl.part.leaf.(criteria.Attribute); is && !o.knows(a.Name) {
			c.faultf("There is no attribute %.80q among the values offered.", a.Name)
		}
		for _, n := range cl.said.named {
			if !o.grounded(n, string(c.runes), m) {
				c.faultf("A value of the field %s is none of those offered: use only ids and values from the lists.", n.Field)
			}
		}
	}
}
