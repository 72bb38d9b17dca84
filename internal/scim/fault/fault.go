// Package fault is the errors of RFC 7644 that say what a client did wrong with a request's content.
//
// An Error names one of the RFC's error types (section 3.12) and says in words that the client's administrator reads what to change. All of
// them are status 400, save Uniqueness, which is 409.
package fault

import "fmt"

// Type is a "scimType" of RFC 7644, table 9.
type Type string

const (
	InvalidFilter Type = "invalidFilter" // the filter's syntax, or an attribute that is not filtered by
	InvalidSyntax Type = "invalidSyntax" // the body's structure
	InvalidPath   Type = "invalidPath"   // a PATCH path's syntax, or an attribute that does not exist
	InvalidValue  Type = "invalidValue"  // a value of the wrong kind, or a required one that is missing
	NoTarget      Type = "noTarget"      // the path leads to nothing that the operation could work on
	Mutability    Type = "mutability"    // the attribute cannot be changed
	Uniqueness    Type = "uniqueness"    // another resource has the value
)

// Error is an error that the client can act on.
type Error struct {
	Type   Type
	Detail string
}

func (f *Error) Error() string { return string(f.Type) + ": " + f.Detail }

// New makes an Error with a formatted detail.
func New(kind Type, format string, args ...any) *Error {
	return &Error{Type: kind, Detail: fmt.Sprintf(format, args...)}
}
