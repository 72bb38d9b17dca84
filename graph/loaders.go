package graph

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vikstrous/dataloadgen"

	"muster/ent"
	"muster/ent/department"
	"muster/ent/employee"
	"muster/ent/exclusion"
	"muster/ent/group"
	"muster/ent/importrun"
	"muster/ent/notification"
	"muster/ent/pin"
	"muster/ent/reminder"
	"muster/ent/reminderrequest"
	"muster/graph/model"
	"muster/internal/auth"
	"muster/internal/criteria"
)

const (
	// loaderWait is how long a loader collects keys; resolvers of one list ask within microseconds.
	loaderWait = time.Millisecond
	// loaderBatch bounds the keys of one query, well below the databases' limits on parameters.
	loaderBatch = 1000
)

// loaders turn the reads of many resolvers into one query. They live for one response and remember nothing beyond a
// batch: what a mutation changed is seen by the fields after it.
type loaders struct {
	employee        *dataloadgen.Loader[int64, *ent.Employee]
	employeeByEmail *dataloadgen.Loader[string, *ent.Employee] // by email_key
	department      *dataloadgen.Loader[int64, *ent.Department]
	children        *dataloadgen.Loader[int64, []*ent.Department]
	childCount      *dataloadgen.Loader[int64, int]       // by department
	headcount       *dataloadgen.Loader[int64, headcount] // by department
	ssoManaged      *dataloadgen.Loader[int64, bool]      // by department
	group           *dataloadgen.Loader[int64, *ent.Group]
	exclusion       *dataloadgen.Loader[int64, *ent.Exclusion]
	pin             *dataloadgen.Loader[int64, *ent.Pin]
	notice          *dataloadgen.Loader[int64, *ent.Notification]
	reminderRequest *dataloadgen.Loader[int64, *ent.ReminderRequest]
	reminder        *dataloadgen.Loader[int64, *ent.Reminder]
	reminderCounts  *dataloadgen.Loader[int64, *model.ReminderCounts] // by request
	imported        *dataloadgen.Loader[int64, *ent.ImportRun]
	organization    *dataloadgen.Loader[int64, *ent.Organization]
	score           *dataloadgen.Loader[int64, int] // by employee
	reasons         *dataloadgen.Loader[membershipKey, []*model.MembershipReason]
	names           *dataloadgen.Loader[string, criteria.Names] // by the JSON of the tree that names
}

type loadersKey struct{}

// withLoaders gives every response loaders of its own.
func (r *Resolver) withLoaders(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	return next(context.WithValue(ctx, loadersKey{}, r.newLoaders()))
}

func loadersFrom(ctx context.Context) *loaders {
	l, ok := ctx.Value(loadersKey{}).(*loaders)
	if !ok {
		panic("graph: a resolver outside of a response")
	}
	return l
}

func (r *Resolver) newLoaders() *loaders {
	return &loaders{
		employee: batched(func(ctx context.Context, ids []int64) (map[int64]*ent.Employee, error) {
			rows, err := r.client(ctx).Employee.Query().Where(employee.IDIn(ids...)).All(ctx)
			return keyed(rows, func(e *ent.Employee) int64 { return e.ID }), err
		}),
		employeeByEmail: batched(func(ctx context.Context, keys []string) (map[string]*ent.Employee, error) {
			rows, err := r.client(ctx).Employee.Query().Where(employee.EmailKeyIn(keys...)).All(ctx)
			return keyed(rows, func(e *ent.Employee) string { return e.EmailKey }), err
		}),
		department: batched(func(ctx context.Context, ids []int64) (map[int64]*ent.Department, error) {
			rows, err := r.client(ctx).Department.Query().Where(department.IDIn(ids...)).All(ctx)
			return keyed(rows, func(d *ent.Department) int64 { return d.ID }), err
		}),
		children:  batched(r.loadChildren),
		headcount: batched(r.loadHeadcounts), childCount: batched(r.loadChildCounts), ssoManaged: batched(r.loadSSOManaged),
		group: batched(func(ctx context.Context, ids []int64) (map[int64]*ent.Group, error) {
			rows, err := r.client(ctx).Group.Query().Where(group.IDIn(ids...)).All(ctx)
			return keyed(rows, func(g *ent.Group) int64 { return g.ID }), err
		}),
		exclusion: batched(func(ctx context.Context, ids []int64) (map[int64]*ent.Exclusion, error) {
			rows, err := r.client(ctx).Exclusion.Query().Where(exclusion.IDIn(ids...)).All(ctx)
			return keyed(rows, func(e *ent.Exclusion) int64 { return e.ID }), err
		}),
		pin: batched(func(ctx context.Context, ids []int64) (map[int64]*ent.Pin, error) {
			rows, err := r.client(ctx).Pin.Query().Where(pin.IDIn(ids...)).All(ctx)
			return keyed(rows, func(p *ent.Pin) int64 { return p.ID }), err
		}),
		notice: batched(func(ctx context.Context, ids []int64) (map[int64]*ent.Notification, error) {
			rows, err := r.client(ctx).Notification.Query().Where(notification.IDIn(ids...)).All(ctx)
			return keyed(rows, func(n *ent.Notification) int64 { return n.ID }), err
		}),
		imported: batched(func(ctx context.Context, ids []int64) (map[int64]*ent.ImportRun, error) {
			rows, err := r.client(ctx).ImportRun.Query().Where(importrun.IDIn(ids...)).All(ctx)
			return keyed(rows, func(i *ent.ImportRun) int64 { return i.ID }), err
		}),
		reminderRequest: batched(func(ctx context.Context, ids []int64) (map[int64]*ent.ReminderRequest, error) {
			rows, err := r.client(ctx).ReminderRequest.Query().Where(reminderrequest.IDIn(ids...)).All(ctx)
			return keyed(rows, func(q *ent.ReminderRequest) int64 { return q.ID }), err
		}),
		reminder: batched(func(ctx context.Context, ids []int64) (map[int64]*ent.Reminder, error) {
			rows, err := r.client(ctx).Reminder.Query().Where(reminder.IDIn(ids...)).All(ctx)
			return keyed(rows, func(q *ent.Reminder) int64 { return q.ID }), err
		}),
		reminderCounts: batched(r.loadReminderCounts),
		organization: batched(func(ctx context.Context, _ []int64) (map[int64]*ent.Organization, error) {
			rows, err := r.client(ctx).Organization.Query().All(ctx) // the caller's own is the only one there is
			return keyed(rows, func(o *ent.Organization) int64 { return o.ID }), err
		}),
		score:   batched(r.loadScores),
		reasons: batched(r.loadReasons),
		names:   batched(r.loadNames),
	}
}

// batched makes a loader; a key that fetch gives nothing for loads as errNoRow.
func batched[K comparable, V any](fetch func(context.Context, []K) (map[K]V, error)) *dataloadgen.Loader[K, V] {
	return dataloadgen.NewMappedLoader(func(ctx context.Context, keys []K) (found map[K]V, err error) {
		defer func() { // the loader runs this in a goroutine of its own, which nobody else guards
			if cause := recover(); cause != nil {
				err = fmt.Errorf("panic in a loader: %v\n%s", cause, debug.Stack())
			}
		}()
		return fetch(ctx, keys)
	}, dataloadgen.WithWait(loaderWait), dataloadgen.WithBatchCapacity(loaderBatch), dataloadgen.WithoutCache())
}

var errNoRow = dataloadgen.ErrNotFound

func keyed[K comparable, V any](rows []V, key func(V) K) map[K]V {
	byKey := make(map[K]V, len(rows))
	for _, row := range rows {
		byKey[key(row)] = row
	}
	return byKey
}

// orNil is a loaded row, nil where there is none.
func orNil[V any](row *V, err error) (*V, error) {
	if errors.Is(err, errNoRow) {
		return nil, nil
	}
	return row, err
}

// orNone is a loaded value, the zero value where there is none.
func orNone[V any](value V, err error) (V, error) {
	if errors.Is(err, errNoRow) {
		var none V
		return none, nil
	}
	return value, err
}

// ownOrganization loads the caller's organization.
func (r *Resolver) ownOrganization(ctx context.Context) (*ent.Organization, error) {
	who, err := auth.Require(ctx, auth.Viewer)
	if err != nil {
		return nil, err
	}
	return loadersFrom(ctx).organization.Load(ctx, who.OrganizationID)
}
