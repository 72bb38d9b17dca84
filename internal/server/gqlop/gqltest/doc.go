// Package gqltest is a small GraphQL schema with a hand-written executor, for the tests of the transports. It stands
// where generated code would: gqlgen's own executor parses, validates and dispatches in front of it.
package gqltest
