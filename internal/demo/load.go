package demo

import (
	"context"
	"fmt"
	"time"

	"muster/ent"
	"muster/ent/employee"
	"muster/ent/simulationevent"
	"muster/ent/trainingevent"
	"muster/internal/activity"
	"muster/internal/bulk"
	"muster/internal/people"
)

// load brings the organization of the identity in ctx up to the company: what is missing of it, the oldest first.
func (i *Installer) load(ctx context.Context, c Company) error {
	simulations, err := i.missingSimulations(ctx, c)
	if err != nil {
		return err
	}
	trainings, err := i.missingTrainings(ctx, c)
	if err != nil || len(simulations)+len(trainings) == 0 {
		return err
	}
	rows, err := i.changes(ctx, c.Employees)
	if err != nil {
		return err
	}
	if err := inBatches(ctx, people.MaxRows, rows, i.People.Upsert); err != nil {
		return err
	}
	if err := inBatches(ctx, batch, simulations, i.Activity.RecordSimulations); err != nil {
		return err
	}
	return inBatches(ctx, batch, trainings, i.Activity.RecordTrainings)
}

// batch is how many events are one transaction. It is cut from the history's beginning, so that a later installation has
// the same batches; it must stay what it is.
const batch = 4000

// missingSimulations gives the simulation events from the first batch on whose last event is not there.
func (i *Installer) missingSimulations(ctx context.Context, c Company) ([]activity.SimulationInput, error) {
	ends := endsOf(c.Simulations, func(e activity.SimulationInput) string { return e.ID })
	known, err := i.DB.Read(ctx).SimulationEvent.Query().Where(simulationevent.EventIDIn(ends...)).Count(ctx)
	return c.Simulations[min(known*batch, len(c.Simulations)):], err
}

func (i *Installer) missingTrainings(ctx context.Context, c Company) ([]activity.TrainingInput, error) {
	ends := endsOf(c.Trainings, func(e activity.TrainingInput) string { return e.ID })
	known, err := i.DB.Read(ctx).TrainingEvent.Query().Where(trainingevent.EventIDIn(ends...)).Count(ctx)
	return c.Trainings[min(known*batch, len(c.Trainings)):], err
}

// endsOf gives the ids of the events that end a batch.
func endsOf[E any](events []E, id func(E) string) []string {
	var ends []string
	for from := 0; from < len(events); from += batch {
		ends = append(ends, id(events[min(from+batch, len(events))-1]))
	}
	return ends
}

// changes gives what is to be written of people: all of those who are new, and of the others when they were last seen.
// Whatever else was changed of them since is not ours to put back.
func (i *Installer) changes(ctx context.Context, all []people.Input) ([]people.Input, error) {
	known, err := i.DB.Read(ctx).Employee.Query().Select(employee.FieldEmail, employee.FieldName).All(ctx)
	if err != nil {
		return nil, err
	}
	byEmail := make(map[string]*ent.Employee, len(known))
	for _, e := range known {
		byEmail[e.Email] = e
	}
	rows := make([]people.Input, len(all))
	for n, p := range all {
		if e := byEmail[p.Email]; e != nil {
			p = people.Input{Email: e.Email, Name: e.Name, LastLoginAt: people.Field[time.Time]{Given: p.LastLoginAt.Value != nil, Value: p.LastLoginAt.Value}}
		}
		rows[n] = p
	}
	return rows, nil
}

// inBatches loads rows in calls of at most size.
func inBatches[R any](ctx context.Context, size int, rows []R, load func(context.Context, []R) (bulk.Result, error)) error {
	for len(rows) > 0 {
		n := min(size, len(rows))
		result, err := load(ctx, rows[:n])
		if err != nil {
			return err
		}
		if len(result.Rejected) > 0 {
			first := result.Rejected[0]
			return fmt.Errorf("demo: %d of %d rows were rejected, the first with %s: %s", len(result.Rejected), n, first.Code, first.Message)
		}
		rows = rows[n:]
	}
	return nil
}
