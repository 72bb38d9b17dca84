package redisbroker

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"

	"muster/internal/notify"
	"muster/internal/notify/fanout"
)

const (
	// pingEvery keeps a quiet connection talking, so that silence means that it is dead.
	pingEvery = time.Second
	// silence is how long Redis may say nothing on the link: a few pings' answers, to let a busy one be late.
	silence = 3 * time.Second
	// The first and the longest wait before connecting again.
	shortestWait, longestWait = 50 * time.Millisecond, time.Second
	// perCommand bounds one SUBSCRIBE, so that resubscribing very many topics does not outlast a write's timeout.
	perCommand = 500
)

// link is the node's one subscribing connection, made anew whenever it breaks.
type link struct {
	client    *redis.Client
	prefix    string
	log       *slog.Logger
	hub       *fanout.Hub
	topics    *ledger
	up        *latch // open while Redis answers on the connection
	lostAfter time.Duration
}

// run connects again and again until ctx ends.
func (l *link) run(ctx context.Context) {
	down, wait, told := time.Now(), shortestWait, false
	for {
		began := time.Now()
		err := l.session(ctx)
		if l.up.set(false) {
			down, told = time.Now(), false
			if time.Since(began) > longestWait {
				wait = shortestWait
			}
		}
		l.topics.reset()
		if ctx.Err() != nil {
			return
		}
		if !told {
			l.log.Warn("redis link down: live messages are interrupted", "error", err)
			told = true
		}
		if time.Since(down) >= l.lostAfter {
			l.hub.EndAll(notify.ErrLost)
		}
		if !pause(ctx, wait/2+rand.N(wait/2)) { //nolint:gosec // it only keeps nodes from coming all at once
			return
		}
		wait = min(2*wait, longestWait)
	}
}

// session is the life of one connection.
//
// go-redis reconnects a PubSub by itself, and then cannot say what was missed. So any error from any call ends
// the session, and with it the PubSub.
func (l *link) session(ctx context.Context) error {
	pubsub := l.client.Subscribe(ctx)
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error {
		<-ctx.Done()
		return pubsub.Close() // wakes receive
	})
	work.Go(func() error {
		if err := pubsub.Ping(ctx); err != nil { // connects
			return fmt.Errorf("connect: %w", err)
		}
		work.Go(func() error { return l.receive(ctx, pubsub) })
		return l.command(ctx, pubsub)
	})
	return work.Wait()
}

// command tells Redis what the ledger wants, and pings.
func (l *link) command(ctx context.Context, pubsub *redis.PubSub) error {
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for {
		subscribe, unsubscribe := l.topics.take()
		if err := l.each(ctx, unsubscribe, pubsub.Unsubscribe); err != nil {
			return fmt.Errorf("unsubscribe: %w", err)
		}
		if err := l.each(ctx, subscribe, pubsub.Subscribe); err != nil {
			return fmt.Errorf("subscribe: %w", err)
		}
		select {
		case <-l.topics.wake:
		case <-ping.C:
			if err := pubsub.Ping(ctx); err != nil {
				return fmt.Errorf("ping: %w", err)
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (l *link) each(ctx context.Context, topics []notify.Topic, do func(context.Context, ...string) error) error {
	for some := range slices.Chunk(topics, perCommand) {
		channels := make([]string, len(some))
		for i, topic := range some {
			channels[i] = l.prefix + string(topic)
		}
		if err := do(ctx, channels...); err != nil {
			return err
		}
	}
	return nil
}

// receive reads all that Redis says and never waits for anything else.
func (l *link) receive(ctx context.Context, pubsub *redis.PubSub) error {
	for {
		said, err := pubsub.ReceiveTimeout(ctx, silence)
		if err != nil {
			return fmt.Errorf("receive: %w", err)
		}
		switch said := said.(type) {
		case *redis.Pong:
			if l.up.set(true) {
				l.log.Info("redis link up")
			}
		case *redis.Subscription:
			topic := l.topic(said.Channel)
			missed, err := l.topics.confirm(topic)
			if err != nil {
				return err
			}
			if missed {
				l.hub.Deliver(notify.Message{Topic: topic, Missed: true})
			}
		case *redis.Message:
			l.deliver(l.topic(said.Channel), said.Payload)
		}
	}
}

func (l *link) deliver(topic notify.Topic, text string) {
	m, err := decode(topic, text)
	if err != nil {
		l.log.Error("a live message that cannot be read: its subscribers are told that they missed one", "topic", topic, "error", err)
		m = notify.Message{Topic: topic, Missed: true}
	}
	l.hub.Deliver(m)
}

func (l *link) topic(channel string) notify.Topic {
	return notify.Topic(strings.TrimPrefix(channel, l.prefix))
}

// pause waits; false: ctx ended first.
func pause(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
