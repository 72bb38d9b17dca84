package mail

import (
	"context"
	"time"
)

// Delivery says how an installation delivers.
type Delivery string

const (
	// BySMTP hands messages to a mail server.
	BySMTP Delivery = "SMTP"
	// ByFile writes them into the outbox folder, one file each.
	ByFile Delivery = "FILE"
)

// Message is one e-mail to one person.
type Message struct {
	// ID makes the Message-ID header and the file's name: the same one means the same message. Letters, digits, '.',
	// '_' and '-'.
	ID       string
	Date     time.Time
	ToName   string
	To       string // an address without a name
	Subject  string
	Language string // BCP 47
	Text     string
	HTML     string
}

// Carrier carries messages. It is safe for concurrent use.
type Carrier interface {
	Delivery() Delivery
	// Open begins a session. An error is an *OutageError: nothing can be carried now.
	Open(ctx context.Context) (Session, error)
}

// Session carries one message at a time.
type Session interface {
	// Ready waits until another message may be carried, or gives ctx's error.
	Ready(ctx context.Context) error
	// Send carries the message; nil means that it was taken over for good. It does not end before the message's own
	// deadline because somebody loses patience: it would not be known whether the message arrived.
	Send(m Message) *Failure
	Close()
}

// OutageError is why no session could be opened. Reason is fit for the organization's administrators to read.
type OutageError struct {
	Reason string
	Cause  error // for the log
}

func (o *OutageError) Error() string { return "mail: " + o.Reason + ": " + o.Cause.Error() }

func (o *OutageError) Unwrap() error { return o.Cause }

// Failure is what became of a message that was not carried, or not surely.
type Failure struct {
	// Reason is fit for the organization's administrators to read.
	Reason string
	// Permanent says that trying again does not help.
	Permanent bool
	// Unknown says that the message may have arrived: trying again may send it twice.
	Unknown bool
	// Broken says that the session is of no more use.
	Broken bool
}
