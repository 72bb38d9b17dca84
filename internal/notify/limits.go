package notify

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"muster/internal/errs"
)

const (
	// MaxPayload bounds Message.Payload, in bytes. A change that needs more is told without its detail: the
	// subscriber reads the database.
	MaxPayload = 64 << 10
	// MaxTopics bounds the topics of one subscription.
	MaxTopics = 128
	// QueueLength is how many messages wait for one subscriber before it counts as too slow.
	QueueLength = 256
	// PublishTimeout bounds Publish and Ping while the broker is away.
	PublishTimeout = 2 * time.Second
	// SubscribeTimeout bounds Subscribe while the broker is away.
	SubscribeTimeout = 2 * time.Second
)

// CheckMessages is the check that every implementation makes before it publishes.
func CheckMessages(messages []Message) error {
	for _, m := range messages {
		if !m.Topic.valid() {
			return fmt.Errorf("publish: %q is no topic", m.Topic)
		}
		if m.Missed {
			return fmt.Errorf("publish to %q: Missed is the broker's to set", m.Topic)
		}
		if len(m.Payload) > MaxPayload {
			return errs.New(errs.CodeTooLarge, "a live message of %d bytes: at most %d are carried", len(m.Payload), MaxPayload)
		}
	}
	return nil
}

// CheckTopics is the check that every implementation makes before it subscribes. It gives each topic once.
func CheckTopics(topics []Topic) ([]Topic, error) {
	if len(topics) == 0 {
		return nil, errors.New("subscribe: no topic given")
	}
	if len(topics) > MaxTopics {
		return nil, errs.New(errs.CodeTooLarge, "a subscription to %d topics: at most %d are allowed", len(topics), MaxTopics)
	}
	for _, t := range topics {
		if !t.valid() {
			return nil, fmt.Errorf("subscribe: %q is no topic", t)
		}
	}
	once := slices.Clone(topics)
	slices.Sort(once)
	return slices.Compact(once), nil
}
