package graph

import (
	"context"

	"muster/ent"
	"muster/graph/model"
	"muster/internal/auth"
	"muster/internal/errs"
	"muster/internal/ids"
)

// maxNodes bounds the ids of one nodes field.
const maxNodes = 100

func (q query) Viewer(ctx context.Context) (*model.Viewer, error) {
	who, err := auth.Require(ctx, auth.Viewer)
	if err != nil {
		return nil, err
	}
	own, err := q.ownOrganization(ctx)
	if err != nil {
		return nil, err
	}
	return &model.Viewer{Organization: own, Role: who.Role, Name: who.Name}, nil
}

func (organization) ID(_ context.Context, o *ent.Organization) (string, error) {
	return ids.Format(ids.Organization, o.ID), nil
}

func (q query) Group(ctx context.Context, id string) (*ent.Group, error) {
	n := number(ids.Group, id)
	return orNil(loadersFrom(ctx).group.Load(ctx, n))
}

// Node finds any row by its public id; nil where the caller's organization has none such, whatever the reason.
func (query) Node(ctx context.Context, id string) (model.Node, error) {
	return nodeThunk(ctx, id)()
}

// Nodes finds rows by their public ids, in the ids' order, with one query for each kind.
func (query) Nodes(ctx context.Context, ids []string) ([]model.Node, error) {
	if len(ids) > maxNodes {
		return nil, errs.New(errs.CodeTooLarge, "nodes: at most %d ids are taken", maxNodes)
	}
	thunks := make([]func() (model.Node, error), len(ids))
	for i, id := range ids {
		thunks[i] = nodeThunk(ctx, id)
	}
	found := make([]model.Node, len(ids))
	for i, thunk := range thunks {
		var err error
		if found[i], err = thunk(); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// nodeThunk asks the loader of the id's kind; calling the result waits for its answer.
func nodeThunk(ctx context.Context, id string) func() (model.Node, error) {
	kind, n, _ := ids.Split(id)
	l := loadersFrom(ctx)
	switch kind {
	case ids.Organization:
		return node(l.organization.LoadThunk(ctx, n))
	case ids.Employee:
		return node(l.employee.LoadThunk(ctx, n))
	case ids.Department:
		return node(l.department.LoadThunk(ctx, n))
	case ids.Group:
		return node(l.group.LoadThunk(ctx, n))
	case ids.Exclusion:
		return node(l.exclusion.LoadThunk(ctx, n))
	case ids.Pin:
		return node(l.pin.LoadThunk(ctx, n))
	case ids.ReminderRequest:
		return node(l.reminderRequest.LoadThunk(ctx, n))
	case ids.Reminder:
		return node(l.reminder.LoadThunk(ctx, n))
	case ids.Import:
		return node(l.imported.LoadThunk(ctx, n))
	case ids.Notification:
		return node(l.notice.LoadThunk(ctx, n))
	default:
		return func() (model.Node, error) { return nil, nil }
	}
}

func node[V any](thunk func() (*V, error)) func() (model.Node, error) {
	return func() (model.Node, error) {
		row, err := orNil(thunk())
		if row == nil { // not an interface that holds a nil pointer
			return nil, err
		}
		return row, err
	}
}
