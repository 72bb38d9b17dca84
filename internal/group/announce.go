package group

import (
	"context"
	"encoding/json"

	"github.com/riverqueue/river"

	"muster/ent"
	"muster/internal/auth"
	"muster/internal/notify"
	"muster/internal/storage"
)

// Kinds of notifications.
const (
	noticeReady  = "GROUP_READY"
	noticeFailed = "GROUP_FAILED"
)

// FinishedKinds are the kinds that say that a group has finished generating.
var FinishedKinds = []string{noticeReady, noticeFailed}

// Notice is the payload of notify.GroupReady.
type Notice struct {
	GroupID int64  `json:"groupId"`
	Message string `json:"message"`
}

// AnnounceArgs is the job that pushes a notification to whoever is connected.
type AnnounceArgs struct {
	OrganizationID int64 `json:"organizationId"`
	NotificationID int64 `json:"notificationId"`
}

// Kind names the job.
func (AnnounceArgs) Kind() string { return "announce_group" }

// note keeps a notification.
func (s *Service) note(ctx context.Context, tx *storage.Tx, g *ent.Group, kind, message string) (*ent.Notification, error) {
	return tx.Ent.Notification.Create().SetOrganizationID(g.OrganizationID).SetKind(kind).SetGroupID(g.ID).
		SetMessage(message).SetCreatedAt(s.instant()).Save(ctx)
}

// announce keeps the notification that a group has finished generating, and enqueues its push: a crash delays the push and never loses it.
func (s *Service) announce(ctx context.Context, tx *storage.Tx, g *ent.Group, kind, message string) error {
	kept, err := s.note(ctx, tx, g, kind, message)
	if err != nil {
		return err
	}
	s.engine.GroupUpdated(tx, g.OrganizationID, g.ID, g.Version)
	return s.jobs.Enqueue(ctx, tx, AnnounceArgs{OrganizationID: g.OrganizationID, NotificationID: kept.ID})
}

// Announcer works AnnounceArgs jobs. A push that could not be handed over is tried again.
type Announcer struct {
	river.WorkerDefaults[AnnounceArgs]
	db     *storage.DB
	broker notify.Broker
}

// NewAnnouncer makes the worker.
func NewAnnouncer(db *storage.DB, broker notify.Broker) *Announcer {
	return &Announcer{db: db, broker: broker}
}

// Work publishes the notification; nothing where its group was deleted meanwhile.
func (w *Announcer) Work(ctx context.Context, job *river.Job[AnnounceArgs]) error {
	ctx = auth.AsMuster(ctx, job.Args.OrganizationID)
	kept, err := w.db.Read(ctx).Notification.Get(ctx, job.Args.NotificationID)
	if ent.IsNotFound(err) || err == nil && kept.GroupID == nil {
		return nil
	}
	if err != nil {
		return err
	}
	payload, err := json.Marshal(Notice{GroupID: *kept.GroupID, Message: kept.Message})
	if err != nil {
		return err
	}
	return w.broker.Publish(ctx, notify.Message{Topic: notify.GroupReady(kept.OrganizationID), Version: kept.ID, Payload: payload})
}
