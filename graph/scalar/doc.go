// Package scalar writes and reads the schema's own scalars.
//
// What is not of the scalar's form is errs.CodeInvalid with a message that says what is expected, and refuses the whole
// operation. What a value may be beyond its form (how long, which characters) is the services' to say, row by row.
package scalar
