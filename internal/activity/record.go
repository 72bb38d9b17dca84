package activity

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"reflect"
	"slices"

	"muster/ent"
	entemployee "muster/ent/employee"
	"muster/ent/knownvalue"
	"muster/internal/bulk"
	"muster/internal/criteria"
	"muster/internal/criteria/eval"
	"muster/internal/errs"
	"muster/internal/membership"
	"muster/internal/storage"
	"muster/internal/vocabulary"
)

// errRaced: another call wrote the same events meanwhile; the transaction is to run again.
var errRaced = errors.New("activity: recorded by another call meanwhile")

// recording is one call inside its transaction.
type recording struct {
	kind
	tx           *storage.Tx
	organization int64
	now          int64
}

func (r *recording) run(ctx context.Context, s *Service, inputs map[int]input, result *bulk.Result) error {
	if err := r.tx.LockOrganization(ctx, r.organization, storage.Shared); err != nil {
		return err
	}
	if err := r.employees(ctx, inputs, result); err != nil {
		return err
	}
	known, err := r.lock(ctx, s.engine, inputs)
	if err != nil {
		return err
	}
	if err := r.findSubjects(ctx, inputs); err != nil {
		return err
	}
	var touched membership.Touched
	created, corrected := r.sort(inputs, known, result, &touched)
	if err := r.insert(ctx, created); err != nil {
		return err
	}
	if err := r.update(ctx, corrected); err != nil {
		return err
	}
	var words vocabulary.Values
	for _, e := range slices.Concat(created, corrected) {
		words.Add(knownvalue.FieldTEMPLATE, e.Template)
	}
	if err := s.words.Keep(ctx, r.tx, r.organization, words); err != nil {
		return err
	}
	return s.engine.Apply(ctx, r.tx, r.organization, touched)
}

// employees finds whom the rows are about; rows of somebody unknown are rejected.
func (r *recording) employees(ctx context.Context, inputs map[int]input, result *bulk.Result) error {
	keys := map[string]bool{}
	for _, in := range inputs {
		keys[in.emailKey] = true
	}
	found, err := storage.InChunks(slices.Collect(maps.Keys(keys)), func(keys []string) ([]*ent.Employee, error) {
		return r.tx.Ent.Employee.Query().Where(entemployee.EmailKeyIn(keys...)).Select(entemployee.FieldID, entemployee.FieldEmailKey).All(ctx)
	})
	if err != nil {
		return err
	}
	ids := make(map[string]int64, len(found))
	for _, e := range found {
		ids[e.EmailKey] = e.ID
	}
	for i, in := range inputs {
		id, known := ids[in.emailKey]
		if !known {
			result.Reject(i, errs.New(errs.CodeNotFound, "no employee has the e-mail %.100q", in.emailKey))
			delete(inputs, i)
			continue
		}
		in.event.EmployeeID = id
		inputs[i] = in
	}
	slices.SortFunc(result.Rejected, func(a, b bulk.Rejected) int { return a.Index - b.Index })
	return nil
}

// lock takes the locks of everybody whose facts the rows change, and gives the events that are known already. A correction may
// move an event from one employee to another: both are locked.
func (r *recording) lock(ctx context.Context, engine *membership.Engine, inputs map[int]input) (map[string]event, error) {
	before, err := r.known(ctx, inputs)
	if err != nil {
		return nil, err
	}
	employees := map[int64]bool{}
	for _, in := range inputs {
		employees[in.event.EmployeeID] = true
	}
	for _, e := range before {
		employees[e.EmployeeID] = true
	}
	if err := engine.Lock(ctx, r.tx, r.organization, slices.Collect(maps.Keys(employees))); err != nil {
		return nil, err
	}
	known, err := r.known(ctx, inputs)
	for _, e := range known {
		if !employees[e.EmployeeID] {
			return nil, errRaced
		}
	}
	return known, err
}

// known reads the events with the rows' ids.
func (r *recording) known(ctx context.Context, inputs map[int]input) (map[string]event, error) {
	wanted := make([]event, 0, len(inputs))
	for _, in := range inputs {
		wanted = append(wanted, event{EventID: in.event.EventID})
	}
	from, arg, err := r.tx.Dialect.Records(r.columns[:1], wanted)
	if err != nil {
		return nil, err
	}
	rows, err := r.tx.QueryContext(ctx, r.tx.Dialect.Rebind(
		`SELECT `+storage.Names(r.columns)+` FROM `+r.table+` WHERE organization_id = ? AND event_id IN (SELECT event_id FROM `+from+` AS r)`),
		r.organization, arg)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]event{}
	for rows.Next() {
		var e event
		if err := rows.Scan(r.into(&e)...); err != nil {
			return nil, err
		}
		found[e.EventID] = e
	}
	return found, rows.Err()
}

// findSubjects gives every row the id of its campaign or course, and creates those that are new, in one order whoever else does.
func (r *recording) findSubjects(ctx context.Context, inputs map[int]input) error {
	names := map[string]string{}
	for _, in := range inputs {
		names[criteria.Fold(in.subject)] = in.subject
	}
	ids, err := r.subjectIDs(ctx)
	if err != nil {
		return err
	}
	var missing []string
	for key := range names {
		if ids[key] == 0 {
			missing = append(missing, key)
		}
	}
	slices.Sort(missing)
	for _, key := range missing {
		_, err := r.tx.ExecContext(ctx, r.tx.Dialect.Rebind(
			`INSERT INTO `+r.subjects+` (organization_id, name, name_key, created_at) VALUES (?, ?, ?, ?)
			 ON CONFLICT (organization_id, name_key) DO NOTHING`), r.organization, names[key], key, r.now)
		if err != nil {
			return err
		}
	}
	if len(missing) > 0 {
		if ids, err = r.subjectIDs(ctx); err != nil {
			return err
		}
	}
	for i, in := range inputs {
		*r.subject(&in.event) = ids[criteria.Fold(in.subject)]
		inputs[i] = in
	}
	return nil
}

func (r *recording) subjectIDs(ctx context.Context) (map[string]int64, error) {
	rows, err := r.tx.QueryContext(ctx, r.tx.Dialect.Rebind(`SELECT name_key, id FROM `+r.subjects+` WHERE organization_id = ?`), r.organization)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	ids := map[string]int64{}
	for rows.Next() {
		var key string
		var id int64
		if err := rows.Scan(&key, &id); err != nil {
			return nil, err
		}
		ids[key] = id
	}
	return ids, rows.Err()
}

// sort tells new events and corrections from what is known already, row after row.
func (r *recording) sort(inputs map[int]input, known map[string]event, result *bulk.Result, touched *membership.Touched) (created, corrected []event) {
	stored := maps.Clone(known)
	changed := map[string]bool{}
	for _, i := range slices.Sorted(maps.Keys(inputs)) {
		e := inputs[i].event
		old, exists := known[e.EventID]
		if exists && reflect.DeepEqual(old, e) {
			result.Unchanged++
			continue
		}
		result.Accepted++
		known[e.EventID], changed[e.EventID] = e, true
		r.touch(touched, e)
		if exists {
			r.touch(touched, old)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(changed)) {
		if _, exists := stored[id]; exists {
			corrected = append(corrected, known[id])
		} else {
			created = append(created, known[id])
		}
	}
	return created, corrected
}

func (r *recording) touch(t *membership.Touched, e event) {
	if e.Automated { // counts for nothing
		return
	}
	t.Employees = append(t.Employees, e.EmployeeID)
	t.Facts = t.Facts.And(r.facts(e))
	t.Values = append(t.Values, membership.Value{Kind: r.occurred, At: e.OccurredAt})
	if e.DueAt != nil {
		t.Values = append(t.Values, membership.Value{Kind: eval.TrainingDue, At: *e.DueAt})
	}
}

func (r *recording) insert(ctx context.Context, events []event) error {
	if len(events) == 0 {
		return nil
	}
	from, arg, err := r.tx.Dialect.Records(r.columns, events)
	if err != nil {
		return err
	}
	columns := storage.Names(r.columns)
	done, err := r.tx.ExecContext(ctx, r.tx.Dialect.Rebind(
		`INSERT INTO `+r.table+` (organization_id, recorded_at, `+columns+`)
		 SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), `+columns+` FROM `+from+` AS r WHERE true
		 ON CONFLICT (organization_id, event_id) DO NOTHING`), r.organization, r.now, arg)
	return complete(done, err, len(events))
}

// update writes corrections over the events with their ids. An UPDATE that joins the row source would be the plain way; SQLite runs it
// by reading through all events of the organization.
func (r *recording) update(ctx context.Context, events []event) error {
	if len(events) == 0 {
		return nil
	}
	from, arg, err := r.tx.Dialect.Records(r.columns, events)
	if err != nil {
		return err
	}
	columns := storage.Names(r.columns)
	done, err := r.tx.ExecContext(ctx, r.tx.Dialect.Rebind(
		`INSERT INTO `+r.table+` (organization_id, recorded_at, `+columns+`)
		 SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), `+columns+` FROM `+from+` AS r WHERE true
		 ON CONFLICT (organization_id, event_id) DO UPDATE SET recorded_at = excluded.recorded_at, `+storage.Assignments(r.columns[1:], "excluded")),
		r.organization, r.now, arg)
	return complete(done, err, len(events))
}

// complete says errRaced where a statement did not write every event.
func complete(done sql.Result, err error, want int) error {
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	if err == nil && n != int64(want) {
		return errRaced
	}
	return err
}
