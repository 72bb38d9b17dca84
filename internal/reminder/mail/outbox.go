package mail

import (
	"context"
	netmail "net/mail"
	"os"
	"path/filepath"
)

// outbox writes every message into a file of its own, <ID>.eml. Writing one again gives the same file.
type outbox struct {
	folder string
	sender *netmail.Address
}

func (o *outbox) Delivery() Delivery { return ByFile }

// Open makes the folder, which nobody else may look into: who has not finished which training is between them and their
// organization.
func (o *outbox) Open(context.Context) (Session, error) {
	if err := os.MkdirAll(o.folder, 0o700); err != nil {
		return nil, &OutageError{Reason: "the outbox folder could not be made", Cause: err}
	}
	return o, nil
}

func (o *outbox) Ready(ctx context.Context) error { return ctx.Err() }

func (o *outbox) Close() {}

func (o *outbox) Send(m Message) *Failure {
	msg, err := build(o.sender, m)
	if err != nil {
		return &Failure{Reason: "no e-mail can be sent to this address", Permanent: true}
	}
	if err := write(filepath.Join(o.folder, m.ID+".eml"), msg.WriteToFile); err != nil {
		return &Failure{Reason: "the outbox folder could not be written to"}
	}
	return nil
}

// write makes the file appear whole or not at all.
func write(path string, writeTo func(path string) error) error {
	unfinished := path + ".part"
	if err := writeTo(unfinished); err != nil {
		return err
	}
	if err := os.Chmod(unfinished, 0o600); err != nil {
		return err
	}
	return os.Rename(unfinished, path)
}
