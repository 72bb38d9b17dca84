package errs

import (
	"errors"
	"fmt"
)

// Code names a kind of error. Codes are part of the public API and never change their meaning.
type Code string

const (
	// CodeInvalid: the input breaks a rule; the message says which.
	CodeInvalid Code = "INVALID"
	// CodeNotFound: no such thing in the caller's organization. Another organization's thing gives the same answer.
	CodeNotFound Code = "NOT_FOUND"
	// CodeConflict: the thing exists already, or the request contradicts an earlier one.
	CodeConflict Code = "CONFLICT"
	// CodeState: the group's present state does not allow the move; the message names the state.
	CodeState Code = "STATE"
	// CodePartial: the group's reading is PARTIAL and acceptPartial was not given.
	CodePartial Code = "PARTIAL"
	// CodeUnauthenticated: no token, or not a valid one.
	CodeUnauthenticated Code = "UNAUTHENTICATED"
	// CodeForbidden: the role does not allow it.
	CodeForbidden Code = "FORBIDDEN"
	// CodeTooLarge: more rows, bytes, tokens or depth than the limit that the message names.
	CodeTooLarge Code = "TOO_LARGE"
	// CodeUnavailable: a dependency is away; trying again later is right.
	CodeUnavailable Code = "UNAVAILABLE"
	// CodeInternal: a fault of ours. The cause is in the log and nowhere else.
	CodeInternal Code = "INTERNAL"
)

// Error is an error that the caller can act on.
type Error struct {
	Code    Code
	Message string
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// New makes an Error with a formatted message, which must be fit for the caller to read.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// CodeOf gives the code of the first *Error in err's chain, CodeInternal where there is none, "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// NotFound is the one answer for an id that the caller's organization does not have.
func NotFound(what string) *Error { return New(CodeNotFound, "no such %s", what) }
