package facts

import (
	"fmt"
	"slices"

	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/storage"
)

// events are those of a whole batch, as they are read.
type events struct {
	list   []eval.Event
	owners []int32 // whose each is, as an index into the batch
	mixed  bool    // they did not come in the order of their owners
}

// add notes an event of an employee; room is for how many in all there will be, about.
func (e *events) add(room int, owner int32, event eval.Event) {
	if e.list == nil {
		e.list, e.owners = make([]eval.Event, 0, room), make([]int32, 0, room)
	}
	e.mixed = e.mixed || len(e.owners) > 0 && e.owners[len(e.owners)-1] > owner
	e.list, e.owners = append(e.list, event), append(e.owners, owner)
}

// readSimulations reads the simulation events that count, so not the automated ones.
func (b *batch) readSimulations() storage.Statement {
	const channelAt, templateAt = 4, 5
	details, eventIDAt := ", channel, template_key", 6
	if b.Plain {
		details, eventIDAt = "", 4
	}
	query := "SELECT employee_id, type, campaign_id, occurred_at" + details + b.eventID() +
		" FROM simulation_events WHERE organization_id = ? AND NOT automated"
	return b.each(query, "employee_id", b.Simulations, func(row *storage.Row) error {
		owner, known := b.index[row.Int(0)]
		if !known {
			return nil
		}
		e := eval.Event{Subject: row.Int(2), At: criteria.Instant(row.Int(3)), DueAt: criteria.Never}
		var err error
		if e.Type, err = index(simulationTypes, row.Text(1)); err != nil {
			return err
		}
		if !b.Plain {
			if channel := row.Text(channelAt); len(channel) > 0 {
				at, err := index(channels, channel)
				if err != nil {
					return err
				}
				e.Channel = 1 + at
			}
			e.Template = b.word(row.Text(templateAt))
		}
		if b.Evidence {
			e.ID = string(row.Text(eventIDAt))
		}
		b.simulations.add(20*len(b.facts), owner, e)
		return nil
	}, "")
}

func (b *batch) readTrainings() storage.Statement {
	query := "SELECT employee_id, type, course_id, occurred_at, due_at" + b.eventID() + " FROM training_events WHERE organization_id = ?"
	return b.each(query, "employee_id", b.Trainings, func(row *storage.Row) error {
		owner, known := b.index[row.Int(0)]
		if !known {
			return nil
		}
		e := eval.Event{Subject: row.Int(2), At: criteria.Instant(row.Int(3)), DueAt: criteria.Never}
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
		b.trainings.add(5*len(b.facts), owner, e)
		return nil
	}, "")
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
func (b *batch) distribute(all *events, give func(*eval.Facts, []eval.Event)) {
	ends := make([]int, len(b.facts)+1)
	for _, owner := range all.owners {
		ends[owner+1]++
	}
	for i := range b.facts {
		ends[i+1] += ends[i]
	}
	memory := all.list
	if all.mixed {
		memory = make([]eval.Event, len(all.list))
		next := slices.Clone(ends)
		for i, owner := range all.owners {
			memory[next[owner]] = all.list[i]
			next[owner]++
		}
	}
	for i := range b.facts {
		give(&b.facts[i], memory[ends[i]:ends[i+1]:ends[i+1]])
	}
}
