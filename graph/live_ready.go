package graph

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"muster/ent"
	"muster/ent/group"
	"muster/ent/notification"
	"muster/ent/predicate"
	"muster/graph/model"
	"muster/internal/auth"
	life "muster/internal/group"
	"muster/internal/notify"
)

// maxReplay is how many notifications are sent again after the broker was away, the latest ones.
const maxReplay = 100

// GroupReady sends every notification of a finished group. After an interruption those that may have been missed are
// sent from the table, so that none is lost; one may come twice.
func (s subscription) GroupReady(ctx context.Context) (<-chan *model.GroupReadyEvent, error) {
	who, err := auth.Require(ctx, auth.Viewer)
	if err != nil {
		return nil, err
	}
	newest, err := s.client(ctx).Notification.Query().Order(notification.ByID(sql.OrderDesc())).Limit(1).IDs(ctx)
	if err != nil {
		return nil, err
	}
	last := append(newest, 0)[0]
	read := func(ctx context.Context, messages []notify.Message) (events []*model.GroupReadyEvent, err error) {
		for _, m := range messages {
			which := notification.ID(m.Version) // the message's version is the notification's id
			if m.Missed {
				which = notification.IDGT(last)
			}
			found, err := s.readyEvents(ctx, which)
			if err != nil {
				return nil, err
			}
			for _, n := range found {
				events, last = append(events, n.event), max(last, n.id)
			}
		}
		return events, nil
	}
	return listen(ctx, s.Broker, notify.GroupReady(who.OrganizationID), read)
}

type readyEvent struct {
	id    int64
	event *model.GroupReadyEvent
}

// readyEvents reads notifications, the oldest first, with their groups; those of deleted groups are left out.
func (s subscription) readyEvents(ctx context.Context, which predicate.Notification) ([]readyEvent, error) {
	rows, err := s.client(ctx).Notification.Query().Where(which, notification.GroupIDNotNil(), notification.KindIn(life.FinishedKinds...)).
		Order(notification.ByID(sql.OrderDesc())).Limit(maxReplay).All(ctx)
	if err != nil {
		return nil, err
	}
	of := make([]int64, len(rows))
	for i, n := range rows {
		of[i] = *n.GroupID
	}
	found, err := s.client(ctx).Group.Query().Where(group.IDIn(of...)).All(ctx)
	if err != nil {
		return nil, err
	}
	groups := keyed(found, func(g *ent.Group) int64 { return g.ID })
	events := make([]readyEvent, 0, len(rows))
	for _, n := range slices.Backward(rows) {
		if g := groups[*n.GroupID]; g != nil {
			events = append(events, readyEvent{n.ID, &model.GroupReadyEvent{Group: g, Message: n.Message}})
		}
	}
	return events, nil
}
