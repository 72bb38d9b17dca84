// Package bulk is the outcome of a call with many rows: good rows are kept, bad rows are named, and sending a row again
// changes nothing.
package bulk

import (
	"errors"

	"muster/internal/errs"
)

// Result counts the rows of one call by what became of them.
type Result struct {
	Accepted  int // written
	Unchanged int // already so
	Rejected  []Rejected
}

// Rejected names a bad row by its place in the call, from 0.
type Rejected struct {
	Index   int
	Code    errs.Code
	Message string
}

// Reject adds a bad row. err must be one that the caller may read, an *errs.Error.
func (r *Result) Reject(index int, err *errs.Error) {
	r.Rejected = append(r.Rejected, Rejected{Index: index, Code: err.Code, Message: err.Message})
}

// TooMany is the error of a call with more rows than it may have; nil where n is within the limit.
func TooMany(n, limit int, what string) error {
	if n <= limit {
		return nil
	}
	return errs.New(errs.CodeTooLarge, "%d %s in one call: at most %d are allowed", n, what, limit)
}

// AsRejection gives err as a row's error where it is one that the caller may read.
func AsRejection(err error) (*errs.Error, bool) {
	var e *errs.Error
	ok := errors.As(err, &e)
	return e, ok
}
