// Package memory is the notify.Broker of a single process: the embedded default, where no Redis is configured.
//
// Publishing is delivering: it returns when every subscriber's queue has the message. It is never away, so it
// sends no Missed message and ends nothing with notify.ErrLost; what waits in queues is gone with the process,
// as its subscribers are.
package memory

import (
	"bytes"
	"context"
	"log/slog"

	"muster/internal/notify"
	"muster/internal/notify/fanout"
)

// Broker implements notify.Broker.
type Broker struct{ hub *fanout.Hub }

var _ notify.Broker = (*Broker)(nil)

// New makes a broker. It runs no goroutine.
func New(log *slog.Logger) *Broker { return &Broker{hub: fanout.New(log)} }

// Publish implements notify.Broker.
func (b *Broker) Publish(ctx context.Context, messages ...notify.Message) error {
	if err := notify.CheckMessages(messages); err != nil {
		return err
	}
	if err := b.usable(ctx); err != nil {
		return err
	}
	for _, m := range messages {
		m.Payload = bytes.Clone(m.Payload)
		b.hub.Deliver(m)
	}
	return nil
}

// Subscribe implements notify.Broker.
func (b *Broker) Subscribe(ctx context.Context, topics ...notify.Topic) (notify.Subscription, error) {
	topics, err := notify.CheckTopics(topics)
	if err != nil {
		return nil, err
	}
	if err := b.usable(ctx); err != nil {
		return nil, err
	}
	s, err := b.hub.Add(ctx, topics, func() {})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Ping implements notify.Broker.
func (b *Broker) Ping(ctx context.Context) error { return b.usable(ctx) }

// Close implements notify.Broker.
func (b *Broker) Close() { b.hub.Close() }

func (b *Broker) usable(ctx context.Context) error {
	if b.hub.Closed() {
		return notify.ErrClosed
	}
	return ctx.Err()
}
