package notify

import (
	"context"

	"muster/internal/errs"
)

// Broker carries messages from whoever publishes to whoever is subscribed at that moment, on any node.
// All methods are safe for concurrent use.
type Broker interface {
	// Publish hands messages over for delivery to the present subscribers of their topics, on every node.
	//
	// Call it after the commit of what the messages tell, never inside the transaction: a subscriber that reads
	// the database on hearing of a change must find it there.
	//
	// Delivery is at most once. Messages that one publisher sends to one topic, in one call or in calls made one
	// after another, arrive in that order; nothing is promised about the order between publishers or topics.
	// Publish never waits for a subscriber, and for a broker that is away no longer than PublishTimeout.
	//
	// All messages are checked before the first is sent. A payload over MaxPayload is errs.CodeTooLarge; a topic
	// that no constructor made, or Missed set by the publisher, is a fault of the caller's code. After these
	// nothing was sent. errs.CodeUnavailable: the broker could not be reached, and any of the messages may or may
	// not arrive; those subscribed to their topics are told by a Missed message once it can be reached again.
	// ErrClosed: the broker was closed. A ctx that ends gives its error.
	//
	// The messages may be changed once Publish returned.
	Publish(ctx context.Context, messages ...Message) error

	// Subscribe starts delivery of the topics' messages, between 1 and MaxTopics of them; repeating one changes
	// nothing, more than MaxTopics is errs.CodeTooLarge, none is a fault of the caller's code. It returns only when
	// the subscription is in place: a message whose Publish begins after that, on any node, is delivered, and one
	// published shortly before may be.
	//
	// The subscription lives until its Close, the end of ctx, the broker's Close, or one of the reasons that
	// Subscription.Err names. ErrClosed: the broker was closed. errs.CodeUnavailable: the broker cannot be reached
	// (told within SubscribeTimeout). A ctx that ends before the subscription is in place gives its error.
	Subscribe(ctx context.Context, topics ...Topic) (Subscription, error)

	// Ping is nil where messages can be published and delivered now, errs.CodeUnavailable (within PublishTimeout)
	// where they cannot, ErrClosed after Close.
	Ping(ctx context.Context) error

	// Close ends every subscription with ErrClosed, stops what the broker runs, and returns when that is done.
	// Calling it again changes nothing.
	Close()
}

// Subscription is one subscriber's bounded queue. Its methods are safe for concurrent use.
type Subscription interface {
	// Messages gives what is delivered, and is closed when the subscription has ended. Up to QueueLength messages
	// wait in it; those that waited when it ended can still be read. A subscriber that lets it overflow is cut
	// with ErrSlow, and neither publishers nor other subscribers notice.
	Messages() <-chan Message

	// Err says why Messages was closed: nil if the subscriber ended it itself (Close, or the ctx it gave to
	// Subscribe), else ErrSlow, ErrLost or ErrClosed. It is nil before.
	Err() error

	// Close ends the subscription. Calling it again, or after it ended, changes nothing.
	Close()
}

// Message is one thing to tell the subscribers of a topic.
type Message struct {
	Topic Topic
	// Version numbers what the message tells, as its publisher counts: a subscriber that sees a number skipped
	// has missed something. The broker carries it and does not look at it.
	Version int64
	// Payload is JSON of at most MaxPayload bytes, which the broker does not look into. It is shared among
	// subscribers: never change it.
	Payload []byte
	// Missed is set by the broker alone, on a message of its own without Version and Payload: messages of this
	// topic may have been lost before this point, and from here on delivery is as promised. What a subscriber
	// reads from the database after it is complete. It may come where nothing was lost.
	Missed bool
}

// Why a subscription ended though its subscriber did not end it. In each case: subscribe again, then read what
// the topic is about afresh.
var (
	// ErrSlow: more than QueueLength messages waited.
	ErrSlow error = errs.New(errs.CodeUnavailable, "the subscriber fell too far behind; subscribe again")
	// ErrLost: the broker has been away for so long that the subscriber must not take silence for "no change".
	ErrLost error = errs.New(errs.CodeUnavailable, "live messages are interrupted; subscribe again later")
	// ErrClosed: the broker was closed, as this node stops.
	ErrClosed error = errs.New(errs.CodeUnavailable, "this node stops serving live messages; subscribe again")
)
