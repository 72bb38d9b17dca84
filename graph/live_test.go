package graph

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/internal/errs"
	"muster/internal/notify"
)

// scripted is a subscription whose messages are known, with the reason of its end.
type scripted struct {
	messages chan notify.Message
	reason   error
}

func (s scripted) Messages() <-chan notify.Message { return s.messages }
func (s scripted) Err() error                      { return s.reason }
func (s scripted) Close()                          {}

func script(reason error, versions ...int64) scripted {
	s := scripted{messages: make(chan notify.Message, len(versions)), reason: reason}
	for _, version := range versions {
		s.messages <- notify.Message{Version: version}
	}
	close(s.messages)
	return s
}

func TestWhatWaitsIsReadAtOnce(t *testing.T) {
	var batches [][]int64
	events := make(chan int64, 10)
	err := forward(t.Context(), script(notify.ErrSlow, 1, 2, 3), events, func(_ context.Context, messages []notify.Message) ([]int64, error) {
		var versions []int64
		for _, m := range messages {
			versions = append(versions, m.Version)
		}
		batches = append(batches, versions)
		return versions, nil
	})
	require.ErrorIs(t, err, notify.ErrSlow)
	require.Equal(t, [][]int64{{1, 2, 3}}, batches)
	require.Len(t, events, 3)
}

func TestAFailedReadEndsTheSubscriptionWithItsReason(t *testing.T) {
	gone := errs.NotFound("group")
	err := forward(t.Context(), script(nil, 1), make(chan int64), func(context.Context, []notify.Message) ([]int64, error) { return nil, gone })
	require.ErrorIs(t, err, gone)
}

func TestAListenerThatLeftIsNotWaitedFor(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := forward(ctx, script(notify.ErrLost, 1, 2), make(chan int64), func(context.Context, []notify.Message) ([]int64, error) { return []int64{1}, nil })
	require.NoError(t, err)
}
