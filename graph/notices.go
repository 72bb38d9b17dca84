package graph

import (
	"context"

	"muster/ent"
	"muster/graph/connection"
	"muster/graph/model"
	"muster/internal/ids"
)

func (q query) Notifications(ctx context.Context, first *int, after *string) (*model.NotificationConnection, error) {
	rows := q.client(ctx).Notification.Query()
	return pageOf(ctx, rows, noticesNewestFirst, connection.Args{First: first, After: after})
}

func (notices) ID(_ context.Context, n *ent.Notification) (string, error) {
	return ids.Format(ids.Notification, n.ID), nil
}

// Group is the group that the message is about, as long as it exists.
func (notices) Group(ctx context.Context, n *ent.Notification) (*ent.Group, error) {
	if n.GroupID == nil {
		return nil, nil
	}
	return orNil(loadersFrom(ctx).group.Load(ctx, *n.GroupID))
}
