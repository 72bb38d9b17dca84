// Package errs is the one vocabulary of errors.
//
// Every error that a caller can act on is an *Error: a Code that programs compare and a message that people
// read. Anything else is internal: the API logs it with its cause and answers with CodeInternal alone.
// The codes are mapped to a transport in one place each (graph's error presenter, server's JSON errors).
package errs
