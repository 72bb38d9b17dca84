package transfer

import (
	"context"
	"log/slog"
	"time"

	"muster/internal/activity"
	"muster/internal/notify"
	"muster/internal/people"
	"muster/internal/storage"
)

// Service imports and exports. It is safe for concurrent use.
type Service struct {
	db       *storage.DB
	people   *people.Service
	activity *activity.Service
	broker   notify.Broker
	now      func() time.Time
	log      *slog.Logger
	places   places
}

// New makes the service; now is the clock.
func New(db *storage.DB, people *people.Service, activity *activity.Service, broker notify.Broker, now func() time.Time, log *slog.Logger) *Service {
	return &Service{db: db, people: people, activity: activity, broker: broker, now: now, log: log}
}

// millis is the clock as the tables hold it.
func (s *Service) millis() int64 { return s.now().UnixMilli() }

// Watch marks imports whose node has died and forgets old reports, until ctx ends.
func (s *Service) Watch(ctx context.Context) {
	sweep, forget := time.NewTicker(sweepEvery), time.NewTicker(forgetEvery)
	defer sweep.Stop()
	defer forget.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-sweep.C:
			err = s.Sweep(ctx)
		case <-forget.C:
			err = s.Forget(ctx)
		}
		if err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "looking after the imports failed; it is tried again", "error", err)
		}
	}
}
