package graph

import (
	"context"
	"fmt"
	"runtime/debug"

	"muster/ent"
	"muster/ent/importrun"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/auth"
	"muster/internal/errs"
	"muster/internal/ids"
	"muster/internal/notify"
	"muster/internal/transfer"
)

func (q query) Import(ctx context.Context, id string) (*ent.ImportRun, error) {
	return orNil(loadersFrom(ctx).imported.Load(ctx, number(ids.Import, id)))
}

func (q query) Imports(ctx context.Context, first *int, after *string) (*model.ImportConnection, error) {
	return pageOf(ctx, q.client(ctx).ImportRun.Query(), importsNewestFirst, connection.Args{First: first, After: after})
}

func (imports) ID(_ context.Context, i *ent.ImportRun) (string, error) {
	return ids.Format(ids.Import, i.ID), nil
}

// Progress is by bytes: how many rows there will be is not known.
func (imports) Progress(_ context.Context, i *ent.ImportRun) (*float64, error) {
	if i.Status == importrun.StatusDONE {
		whole := 1.0
		return &whole, nil
	}
	if i.Size == nil || *i.Size == 0 {
		return nil, nil
	}
	read := min(1, float64(i.Arrived)/float64(*i.Size))
	return &read, nil
}

func (imports) ReportURL(_ context.Context, i *ent.ImportRun) (*string, error) {
	return transfer.ReportURL(i), nil
}

func (imports) Failure(_ context.Context, i *ent.ImportRun) (*model.ImportFailure, error) {
	if i.FailureCode == nil || i.FailureMessage == nil {
		return nil, nil
	}
	return &model.ImportFailure{Code: *i.FailureCode, Message: *i.FailureMessage}, nil
}

// ImportProgress sends the import as it is now and after each change, and ends with it.
func (s subscription) ImportProgress(ctx context.Context, id string) (<-chan *ent.ImportRun, error) {
	who, err := auth.Require(ctx, auth.Viewer)
	if err != nil {
		return nil, err
	}
	n := number(ids.Import, id)
	if _, err := s.importAsItIs(ctx, n); err != nil {
		return nil, err
	}
	changes, err := s.Broker.Subscribe(ctx, notify.ImportProgress(who.OrganizationID, n))
	if err != nil {
		return nil, err
	}
	events := make(chan *ent.ImportRun)
	go func() {
		defer close(events)
		defer changes.Close()
		defer func() {
			if cause := recover(); cause != nil {
				sayWhy(ctx, fmt.Errorf("panic in a subscription: %v\n%s", cause, debug.Stack()))
			}
		}()
		if err := s.follow(ctx, n, changes, events); err != nil {
			sayWhy(ctx, err)
		}
	}()
	return events, nil
}

// follow sends the import until it has ended. Changes that come faster than they are read are sent as one.
func (s subscription) follow(ctx context.Context, n int64, changes notify.Subscription, to chan<- *ent.ImportRun) error {
	for {
		now, err := s.importAsItIs(ctx, n)
		if err != nil {
			return err
		}
		select {
		case to <- now:
		case <-ctx.Done():
			return nil
		}
		if now.Status != importrun.StatusRUNNING {
			return nil
		}
		if _, open := <-changes.Messages(); !open {
			return changes.Err()
		}
		waiting(changes)
	}
}

func (s subscription) importAsItIs(ctx context.Context, n int64) (*ent.ImportRun, error) {
	i, err := s.client(ctx).ImportRun.Query().Where(importrun.ID(n)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.NotFound("import")
	}
	return i, err
}

func (m mutation) CreateGophishSecret(ctx context.Context) (*model.CreateGophishSecretPayload, error) {
	made, err := m.Transfers.CreateGophishWebhook(ctx)
	if err != nil {
		return nil, err
	}
	return &model.CreateGophishSecretPayload{Path: made.Path(), Secret: made.Secret}, nil
}

func (m mutation) RevokeGophishSecret(ctx context.Context) (*model.RevokeGophishSecretPayload, error) {
	revoked, err := m.Transfers.RevokeGophishWebhook(ctx)
	if err != nil {
		return nil, err
	}
	return &model.RevokeGophishSecretPayload{Revoked: revoked}, nil
}
