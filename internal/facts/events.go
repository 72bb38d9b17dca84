package facts

import (
	"fmt"
	"slices"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/storage"
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
	err := b.each(query, "employee_id", func(row *storage.Row) error {
		owner, known := b.index[row.Int(0)]
		if !known {
			return nil
		}
		e := owned{Event: eval.Event{Subject: row.Int(2), At: criteria.Instant(row.Int(3)), DueAt: criteria.Never}, owner: owner}
		var err error
		if e.Type, err = index(simulationTypes, row.Text(1)); err != nil {
			return err
		}
		if channel := row.Text(4); len(channel) > 0 {
			at, err := index(channels, channel)
			if err != nil {
				return err
			}
			e.Channel = 1 + at
		}
		e.Template = b.word(row.Text(5))
		if b.Evidence {
			e.ID = string(row.Text(6))
		}
		list = append(list, e)
		return nil
	}, "")
	b.distribute(list, func(f *eval.Facts, events []eval.Event) { f.Simulations = eval.Arrange(events) })
	return err
}

func (b *batch) trainings() error {
	query := "SELECT employee_id, type, course_id, occurred_at, due_at" + b.eventID() + " FROM training_events WHERE organization_id = ?"
	var list []owned
	err := b.each(query, "employee_id", func(row *storage.Row) error {
		owner, known := b.index[row.Int(0)]
		if !known {
			return nil
		}
		e := owned{Event: eval.Event{Subject: row.Int(2), At: criteria.Instant(row.Int(3)), DueAt: criteria.Never}, owner: owner}
		var err error
		if e.Type, err = index(trainingTypes, row.Text(1)); err != nil {
			return err
		}
		if !row.Null(4) {
			e.DueAt = criteria.Instant(row.Int(4))
		}
		if b.Evidence {
			e.ID = string(row.Text(5))
		}
		list = append(list, e)
		return nil
	}, "")
	b.distribute(list, func(f *eval.Facts, events []eval.Event) { f.Trainings = eval.Arrange(events) })
	return err
}

// eventID leaves out the last column where no evidence is wanted.
func (b *batch) eventID() string {
	if b.Evidence {
		return ", event_id"
	}
	return ""
}

// The places of words in their lists.
var (
	simulationTypes = placesOf(criteria.SimulationTypes)
	trainingTypes   = placesOf(criteria.TrainingTypes)
	channels        = placesOf(criteria.Channels)
)

func placesOf[T ~string](words []T) map[string]uint8 {
	places := make(map[string]uint8, len(words))
	for i, word := range words {
		places[string(word)] = uint8(i)
	}
	return places
}

func index(places map[string]uint8, word []byte) (uint8, error) {
	at, known := places[string(word)]
	if !known {
		return 0, fmt.Errorf("event with the unknown word %q", word)
	}
	return at, nil
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
