package gqlws

import (
	"context"
	"errors"
	"log/slog"
	"unicode/utf8"

	"github.com/gorilla/websocket"

	"muster/internal/errs"
)

// Close codes. Those up to 4429 are the protocol's; RFC 6455's own that are used are 1001 (shutting down, or the
// session ended), 1009 (message over ReadLimit), 1011 (a fault of ours) and 1013 (authentication is unavailable).
const (
	// CloseMalformed: not a message of the protocol, or of an unknown type.
	CloseMalformed = 4400
	// CloseUnauthorized: an operation before connection_ack.
	CloseUnauthorized = 4401
	// CloseForbidden: InitFunc refused the payload of connection_init. Also fit for a revoked key (CloseWhere).
	CloseForbidden = 4403
	// CloseSubprotocol: the client does not offer graphql-transport-ws.
	CloseSubprotocol = 4406
	// CloseInitTimeout: no acknowledged connection_init within InitTimeout.
	CloseInitTimeout = 4408
	// CloseDuplicate: an operation with the id of one that is still running.
	CloseDuplicate = 4409
	// CloseTooManyInits: a second connection_init.
	CloseTooManyInits = 4429
	// CloseSlowConsumer (ours): more than SendBuffer bytes wait for a client that does not read them. What was
	// waiting is dropped: the client connects again and fetches what it missed. The code reaches a client that
	// reads on within WriteTimeout; a client that does not sees the connection break.
	CloseSlowConsumer = 4508
	// CloseSilent (ours): nothing was heard for two ping intervals.
	CloseSilent = 4510
)

// nothingToSay closes a connection that the peer has already closed or broken: an empty close frame, if any.
const nothingToSay = websocket.CloseNoStatusReceived

// maxReasonBytes is what RFC 6455 leaves for the reason in a close frame.
const maxReasonBytes = 123

// cutReason shortens reason to what fits a close frame, between characters.
func cutReason(reason string) string {
	if len(reason) <= maxReasonBytes {
		return reason
	}
	end := maxReasonBytes
	for end > 0 && !utf8.RuneStart(reason[end]) {
		end--
	}
	return reason[:end]
}

// refusal is how a connection closes on an error of InitFunc. Where ctx has ended it is closing already, and that may
// be all the error says.
func refusal(ctx context.Context, err error) (code int, reason string) {
	if ctx.Err() != nil {
		return nothingToSay, ""
	}
	switch errs.CodeOf(err) {
	case errs.CodeUnavailable:
		return websocket.CloseTryAgainLater, reasonOf(err)
	case errs.CodeInternal:
		slog.ErrorContext(ctx, "websocket: authentication failed", "error", err)
		return websocket.CloseInternalServerErr, reasonOf(err)
	default:
		return CloseForbidden, reasonOf(err)
	}
}

// reasonOf is what the client may read of err: the message of an errs.Error.
func reasonOf(err error) string {
	var coded *errs.Error
	if errors.As(err, &coded) {
		return coded.Message
	}
	return "internal error"
}
