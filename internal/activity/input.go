package activity

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"muster/internal/criteria"
	"muster/internal/errs"
)

// SimulationInput is a simulation event as a client describes it.
type SimulationInput struct {
	ID         string
	Email      string
	Type       criteria.SimulationType
	OccurredAt time.Time
	Campaign   string
	Channel    *criteria.Channel
	Template   *string
	Automated  bool
}

// TrainingInput is a training event as a client describes it.
type TrainingInput struct {
	ID         string
	Email      string
	Type       criteria.TrainingType
	OccurredAt time.Time
	Course     string
	DueAt      *time.Time // of an enrolment
	Score      *float64
}

// Limits of one call and of one row.
const (
	MaxRows = 5000
	maxText = 200 // characters
)

// event is a row of either table, as far as a row of input decides it.
type event struct {
	EventID     string
	EmployeeID  int64
	Type        string
	OccurredAt  int64
	CampaignID  int64
	Channel     string
	Template    string
	TemplateKey string
	Automated   bool
	CourseID    int64
	DueAt       *int64
	Score       *float64
}

// input is a checked row: its event, still without the ids of its employee and its subject.
type input struct {
	event      event
	emailKey   string
	subject    string // the campaign's or the course's name
	subjectKey string
}

func (in SimulationInput) check() (input, error) {
	row, err := common(in.ID, in.Email, in.OccurredAt, "campaign", in.Campaign)
	if err != nil {
		return row, err
	}
	if !slices.Contains(criteria.SimulationTypes, in.Type) {
		return row, errs.New(errs.CodeInvalid, "%.40q is no type of a simulation event", in.Type)
	}
	row.event.Type, row.event.Automated = string(in.Type), in.Automated
	if in.Channel != nil {
		if !slices.Contains(criteria.Channels, *in.Channel) {
			return row, errs.New(errs.CodeInvalid, "%.40q is no channel", *in.Channel)
		}
		row.event.Channel = string(*in.Channel)
	}
	if in.Template != nil && strings.TrimSpace(*in.Template) != "" {
		if row.event.Template, err = line("template", *in.Template); err != nil {
			return row, err
		}
		row.event.TemplateKey = criteria.Fold(row.event.Template)
	}
	return row, nil
}

func (in TrainingInput) check() (input, error) {
	row, err := common(in.ID, in.Email, in.OccurredAt, "course", in.Course)
	if err != nil {
		return row, err
	}
	if !slices.Contains(criteria.TrainingTypes, in.Type) {
		return row, errs.New(errs.CodeInvalid, "%.40q is no type of a training event", in.Type)
	}
	row.event.Type, row.event.Score = string(in.Type), in.Score
	if in.Score != nil && (math.IsNaN(*in.Score) || math.IsInf(*in.Score, 0)) {
		return row, errs.New(errs.CodeInvalid, "score is not a number")
	}
	if in.DueAt != nil {
		if in.Type != criteria.Enrolled {
			return row, errs.New(errs.CodeInvalid, "dueAt belongs to an ENROLLED event")
		}
		due, err := instant("dueAt", *in.DueAt)
		if err != nil {
			return row, err
		}
		row.event.DueAt = &due
	}
	return row, nil
}

func common(id, email string, at time.Time, what, subject string) (row input, err error) {
	if row.event.EventID, err = line("id", id); err != nil {
		return row, err
	}
	if err := plain("email", email); err != nil {
		return row, err
	}
	if row.emailKey = criteria.EmailKey(email); row.emailKey == "" {
		return row, errs.New(errs.CodeInvalid, "email is empty")
	}
	if row.subject, err = line(what, subject); err != nil {
		return row, err
	}
	row.subjectKey = criteria.Fold(row.subject)
	row.event.OccurredAt, err = instant("occurredAt", at)
	return row, err
}

func instant(field string, t time.Time) (int64, error) {
	if t.Year() < 1970 || t.Year() > 9999 {
		return 0, errs.New(errs.CodeInvalid, "%s is not between 1970 and 9999", field)
	}
	return int64(criteria.InstantOf(t)), nil
}

// plain refuses what is no text, or has control characters.
func plain(field, value string) error {
	if !utf8.ValidString(value) || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return errs.New(errs.CodeInvalid, "%s has characters that are not text", field)
	}
	return nil
}

// line reads one line of plain text that is not empty: blanks trimmed, at most maxText characters.
func line(field, value string) (string, error) {
	if err := plain(field, value); err != nil {
		return "", err
	}
	value = strings.Join(strings.Fields(value), " ")
	if value == "" {
		return "", errs.New(errs.CodeInvalid, "%s is empty", field)
	}
	if n := utf8.RuneCountInString(value); n > maxText {
		return "", errs.New(errs.CodeInvalid, "%s has %d characters: at most %d are allowed", field, n, maxText)
	}
	return value, nil
}
