package facts

import (
	"database/sql"
	"fmt"
	"slices"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
)

// owned is an event with its employee, as an index into the batch.
type owned struct {
	eval.Event
	owner int32
}

// simulations reads the simulation events that count, so not the automated ones.
func (b *batch) simulations() error {
	query := "SELECT employee_id, type, campaign_id, occurred_at, channel, template_key" + b.eventID() +
		" FROM simulation_events WHERE organization_id = ? AND NOT automated"
	var list []owned
	err := b.each(query, "employee_id", func(rows *sql.Rows) error {
		e := owned{Event: eval.Event{DueAt: criteria.Never}}
		var employee int64
		var word, channel string
		into := []any{&employee, &word, &e.Subject, &e.At, &channel, &e.Template, &e.ID}
		if err := rows.Scan(into[:b.width(into)]...); err != nil {
			return err
		}
		var err error
		if e.Type, err = index(criteria.SimulationTypes, word); err != nil {
			return err
		}
		if channel != "" {
			at, err := index(criteria.Channels, channel)
			if err != nil {
				return err
			}
			e.Channel = 1 + at
		}
		list = b.own(list, e, employee)
		return nil
	}, "")
	b.distribute(list, func(f *eval.Facts, events []eval.Event) { f.Simulations = eval.Arrange(events) })
	return err
}

func (b *batch) trainings() error {
	query := "SELECT employee_id, type, course_id, occurred_at, due_at" + b.eventID() + " FROM training_events WHERE organization_id = ?"
	var list []owned
	err := b.each(query, "employee_id", func(rows *sql.Rows) error {
		e := owned{Event: eval.Event{DueAt: criteria.Never}}
		var employee int64
		var word string
		var dueAt sql.Null[criteria.Instant]
		into := []any{&employee, &word, &e.Subject, &e.At, &dueAt, &e.ID}
		if err := rows.Scan(into[:b.width(into)]...); err != nil {
			return err
		}
		if dueAt.Valid {
			e.DueAt = dueAt.V
		}
		var err error
		if e.Type, err = index(criteria.TrainingTypes, word); err != nil {
			return err
		}
		list = b.own(list, e, employee)
		return nil
	}, "")
	b.distribute(list, func(f *eval.Facts, events []eval.Event) { f.Trainings = eval.Arrange(events) })
	return err
}

// eventID and width leave out the last column where no evidence is wanted.
func (b *batch) eventID() string {
	if b.Evidence {
		return ", event_id"
	}
	return ""
}

func (b *batch) width(columns []any) int {
	if b.Evidence {
		return len(columns)
	}
	return len(columns) - 1
}

func index[T ~string](words []T, word string) (uint8, error) {
	at := slices.Index(words, T(word))
	if at < 0 {
		return 0, fmt.Errorf("event with the unknown word %q", word)
	}
	return uint8(at), nil
}

// own appends the event, if its employee is in the batch.
func (b *batch) own(list []owned, e owned, employee int64) []owned {
	at, known := b.index[employee]
	if !known {
		return list
	}
	e.owner = at
	return append(list, e)
}

// distribute gives each employee of the batch the own events, out of one piece of memory.
func (b *batch) distribute(list []owned, give func(*eval.Facts, []eval.Event)) {
	ends := make([]int, len(b.facts)+1)
	for i := range list {
		ends[list[i].owner+1]++
	}
	for i := range b.facts {
		ends[i+1] += ends[i]
	}
	memory, next := make([]eval.Event, len(list)), slices.Clone(ends)
	for i := range list {
		owner := list[i].owner
		memory[next[owner]] = list[i].Event
		next[owner]++
	}
	for i := range b.facts {
		give(&b.facts[i], memory[ends[i]:ends[i+1]:ends[i+1]])
	}
}
