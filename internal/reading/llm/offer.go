package llm

import (
	"cmp"
	"slices"
	"strings"

	"muster/internal/criteria"
	"muster/internal/ids"
	"muster/internal/reading"
)

// thing is something that conditions name by id.
type thing struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// attribute is a custom attribute with some of its values.
type attribute struct {
	Name   string   `json:"name"`
	Values []string `json:"values,omitempty"`
}

// offer is the short-list: the organization's values that the model may use, the nearest to the description.
type offer struct {
	Departments []thing     `json:"departments,omitempty"`
	Campaigns   []thing     `json:"campaigns,omitempty"`
	Courses     []thing     `json:"courses,omitempty"`
	Groups      []thing     `json:"groups,omitempty"`
	Titles      []string    `json:"titles,omitempty"`
	Locations   []string    `json:"locations,omitempty"`
	Countries   []string    `json:"countries,omitempty"`
	Languages   []string    `json:"languages,omitempty"`
	Templates   []string    `json:"templates,omitempty"`
	Attributes  []attribute `json:"attributes,omitempty"`
}

// newOffer chooses from the catalog. Managers are people and are in no offer, nor is what looks like an address.
func newOffer(c reading.Catalog, text string, marks []reading.Mark) offer {
	n := newNearness(text, marks)
	o := offer{
		Titles: n.texts("title", c.Titles), Locations: n.texts("location", c.Locations), Countries: n.texts("country", c.Countries),
		Languages: n.texts("language", c.Languages), Templates: n.texts("template", c.Templates),
	}
	for _, d := range nearest(c.Departments, maxOffered, func(d reading.Department) float64 { return n.of("department", int64(d.ID), d.Path) }) {
		o.Departments = append(o.Departments, thing{ids.Format(ids.Department, int64(d.ID)), d.Path})
	}
	for _, x := range nearest(c.Campaigns, maxOffered, func(x reading.Campaign) float64 { return n.of("campaign", int64(x.ID), x.Name) }) {
		o.Campaigns = append(o.Campaigns, thing{ids.Format(ids.Campaign, int64(x.ID)), x.Name})
	}
	for _, x := range nearest(c.Courses, maxOffered, func(x reading.Course) float64 { return n.of("course", int64(x.ID), x.Name) }) {
		o.Courses = append(o.Courses, thing{ids.Format(ids.Course, int64(x.ID)), x.Name})
	}
	for _, x := range nearest(c.Groups, maxOffered, func(x reading.Group) float64 { return n.of("group", int64(x.ID), x.Name) }) {
		o.Groups = append(o.Groups, thing{ids.Format(ids.Group, int64(x.ID)), x.Name})
	}
	for _, a := range nearest(c.Attributes, maxAttributes, n.attribute) {
		o.Attributes = append(o.Attributes, attribute{a.Name, n.texts(attributeField(a.Name), textsOf(a.Values))})
	}
	return o
}

// attributeField is what marks call the values of an attribute.
func attributeField(name string) string { return "attribute:" + name }

func textsOf(values []any) []string {
	var list []string
	for _, v := range values {
		if s, is := v.(string); is {
			list = append(list, s)
		}
	}
	return list
}

// nearest gives at most limit of the items, in their order; of more than that those with the highest scores.
func nearest[T any](items []T, limit int, score func(T) float64) []T {
	if len(items) <= limit {
		return items
	}
	type scored struct {
		at    int
		score float64
	}
	ranks := make([]scored, len(items))
	for i, item := range items {
		ranks[i] = scored{i, score(item)}
	}
	slices.SortStableFunc(ranks, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	ranks = ranks[:limit]
	slices.SortFunc(ranks, func(a, b scored) int { return cmp.Compare(a.at, b.at) })
	near := make([]T, limit)
	for i, r := range ranks {
		near[i] = items[r.at]
	}
	return near
}

// nearness tells how near names are to a description: 2 for one that the grammar found in it, else the share of the name's runs of three
// letters that the description has too.
type nearness struct {
	runs  map[string]bool
	named []reading.Named
}

func newNearness(text string, marks []reading.Mark) nearness {
	n := nearness{runs: map[string]bool{}}
	for _, run := range runsOf(text) {
		n.runs[run] = true
	}
	for _, m := range marks {
		n.named = append(n.named, m.Named...)
	}
	return n
}

func runsOf(s string) []string {
	runes := []rune(" " + criteria.Fold(s) + " ")
	var runs []string
	for i := 0; i+3 <= len(runes); i++ {
		runs = append(runs, string(runes[i:i+3]))
	}
	return runs
}

func (n nearness) of(field string, id int64, name string) float64 {
	for _, found := range n.named {
		if found.Field == field && found.ID == id && (id != 0 || found.Text == name) {
			return 2
		}
	}
	runs := runsOf(name)
	hits := 0.0
	for _, run := range runs {
		if n.runs[run] {
			hits++
		}
	}
	return hits / float64(max(1, len(runs)))
}

// texts chooses among values that are their own names.
func (n nearness) texts(field string, values []string) []string {
	values = slices.DeleteFunc(slices.Clone(values), func(s string) bool { return strings.Contains(s, "@") })
	if strings.HasPrefix(field, attributeField("")) { // an attribute may hold anything: only what the description comes near to is sent
		values = slices.DeleteFunc(values, func(s string) bool { return n.of(field, 0, s) < 0.5 })
	}
	return nearest(values, maxOffered, func(s string) float64 { return n.of(field, 0, s) })
}

// attribute is as near as its name or the nearest of its values.
func (n nearness) attribute(a reading.Attribute) float64 {
	best := n.of("", 0, a.Name)
	for _, value := range textsOf(a.Values) {
		best = max(best, n.of(attributeField(a.Name), 0, value))
	}
	return best
}
