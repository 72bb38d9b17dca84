package graph

import (
	"context"
	"fmt"
	"runtime/debug"

	"muster/internal/notify"
)

// listen subscribes and turns messages into events, as turn does.
func listen[E any](
	ctx context.Context, broker notify.Broker, topic notify.Topic, each func(context.Context, []notify.Message) ([]E, error),
) (<-chan E, error) {
	messages, err := broker.Subscribe(ctx, topic)
	if err != nil {
		return nil, err
	}
	return turn(ctx, messages, each), nil
}

// turn turns messages into events until the subscription ends. each gets the messages that wait, the
// oldest first and at least one, and gives what to send. Its error, or the broker's reason, is the last response.
func turn[E any](ctx context.Context, messages notify.Subscription, each func(context.Context, []notify.Message) ([]E, error)) <-chan E {
	events := make(chan E)
	go func() {
		defer close(events)
		defer messages.Close()
		defer func() {
			if cause := recover(); cause != nil {
				sayWhy(ctx, fmt.Errorf("panic in a subscription: %v\n%s", cause, debug.Stack()))
			}
		}()
		if err := forward(ctx, messages, events, each); err != nil {
			sayWhy(ctx, err)
		}
	}()
	return events
}

func forward[E any](
	ctx context.Context, from notify.Subscription, to chan<- E, each func(context.Context, []notify.Message) ([]E, error),
) error {
	for first := range from.Messages() {
		batch := append([]notify.Message{first}, waiting(from)...)
		events, err := each(ctx, batch)
		if err != nil {
			return err
		}
		for _, event := range events {
			select {
			case to <- event:
			case <-ctx.Done():
				return nil
			}
		}
	}
	return from.Err()
}

// waiting takes what is in the queue already.
func waiting(s notify.Subscription) (messages []notify.Message) {
	for {
		select {
		case m, open := <-s.Messages():
			if !open {
				return messages
			}
			messages = append(messages, m)
		default:
			return messages
		}
	}
}
