package reading

import (
	"fmt"
	"strings"

	"muster/internal/criteria"
)

// field names what a value is a value of: a profile field, "department", "campaign", "course", "template", "group",
// or "attribute:NAME".
type field string

const (
	inDepartment field = "department"
	inCampaign   field = "campaign"
	inCourse     field = "course"
	inTemplate   field = "template"
	inGroup      field = "group"
	inTitle      field = "title"
	inLocation   field = "location"
	inCountry    field = "country"
	inLanguage   field = "language"
	inManager    field = "manager"
	inAttribute  field = "attribute:"
)

// grounded is one value of the organization that a stretch of text names.
type grounded struct {
	field field
	id    int64  // of a department, campaign, course or group
	text  string // of everything else; the display name
	value any    // of an attribute
	alias bool   // named by another name than its own
	part  bool   // a part of a title
	tail  bool   // a part that ends the title ("manager"): enough to name it without the word "title"
}

func (g grounded) key() string { return fmt.Sprint(g.field, "/", g.id, "/", g.text, "/", g.value) }

// index finds the organization's values in the text.
type index struct {
	root       *trie
	vocab      map[string]bool // the words of the values, for typos
	fields     map[string]Attribute
	candidates candidates
}

// newIndex indexes the catalog, and the organization's own aliases of its values, by folded words.
func newIndex(c Catalog, own []Alias) *index {
	ix := &index{root: &trie{}, vocab: map[string]bool{}, fields: map[string]Attribute{}}
	names := map[string]int{}
	for _, d := range c.Departments {
		names[criteria.Fold(d.Name)]++
	}
	for _, d := range c.Departments {
		g := grounded{field: inDepartment, id: int64(d.ID), text: d.Path}
		ix.put(d.Name, g)
		ix.put(d.Path, g)
		ix.put(strings.ReplaceAll(d.Path, "/", " "), g)
		ix.aliases(departmentAliases, d.Name, g)
	}
	for _, x := range c.Campaigns {
		ix.put(x.Name, grounded{field: inCampaign, id: int64(x.ID), text: x.Name})
	}
	for _, x := range c.Courses {
		ix.put(x.Name, grounded{field: inCourse, id: int64(x.ID), text: x.Name})
	}
	for _, x := range c.Groups {
		ix.put(x.Name, grounded{field: inGroup, id: int64(x.ID), text: x.Name})
	}
	for _, x := range c.Templates {
		ix.put(x, grounded{field: inTemplate, text: x})
	}
	for _, x := range c.Locations {
		g := grounded{field: inLocation, text: x}
		ix.put(x, g)
		ix.aliases(cityAliases, x, g)
	}
	for _, x := range c.Titles {
		ix.title(x)
	}
	for _, x := range c.Managers {
		ix.put(x.Name, grounded{field: inManager, text: x.Email})
	}
	for _, a := range c.Attributes {
		ix.fields[criteria.Fold(a.Name)] = a
		for _, name := range []string{a.Name, splitName(a.Name)} {
			ix.root.insert(words(name), sense{cat: "attributeName", key: a.Name})
		}
		for _, v := range a.Values {
			if s, isText := v.(string); isText {
				ix.put(s, grounded{field: inAttribute + field(a.Name), text: s, value: s})
			}
		}
	}
	for _, a := range own {
		for _, s := range ix.root.at(words(a.Value)) {
			if g, isValue := s.value.(grounded); isValue {
				ix.put(a.Phrase, g)
			}
		}
	}
	var list []string
	for w := range ix.vocab {
		list = append(list, w)
		if len(w) > shortestCorrection {
			list = append(list, w+"s") // of several legal counsels
		}
	}
	ix.candidates = newCandidates(list)
	return ix
}

// splitName writes costCenter and cost_center as "cost center".
func splitName(name string) string {
	var b strings.Builder
	for i, r := range name {
		switch {
		case r == '_' || r == '-' || r == '.':
			r = ' '
		case i > 0 && r >= 'A' && r <= 'Z':
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// words gives the folded tokens of a value, as the text's tokens are.
func words(s string) string {
	var list []string
	for _, t := range tokenize(s) {
		list = append(list, t.fold)
	}
	return strings.Join(list, " ")
}

func (ix *index) put(name string, g grounded) {
	folded := words(name)
	if folded == "" {
		return
	}
	if joined := joinNumbers(folded); joined != folded && g.id != 0 && !g.alias {
		other := g
		other.alias = true
		ix.put(joined, other)
	}
	for w := range strings.FieldsSeq(folded) {
		if !g.alias {
			ix.vocab[w] = true
		}
	}
	ix.root.insertValue(folded, g)
}

// joinNumbers writes the numbers in a name together with the word before them: "office365 password reset".
func joinNumbers(folded string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(folded) {
		if b.Len() > 0 && (w[0] < '0' || w[0] > '9') {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

// insertValue adds a value to a phrase's senses; the same phrase can name several.
func (t *trie) insertValue(phrase string, g grounded) {
	t.insert(phrase, sense{cat: "value", key: g.key(), value: g})
}

// aliases puts the other names of a value that the tables know.
func (ix *index) aliases(table [][]string, name string, g grounded) {
	folded := criteria.Fold(name)
	for _, row := range table {
		for _, word := range row {
			if word != folded {
				continue
			}
			for _, other := range row {
				if other != folded {
					alias := g
					alias.alias = true
					ix.put(other, alias)
				}
			}
		}
	}
}

// title puts every run of a title's words: "sales manager" finds "Regional Sales Manager".
func (ix *index) title(title string) {
	list := strings.Fields(words(title))
	for i := range list {
		for j := i + 1; j <= len(list); j++ {
			phrase := strings.Join(list[i:j], " ")
			whole := i == 0 && j == len(list)
			tail := j == len(list) || titleEnd(list, j)
			if !tail && j > i+1 {
				continue
			}
			g := grounded{field: inTitle, text: phrase, part: !whole, tail: tail}
			if whole {
				g.text = title
			}
			ix.put(phrase, g)
		}
	}
}

// titleEnd tells whether the words before j are a title's head, such as "director" in "director of sales".
func titleEnd(list []string, j int) bool {
	switch list[j] {
	case "of", "for", "de", "del", "do", "da", "e", "y", ",", "-", "/":
		return true
	}
	return false
}
