package reminder

import (
	"bytes"
	"embed"
	"fmt"
	htmltemplate "html/template"
	"strings"
	"text/template"
	"time"

	"muster/internal/reminder/mail"
)

//go:embed templates
var files embed.FS

var (
	textLetter = template.Must(template.ParseFS(files, "templates/letter.txt"))
	htmlLetter = htmltemplate.Must(htmltemplate.ParseFS(files, "templates/letter.html"))
)

// maxListed bounds the trainings that a letter names; it counts the rest.
const maxListed = 30

// training is an open enrolment of one person, the one that is due first where a course has several.
type training struct {
	course string
	dueAt  *time.Time // in the organization's time zone
}

// letter is what a person is written.
type letter struct {
	organization string
	name         string // the person's
	language     string
	message      string // the administrator's own words, plain text
	trainings    []training
	now          time.Time
}

// page is a letter in words, for the templates.
type page struct {
	Language, Subject, Greeting, Intro string
	Trainings                          []line
	More                               string
	From                               string
	Message                            []string // by lines
	Closing, Footer                    string
}

type line struct {
	Course, Due string
	Overdue     bool
}

func (l letter) page() page {
	w := languages[l.language]
	n := len(l.trainings)
	p := page{
		Language: l.language,
		Subject:  counted(w.subject, n),
		Greeting: fmt.Sprintf(w.greeting, oneLine(l.name)),
		Intro:    counted(w.intro, n),
		Closing:  w.closing,
		Footer:   fmt.Sprintf(w.footer, oneLine(l.organization)),
	}
	for _, t := range l.trainings[:min(n, maxListed)] {
		p.Trainings = append(p.Trainings, w.line(t, l.now))
	}
	if n > maxListed {
		p.More = counted(w.more, n-maxListed)
	}
	if l.message != "" {
		p.From = fmt.Sprintf(w.message, oneLine(l.organization))
		p.Message = strings.Split(l.message, "\n")
	}
	return p
}

func (w words) line(t training, now time.Time) line {
	made := line{Course: oneLine(t.course)}
	switch {
	case t.dueAt == nil:
	case t.dueAt.After(now):
		made.Due = fmt.Sprintf(w.due, w.day(*t.dueAt))
	default:
		made.Due, made.Overdue = fmt.Sprintf(w.overdue, w.day(*t.dueAt)), true
	}
	return made
}

// write puts the letter's words into a message.
func (l letter) write(m *mail.Message) error {
	p := l.page()
	var text, html bytes.Buffer
	if err := textLetter.Execute(&text, p); err != nil {
		return fmt.Errorf("reminder: write the text: %w", err)
	}
	if err := htmlLetter.Execute(&html, p); err != nil {
		return fmt.Errorf("reminder: write the HTML: %w", err)
	}
	m.ToName, m.Subject, m.Language = l.name, p.Subject, l.language
	m.Text, m.HTML = text.String(), html.String()
	return nil
}

// oneLine keeps a name from being more than a name in a text.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
