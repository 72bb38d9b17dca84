package activity

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"

	"muster/ent/knownvalue"
	"muster/internal/bulk"
	"muster/internal/criteria/eval"
	"muster/internal/errs"
	"muster/internal/facts"
	"muster/internal/membership"
	"muster/internal/storage"
	"muster/internal/vocabulary"
)

// errRaced: what was read does not go together, since others wrote meanwhile; the transaction is to run again.
var errRaced = errors.New("activity: recorded by another call meanwhile")

// recording is one batch of calls inside its transaction.
type recording struct {
	kind
	tx           *storage.Tx
	organization int64
	now          int64
	rows         []row // of all calls, in their order
	learned      *subjects
	profiles     *facts.Profiles
	owners       []int64 // of events that the rows correct, as an earlier attempt found them
}

// row is a good row of a call, by its place there.
type row struct {
	input
	call  *call
	index int
}

func (r *recording) run(ctx context.Context, s *Service) error {
	known, err := r.begin(ctx)
	if err != nil {
		return err
	}
	if err := r.findSubjects(ctx); err != nil {
		return err
	}
	touched := map[string]*membership.Touched{}
	created, corrected := r.sort(known, touched)
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
	written := membership.Written{Statements: append(r.insert(created), r.update(corrected)...), Profiles: r.profiles}
	err = s.engine.Write(ctx, r.tx, r.organization, written, list...)
	if storage.Duplicate(err, r.table) { // another call wrote the same event, of another employee
		return errRaced
	}
	return err
}

// begin takes the locks, the organization's and those of everybody whose facts the rows change, in id order; gives the rows their
// employees; and gives the events that are known already. All this is one round trip.
func (r *recording) begin(ctx context.Context) (map[string]event, error) {
	var owners []int64
	r.profiles = facts.NewProfiles(r.tx.Dialect, r.organization)
	statements := append(r.tx.Dialect.PlanOnce(), r.tx.OrganizationLock(r.organization, storage.Shared)...)
	statements = append(statements, r.employees(), r.knownOwners(&owners))
	if err := r.tx.Dialect.Together(ctx, r.tx, statements...); err != nil {
		return nil, err
	}
	if r.profiles.Torn() {
		return nil, errRaced
	}
	ids := r.profiles.IDs()
	r.assign(ids)
	if len(owners) == 0 {
		return map[string]event{}, nil
	}
	locked := map[int64]bool{}
	for _, id := range slices.Concat(slices.Collect(maps.Values(ids)), r.owners) {
		locked[id] = true
	}
	known, err := r.known(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range known {
		if !locked[e.EmployeeID] { // a correction may move an event from one employee to another: both are to be locked and evaluated
			r.owners = append(r.owners, e.EmployeeID)
			err = errRaced
		}
	}
	return known, err
}

// employees finds whom the rows are about, with what evaluating them takes, and locks them.
func (r *recording) employees() storage.Statement {
	keys := make([]string, len(r.rows))
	for i, row := range r.rows {
		keys[i] = row.emailKey
	}
	slices.Sort(keys)
	in, arg := r.tx.Dialect.AnyText(slices.Compact(keys))
	if len(r.owners) == 0 {
		return r.profiles.Locking(`e.email_key `+in, arg)
	}
	of, owners := r.tx.Dialect.Any(r.owners)
	return r.profiles.Locking(`(e.email_key `+in+` OR e.id `+of+`)`, arg, owners)
}

// assign gives the rows their employees; rows of somebody unknown are rejected.
func (r *recording) assign(ids map[string]int64) {
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
}

// ofRows says which events have the rows' ids.
func (r *recording) ofRows() (where string, args []any) {
	in, arg := r.tx.Dialect.AnyText(list(r.rows, func(row row) string { return row.event.EventID }))
	return ` FROM ` + r.table + ` WHERE organization_id = ? AND event_id ` + in, []any{r.organization, arg}
}

// knownOwners finds whose the known events are; mostly there are none.
func (r *recording) knownOwners(owners *[]int64) storage.Statement {
	where, args := r.ofRows()
	return storage.Statement{Query: `SELECT employee_id` + where, Args: args, Row: func(row *storage.Row) error {
		*owners = append(*owners, row.Int(0))
		return nil
	}}
}

// known reads the events with the rows' ids.
func (r *recording) known(ctx context.Context) (map[string]event, error) {
	where, args := r.ofRows()
	rows, err := r.tx.QueryContext(ctx, r.tx.Dialect.Rebind(`SELECT `+strings.Join(r.columns, ", ")+where), args...)
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

// insert writes new events.
func (r *recording) insert(events []event) []storage.Statement { return r.write(events, ``) }

// update writes corrections over the events with their ids. An UPDATE that joins the row source would be the plain way; SQLite runs it
// by reading through all events of the organization.
func (r *recording) update(events []event) []storage.Statement {
	sets := []string{`recorded_at = excluded.recorded_at`}
	for _, column := range r.columns[1:] {
		sets = append(sets, column+` = excluded.`+column)
	}
	return r.write(events, ` WHERE true ON CONFLICT (organization_id, event_id) DO UPDATE SET `+strings.Join(sets, ", "))
}

func (r *recording) write(events []event, over string) []storage.Statement {
	if len(events) == 0 {
		return nil
	}
	from, args := r.tx.Dialect.Columns(r.lists(events)...)
	return []storage.Statement{{
		Query: `INSERT INTO ` + r.table + ` (organization_id, recorded_at, ` + strings.Join(r.columns, ", ") + `)
			SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), r.* FROM ` + from + ` AS r` + over,
		Args: append([]any{r.organization, r.now}, args...),
	}}
}
