// Package scalar writes and reads the schema's own scalars.
//
// What a client wrote wrongly is errs.CodeInvalid with a message that says what is expected. Whatever is accepted can
// be stored: no text has NUL or broken UTF-8, no number is infinite, and everything is bounded.
package scalar
