package redisbroker

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"muster/internal/notify"
)

const (
	// maxDebts bounds the memory for debts, to about 10 MB.
	maxDebts = 100_000
	// debtsAtOnce bounds what is sent in one go, well within notify.PublishTimeout.
	debtsAtOnce = 1_000
	// debtWait is the wait between attempts while Redis is away.
	debtWait = 500 * time.Millisecond
)

// debts are the topics with a message that this node could not publish. Their subscribers, on nodes that may
// have been connected all the time, are owed a Missed message.
type debts struct {
	log *slog.Logger

	mu     sync.Mutex
	topics map[notify.Topic]struct{}
	full   bool // and said so
	grew   chan struct{}
}

func newDebts(log *slog.Logger) *debts {
	return &debts{log: log, topics: make(map[notify.Topic]struct{}), grew: make(chan struct{}, 1)}
}

// owe notes the topics of messages that may not arrive.
func (d *debts) owe(messages []notify.Message) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, m := range messages {
		if len(d.topics) < maxDebts {
			d.topics[m.Topic] = struct{}{}
		} else if _, known := d.topics[m.Topic]; !known && !d.full {
			d.full = true
			d.log.Error("too many topics with unsent live messages: the gap of some shows only by version", "topics", maxDebts)
		}
	}
	select {
	case d.grew <- struct{}{}:
	default:
	}
}

// some gives a few debts as the messages that settle them, and takes them out.
func (d *debts) some() []notify.Message {
	d.mu.Lock()
	defer d.mu.Unlock()
	messages := make([]notify.Message, 0, min(len(d.topics), debtsAtOnce))
	for topic := range d.topics {
		if len(messages) == debtsAtOnce {
			break
		}
		messages = append(messages, notify.Message{Topic: topic, Missed: true})
		delete(d.topics, topic)
	}
	d.full = d.full && len(d.topics) > 0
	return messages
}

// run settles debts until ctx ends; what is owed then stays unsaid.
func (d *debts) run(ctx context.Context, send func(context.Context, []notify.Message) error) {
	for {
		select {
		case <-d.grew:
		case <-ctx.Done():
			return
		}
		for messages := d.some(); len(messages) > 0; messages = d.some() {
			if err := send(ctx, messages); err == nil {
				continue
			}
			d.owe(messages)
			if !pause(ctx, debtWait) {
				return
			}
		}
	}
}
