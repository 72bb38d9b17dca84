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
	list    []eval.Event
	owners  []int32 // whose each is, as an index into the batch
	last    int64   // the employee whose the last is
	details []eval.Detail
}

// owner gives the index of an employee, whose events most often come one after another.
func (b *batch) owner(e *events, employee int64) (at int32, known bool) {
	if n := len(e.owners); n > 0 && e.last == employee {
		return e.owners[n-1], true
	}
	if at, known = b.index[employee]; known {
		e.last = employee
	}
	return at, known
}

// add notes an event of an employee; room is for how many in all there will be, about.
func (e *events) add(room int, owner int32, event eval.Event) {
	if e.list == nil {
		e.list, e.owners = make([]eval.Event, 0, room), make([]int32, 0, room)
	}
	e.list, e.owners = append(e.list, event), append(e.owners, owner)
}

func (e *events) detail(event *eval.Event, detail eval.Detail) {
	event.DetailAt = int32(len(e.details))
	e.details = append(e.details, detail)
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
		owner, known := b.owner(&b.simulations, row.Int(0))
		if !known {
			return nil
		}
		e := eval.Event{Subject: row.Int(2), At: criteria.Instant(row.Int(3)), DueAt: criteria.Never}
		var err error
		if e.Type, err = index(criteria.SimulationTypes, row.Text(1)); err != nil {
			return err
		}
		var detail eval.Detail
		if !b.Plain {
			if channel := row.Text(channelAt); len(channel) > 0 {
				at, err := index(criteria.Channels, channel)
				if err != nil {
					return err
				}
				e.Channel = 1 + at
			}
			detail.Template = b.word(row.Text(templateAt))
		}
		if b.Evidence {
			detail.ID = string(row.Text(eventIDAt))
		}
		if !b.Plain || b.Evidence {
			b.simulations.detail(&e, detail)
		}
		b.simulations.add(20*len(b.facts), owner, e)
		return nil
	}, "")
}

func (b *batch) readTrainings() storage.Statement {
	query := "SELECT employee_id, type, course_id, occurred_at, due_at" + b.eventID() + " FROM training_events WHERE organization_id = ?"
	return b.each(query, "employee_id", b.Trainings, func(row *storage.Row) error {
		owner, known := b.owner(&b.trainings, row.Int(0))
		if !known {
			return nil
		}
		e := eval.Event{Subject: row.Int(2), At: criteria.Instant(row.Int(3)), DueAt: criteria.Never}
		var err error
		if e.Type, err = index(criteria.TrainingTypes, row.Text(1)); err != nil {
			return err
		}
		if !row.Null(4) {
			e.DueAt = criteria.Instant(row.Int(4))
		}
		if b.Evidence {
			b.trainings.detail(&e, eval.Detail{ID: string(row.Text(5))})
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

// index gives the place of a word in a list, which is so short that looking at each is quicker than a map.
func index[T ~string](words []T, word []byte) (uint8, error) {
	for i, w := range words {
		if string(w) == string(word) {
			return uint8(i), nil
		}
	}
	return 0, fmt.Errorf("event with the unknown word %q", word)
}

// distribute gives each employee of the batch the own events, by type, out of one piece of memory.
func (b *batch) distribute(all *events, of func(*eval.Facts) *eval.Events) {
	const types = eval.MaxTypes
	ends := make([]int, len(b.facts)*types+1) // of each employee's events of each type
	for i, owner := range all.owners {
		ends[int(owner)*types+int(all.list[i].Type)+1]++
	}
	for i := range ends[1:] {
		ends[i+1] += ends[i]
	}
	memory, next := make([]eval.Event, len(all.list)), slices.Clone(ends)
	for i, owner := range all.owners {
		place := int(owner)*types + int(all.list[i].Type)
		memory[next[place]] = all.list[i]
		next[place]++
	}
	for i := range b.facts {
		from, to := ends[i*types], ends[(i+1)*types]
		if from == to {
			continue
		}
		*of(&b.facts[i]) = eval.Arrange(memory[from:to:to], all.details...)
	}
}
