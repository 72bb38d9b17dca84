package graph

import (
	"context"

	"muster/ent"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/ids"
)

func (q query) AuditLog(ctx context.Context, first *int, after *string, last *int, before *string, filter *audit.Filter) (*model.AuditEntryConnection, error) {
	rows := q.client(ctx).AuditEntry.Query()
	if filter != nil {
		if err := filter.Validate(); err != nil {
			return nil, err
		}
		rows = rows.Where(filter.Conditions()...)
	}
	return pageOf(ctx, rows, auditNewestFirst, connection.Args{First: first, After: after, Last: last, Before: before})
}

func (trail) ID(_ context.Context, e *ent.AuditEntry) (string, error) {
	return ids.Format(ids.AuditEntry, e.ID), nil
}

func (trail) ActorID(_ context.Context, e *ent.AuditEntry) (*string, error) {
	if e.ActorID == nil {
		return nil, nil
	}
	return new(ids.Format(ids.APIKey, *e.ActorID)), nil
}

func (trail) Source(_ context.Context, e *ent.AuditEntry) (auth.Source, error) {
	return auth.Source(e.Source), nil
}

func (trail) Action(_ context.Context, e *ent.AuditEntry) (audit.Action, error) {
	return audit.Action(e.Action), nil
}

func (trail) Subject(_ context.Context, e *ent.AuditEntry) (*model.AuditSubject, error) {
	return &model.AuditSubject{
		Kind: audit.Kind(e.SubjectKind), ID: audit.SubjectID(e.SubjectKind, e.SubjectID), Name: e.SubjectName,
	}, nil
}
