package redisbroker

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"muster/internal/errs"
	"muster/internal/notify"
	"muster/internal/notify/fanout"
)

const (
	// ioTimeout bounds each dial, read and write, so that a Redis that hangs is told from a slow one well within
	// notify.PublishTimeout.
	ioTimeout = time.Second
	// lostAfter is how long a subscription waits for Redis to come back.
	lostAfter = 30 * time.Second
)

// errAway is all that callers learn; the cause beside it is for the log.
var errAway = errs.New(errs.CodeUnavailable, "live messages cannot be carried at the moment; try again later")

// Broker implements notify.Broker.
type Broker struct {
	client *redis.Client
	prefix string
	hub    *fanout.Hub
	topics *ledger
	link   *link
	debts  *debts

	// end stops the running goroutines and closes closed.
	end     context.CancelFunc
	closed  <-chan struct{}
	running sync.WaitGroup
	closing sync.Once
}

var _ notify.Broker = (*Broker)(nil)

// New makes a broker on the Redis at url (redis://, rediss:// or unix://) and starts connecting. Redis need not be
// there yet: Ping tells when it is. Brokers hear each other if they have the same prefix. A url that cannot be
// read is errs.CodeInvalid.
func New(url, prefix string, log *slog.Logger) (*Broker, error) {
	return start(url, prefix, log, lostAfter)
}

func start(url, prefix string, log *slog.Logger, lostAfter time.Duration) (*Broker, error) {
	options, err := redis.ParseURL(url)
	if err != nil {
		// The error may hold the URL, and that a password.
		return nil, errs.New(errs.CodeInvalid, "the Redis URL cannot be read: write redis://user:password@host:port")
	}
	options.Protocol = 2 // pub/sub needs nothing of RESP3, and RESP2 keeps go-redis' push machinery out of it
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = ioTimeout, ioTimeout, ioTimeout
	options.PoolTimeout = ioTimeout
	options.ContextTimeoutEnabled = true
	options.DialerRetries = 1
	options.MaxRetries = -1 // a retried PUBLISH could deliver twice

	// go-redis has one logger for the whole process, which writes to stderr. The latest broker's takes its place.
	redis.SetLogger(libraryLog{log})
	b := &Broker{
		client: redis.NewClient(options), prefix: prefix,
		hub: fanout.New(log), topics: newLedger(), debts: newDebts(log),
	}
	b.link = &link{
		client: b.client, prefix: prefix, log: log.With("redis", options.Addr),
		hub: b.hub, topics: b.topics, up: newLatch(), lostAfter: lostAfter,
	}
	life, end := context.WithCancel(context.Background())
	b.end, b.closed = end, life.Done()
	b.running.Go(func() { b.link.run(life) })
	b.running.Go(func() { b.debts.run(life, b.send) })
	return b, nil
}

// Publish implements notify.Broker.
func (b *Broker) Publish(ctx context.Context, messages ...notify.Message) error {
	if err := notify.CheckMessages(messages); err != nil {
		return err
	}
	if err := b.usable(ctx); err != nil || len(messages) == 0 {
		return err
	}
	if err := b.send(ctx, messages); err != nil {
		b.debts.owe(messages)
		return b.failure(ctx, "publish", err)
	}
	return nil
}

// send puts messages through one connection, in their order, and waits until Redis has taken them all.
func (b *Broker) send(ctx context.Context, messages []notify.Message) error {
	ctx, cancel := context.WithTimeout(ctx, notify.PublishTimeout)
	defer cancel()
	_, err := b.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for _, m := range messages {
			pipe.Publish(ctx, b.prefix+string(m.Topic), encode(m))
		}
		return nil
	})
	return err
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
	b.topics.acquire(topics)
	s, err := b.hub.Add(ctx, topics, func() { b.topics.release(topics) })
	if err != nil {
		b.topics.release(topics)
		return nil, err
	}
	if err := b.inPlace(ctx, topics); err != nil {
		s.Close()
		return nil, b.failure(ctx, "subscribe", err)
	}
	return s, nil
}

// inPlace waits until Redis has confirmed all topics on the present connection.
func (b *Broker) inPlace(ctx context.Context, topics []notify.Topic) error {
	ctx, cancel := context.WithTimeout(ctx, notify.SubscribeTimeout)
	defer cancel()
	for {
		missing := b.topics.missing(topics)
		if missing == nil {
			return nil
		}
		select {
		case <-missing:
		case <-ctx.Done():
			return ctx.Err()
		case <-b.closed:
			return notify.ErrClosed
		}
	}
}

// Ping implements notify.Broker.
func (b *Broker) Ping(ctx context.Context) error {
	if err := b.usable(ctx); err != nil {
		return err
	}
	bounded, cancel := context.WithTimeout(ctx, notify.PublishTimeout)
	defer cancel()
	select {
	case <-b.link.up.opened():
	case <-bounded.Done():
		return b.failure(ctx, "ping", bounded.Err())
	case <-b.closed:
		return notify.ErrClosed
	}
	if err := b.client.Ping(bounded).Err(); err != nil {
		return b.failure(ctx, "ping", err)
	}
	return nil
}

// Close implements notify.Broker.
func (b *Broker) Close() {
	b.closing.Do(func() {
		b.end()
		b.hub.Close()
		b.running.Wait()
		_ = b.client.Close() // it closes sockets that nobody waits for any more: nothing to do if one objects
	})
}

func (b *Broker) usable(ctx context.Context) error {
	select {
	case <-b.closed:
		return notify.ErrClosed
	default:
		return ctx.Err()
	}
}

// failure says to the caller with that ctx why something did not work out.
func (b *Broker) failure(ctx context.Context, doing string, cause error) error {
	if err := b.usable(ctx); err != nil {
		return err
	}
	return fmt.Errorf("%s: %w (%w)", doing, errAway, cause)
}
