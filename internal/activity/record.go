package activity

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"reflect"
	"slices"

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

// recording is one batch of calls inside its transaction.
type recording struct {
	kind
	tx           *storage.Tx
	organization int64
	now          int64
	rows         []row // of all calls, in their order
}

// row is a good row of a call, by its place there.
type row struct {
	input
	call  *call
	index int
}

func (r *recording) run(ctx context.Context, s *Service) error {
	if err := r.tx.LockOrganization(ctx, r.organization, storage.Shared); err != nil {
		return err
	}
	if err := r.employees(ctx); err != nil {
		return err
	}
	known, err := r.lock(ctx, s.engine)
	if err != nil {
		return err
	}
	if err := r.findSubjects(ctx); err != nil {
		return err
	}
	touched := map[string]*membership.Touched{}
	created, corrected := r.sort(known, touched)
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
	list := make([]membership.Touched, 0, len(touched))
	for _, t := range touched {
		list = append(list, *t)
	}
	return s.engine.Apply(ctx, r.tx, r.organization, list...)
}

// employees finds whom the rows are about; rows of somebody unknown are rejected.
func (r *recording) employees(ctx context.Context) error {
	keys := make([]string, len(r.rows))
	for i, row := range r.rows {
		keys[i] = row.emailKey
	}
	slices.Sort(keys)
	in, arg := r.tx.Dialect.AnyText(slices.Compact(keys))
	rows, err := r.tx.QueryContext(ctx, r.tx.Dialect.Rebind(
		`SELECT email_key, id FROM employees WHERE organization_id = ? AND email_key `+in), r.organization, arg)
	if err != nil {
		return err
	}
	ids, err := idsByKey(rows)
	if err != nil {
		return err
	}
	unknown := map[*call]bool{}
	r.rows = slices.DeleteFunc(r.rows, func(row row) bool {
		if ids[row.emailKey] != 0 {
			return false
		}
		row.call.result.Reject(row.index, errs.New(errs.CodeNotFound, "no employee has the e-mail %.100q", row.emailKey))
		unknown[row.call] = true
		return true
	})
	for i := range r.rows {
		r.rows[i].event.EmployeeID = ids[r.rows[i].emailKey]
	}
	for c := range unknown {
		slices.SortFunc(c.result.Rejected, func(a, b bulk.Rejected) int { return a.Index - b.Index })
	}
	return nil
}

// lock takes the locks of everybody whose facts the rows change, and gives the events that are known already. A correction may
// move an event from one employee to another: both are locked.
func (r *recording) lock(ctx context.Context, engine *membership.Engine) (map[string]event, error) {
	known, err := r.known(ctx)
	if err != nil {
		return nil, err
	}
	employees := map[int64]bool{}
	for _, row := range r.rows {
		employees[row.event.EmployeeID] = true
	}
	for _, e := range known {
		employees[e.EmployeeID] = true
	}
	if err := engine.Lock(ctx, r.tx, r.organization, slices.Collect(maps.Keys(employees))); err != nil {
		return nil, err
	}
	if len(known) == 0 { // one that came meanwhile keeps insert from writing it
		return known, nil
	}
	if known, err = r.known(ctx); err != nil {
		return nil, err
	}
	for _, e := range known {
		if !employees[e.EmployeeID] {
			return nil, errRaced
		}
	}
	return known, nil
}

// known reads the events with the rows' ids.
func (r *recording) known(ctx context.Context) (map[string]event, error) {
	wanted := make([]string, len(r.rows))
	for i, row := range r.rows {
		wanted[i] = row.event.EventID
	}
	in, arg := r.tx.Dialect.AnyText(wanted)
	rows, err := r.tx.QueryContext(ctx, r.tx.Dialect.Rebind(
		`SELECT `+storage.Names(r.columns)+` FROM `+r.table+` WHERE organization_id = ? AND event_id `+in), r.organization, arg)
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
func (r *recording) findSubjects(ctx context.Context) error {
	names := map[string]string{}
	for _, row := range r.rows {
		names[criteria.Fold(row.subject)] = row.subject
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
	for i := range r.rows {
		*r.subject(&r.rows[i].event) = ids[criteria.Fold(r.rows[i].subject)]
	}
	return nil
}

func (r *recording) subjectIDs(ctx context.Context) (map[string]int64, error) {
	rows, err := r.tx.QueryContext(ctx, r.tx.Dialect.Rebind(`SELECT name_key, id FROM `+r.subjects+` WHERE organization_id = ?`), r.organization)
	if err != nil {
		return nil, err
	}
	return idsByKey(rows)
}

// idsByKey reads rows of a key and an id.
func idsByKey(rows *sql.Rows) (map[string]int64, error) {
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
func (r *recording) sort(known map[string]event, touched map[string]*membership.Touched) (created, corrected []event) {
	stored := maps.Clone(known)
	changed := map[string]bool{}
	for _, row := range r.rows {
		e, result := row.event, &row.call.result
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

// touch notes whom an event touches, by its type: each type concerns other groups.
func (r *recording) touch(touched map[string]*membership.Touched, e event) {
	if e.Automated { // counts for nothing
		return
	}
	t := touched[e.Type]
	if t == nil {
		t = &membership.Touched{Facts: r.facts(e)}
		touched[e.Type] = t
	}
	t.Employees = append(t.Employees, e.EmployeeID)
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
