package people

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"muster/ent"
	entemployee "muster/ent/employee"
	"muster/internal/bulk"
	"muster/internal/criteria"
	"muster/internal/membership"
	"muster/internal/storage"
	"muster/internal/vocabulary"
)

// errRaced: another call created the same employees at the same time; the transaction is to run again.
var errRaced = errors.New("people: created by another call meanwhile")

// upsert is one call of Upsert inside its transaction.
type upsert struct {
	tx           *storage.Tx
	words        *vocabulary.Keeper
	organization int64
	now          int64
}

// person is an employee of the call: as known before it and as the rows so far make them.
type person struct {
	before, after profile
	inputs        []int // the rows that are about them
}

// newcomer is somebody who is not known yet.
func newcomer() *person {
	return &person{after: profile{Status: "ACTIVE", Attributes: json.RawMessage("{}"), AttributesKey: json.RawMessage("{}")}}
}

func (u *upsert) run(ctx context.Context, engine *membership.Engine, rows []Input) (result bulk.Result, err error) {
	if err := u.tx.LockOrganization(ctx, u.organization, storage.Shared); err != nil {
		return result, err
	}
	people, err := u.load(ctx, engine, rows)
	if err != nil {
		return result, err
	}
	order := u.apply(people, rows, &result)
	if err := u.departments(ctx, order); err != nil {
		return result, err
	}
	var created, updated []*person
	for _, p := range order {
		switch {
		case p.before.ID == 0:
			created = append(created, p)
		case !p.after.equal(p.before):
			updated = append(updated, p)
		default:
			result.Unchanged += len(p.inputs)
			continue
		}
		result.Accepted += len(p.inputs)
	}
	return result, u.write(ctx, engine, created, updated)
}

// write stores people with all that follows: the audit, the words that descriptions are matched against, the groups.
func (u *upsert) write(ctx context.Context, engine *membership.Engine, created, updated []*person) error {
	if err := u.create(ctx, created); err != nil {
		return err
	}
	if err := u.update(ctx, updated); err != nil {
		return err
	}
	if err := u.record(ctx, created, updated); err != nil {
		return err
	}
	if err := u.words.Keep(ctx, u.tx, u.organization, wordsOf(slices.Concat(created, updated))); err != nil {
		return err
	}
	return engine.Apply(ctx, u.tx, u.organization, touchedBy(created, updated, u.now))
}

// load reads and locks those of the rows' people who are known.
func (u *upsert) load(ctx context.Context, engine *membership.Engine, rows []Input) (map[string]*person, error) {
	keys := make([]string, 0, len(rows))
	for _, row := range rows {
		keys = append(keys, criteria.EmailKey(row.Email))
	}
	ids, err := u.tx.Ent.Employee.Query().Where(entemployee.EmailKeyIn(keys...)).IDs(ctx)
	if err != nil {
		return nil, err
	}
	if err := engine.Lock(ctx, u.tx, u.organization, ids); err != nil {
		return nil, err
	}
	known, err := u.tx.Ent.Employee.Query().Where(entemployee.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	people := make(map[string]*person, len(rows))
	for _, e := range known {
		before, err := profileOf(e)
		if err != nil {
			return nil, err
		}
		people[e.EmailKey] = &person{before: before, after: before}
	}
	return people, nil
}

// apply puts the rows over the people, rejects the bad ones, and gives the people in the order of their first good row.
func (u *upsert) apply(people map[string]*person, rows []Input, result *bulk.Result) []*person {
	var order []*person
	for i, row := range rows {
		key := criteria.EmailKey(row.Email)
		p := people[key]
		if p == nil {
			p = newcomer()
		}
		if err := p.after.put(row); err != nil {
			if rejection, ok := bulk.AsRejection(err); ok {
				result.Reject(i, rejection)
				continue
			}
			panic(err) // put has no other errors: what it marshals are strings, numbers and booleans
		}
		if len(p.inputs) == 0 {
			order = append(order, p)
		}
		p.inputs = append(p.inputs, i)
		people[key] = p
	}
	return order
}

func profileOf(e *ent.Employee) (profile, error) {
	p := profile{
		ID: e.ID, Email: e.Email, EmailKey: e.EmailKey, Name: e.Name, NameKey: e.NameKey, ExternalID: e.ExternalID, ExternalKey: e.ExternalIDKey,
		Title: e.Title, TitleKey: e.TitleKey, DepartmentID: e.DepartmentID, ManagerKey: e.ManagerKey, Location: e.Location,
		LocationKey: e.LocationKey, Country: e.Country, Language: e.Language, EmployeeType: e.EmployeeType, HiredOn: e.HiredOn,
		Status: string(e.Status), LastLoginAt: e.LastLoginAt,
	}
	var err error
	if p.Attributes, err = json.Marshal(e.Attributes); err != nil {
		return p, err
	}
	p.AttributesKey, err = json.Marshal(e.AttributesKey)
	return p, err
}

func (p profile) equal(other profile) bool {
	a, errA := json.Marshal(p)
	b, errB := json.Marshal(other)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// table describes the columns that rows of people are written by, in the order of profile's JSON.
var table = []storage.Column{
	{Name: "email", Type: "text"},
	{Name: "email_key", Type: "text"},
	{Name: "name", Type: "text"},
	{Name: "name_key", Type: "text"},
	{Name: "external_id", Type: "text"},
	{Name: "external_id_key", Type: "text"},
	{Name: "title", Type: "text"},
	{Name: "title_key", Type: "text"},
	{Name: "department_id", Type: "bigint"},
	{Name: "manager_key", Type: "text"},
	{Name: "location", Type: "text"},
	{Name: "location_key", Type: "text"},
	{Name: "country", Type: "text"},
	{Name: "language", Type: "text"},
	{Name: "employee_type", Type: "text"},
	{Name: "hired_on", Type: "integer"},
	{Name: "status", Type: "text"},
	{Name: "last_login_at", Type: "bigint"},
	{Name: "attributes", Type: "jsonb"},
	{Name: "attributes_key", Type: "jsonb"},
}

// create inserts new people in the order of their e-mails, so that calls that create the same ones wait for each other in one order.
func (u *upsert) create(ctx context.Context, people []*person) error {
	if len(people) == 0 {
		return nil
	}
	slices.SortFunc(people, func(a, b *person) int { return strings.Compare(a.after.EmailKey, b.after.EmailKey) })
	from, arg, err := u.tx.Dialect.Records(table, after(people))
	if err != nil {
		return err
	}
	columns := storage.Names(table)
	rows, err := u.tx.QueryContext(ctx, u.tx.Dialect.Rebind(
		`INSERT INTO employees (organization_id, created_at, updated_at, `+columns+`)
		 SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), `+columns+` FROM `+from+` AS r WHERE true
		 ON CONFLICT (organization_id, email_key) DO NOTHING RETURNING id, email_key`), u.organization, u.now, u.now, arg)
	if err != nil {
		return err
	}
	defer rows.Close()
	ids := map[string]int64{}
	for rows.Next() {
		var id int64
		var key string
		if err := rows.Scan(&id, &key); err != nil {
			return err
		}
		ids[key] = id
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if len(ids) != len(people) {
		return errRaced
	}
	for _, p := range people {
		p.after.ID = ids[p.after.EmailKey]
	}
	return nil
}

func after(people []*person) []profile {
	profiles := make([]profile, len(people))
	for i, p := range people {
		profiles[i] = p.after
	}
	return profiles
}

func (u *upsert) update(ctx context.Context, people []*person) error {
	if len(people) == 0 {
		return nil
	}
	columns := append([]storage.Column{{Name: "id", Type: "bigint"}}, table...)
	// The plus keeps SQLite from finding the rows by their organization, all of it, rather than by their ids.
	from, arg, err := u.tx.Dialect.Records(columns, after(people))
	if err != nil {
		return err
	}
	_, err = u.tx.ExecContext(ctx, u.tx.Dialect.Rebind(
		`UPDATE employees SET updated_at = ?, `+storage.Assignments(table, "r")+` FROM `+from+` AS r
		 WHERE employees.id = r.id AND +employees.organization_id = ?`), u.now, arg, u.organization)
	return err
}
