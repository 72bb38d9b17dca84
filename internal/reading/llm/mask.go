package llm

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"muster/internal/criteria"
	"muster/internal/reading"
)

// addressPattern finds e-mail addresses, and rather too much than too little of one.
var addressPattern = regexp.MustCompile("[^\\s@<>,;:()\\[\\]{}\"“”„«»‘’'`][^\\s@<>,;:()\\[\\]{}\"“”„«»]*@[\\pL\\pN-]+(\\.[\\pL\\pN-]+)+")

// mask holds what stands in a description instead of people.
type mask struct {
	sent   string // the description as it is sent
	people []person
}

// person is what one placeholder stands for.
type person struct {
	placeholder string
	text        string   // as written
	emails      []string // whom it can be: its own address, or the managers of that name
}

// newMask replaces e-mail addresses and the names of managers, whole or in part, by placeholders.
func newMask(text string, marks []reading.Mark, managers []reading.Person) mask {
	m := mask{}
	letter := "X" // the placeholders' names occur nowhere in the text
	for strings.Contains(text, letter+"_") {
		letter += "X"
	}
	put := func(text string, emails []string) string {
		for _, p := range m.people {
			if p.text == text {
				return p.placeholder
			}
		}
		m.people = append(m.people, person{fmt.Sprintf("%s_%d", letter, len(m.people)+1), text, emails})
		return m.people[len(m.people)-1].placeholder
	}
	runes := []rune(text)
	var b strings.Builder
	at := 0
	for _, s := range peopleIn(marks, managers) {
		b.WriteString(string(runes[at:s.start]))
		b.WriteString(put(string(runes[s.start:s.end]), s.emails))
		at = s.end
	}
	b.WriteString(string(runes[at:]))
	m.sent = addressPattern.ReplaceAllStringFunc(b.String(), func(address string) string { return put(address, []string{address}) })
	return m
}

// stretch is a run of code points that names somebody.
type stretch struct {
	start, end int
	emails     []string
}

// peopleIn finds the managers that the grammar found, and words that it does not know and that are a part of a manager's name.
func peopleIn(marks []reading.Mark, managers []reading.Person) []stretch {
	parts := map[string][]string{}
	for _, p := range managers {
		for word := range strings.FieldsSeq(criteria.Fold(p.Name)) {
			parts[word] = append(parts[word], p.Email)
		}
	}
	var found []stretch
	for _, mark := range marks {
		var emails []string
		for _, n := range mark.Named {
			if n.Field == string(criteria.FieldManager) && !slices.Contains(emails, n.Text) {
				emails = append(emails, n.Text)
			}
		}
		if len(emails) == 0 && !mark.Known {
			word, _, _ := strings.Cut(strings.ReplaceAll(criteria.Fold(mark.Text), "’", "'"), "'s")
			emails = parts[word]
		}
		if len(emails) > 0 {
			found = append(found, stretch{mark.Start, mark.End, emails})
		}
	}
	return found
}

// back puts the people's words back into a quote.
func (m mask) back(quote string) string {
	for _, p := range slices.Backward(m.people) { // X_12 before X_1
		quote = strings.ReplaceAll(quote, p.placeholder, p.text)
	}
	return quote
}

// person gives whom a value stands for, nil where it is no placeholder.
func (m mask) person(value string) *person {
	for i := range m.people {
		if m.people[i].placeholder == value {
			return &m.people[i]
		}
	}
	return nil
}

// hide puts the placeholders into a text of ours that may name people.
func (m mask) hide(text string) string {
	for _, p := range m.people {
		for _, word := range append([]string{p.text}, p.emails...) {
			text = strings.ReplaceAll(text, word, p.placeholder)
		}
	}
	return text
}
