// Package gqlop is one GraphQL operation, whatever carries it: what the websocket, HTTP and SSE transports share.
//
// A request is decoded strictly (Decode), checked against the schema (Prepare) and run (Each). A transport never
// sees a panic: a resolver, an extension or the error presenter that panics becomes a response with an error, made
// by the executor's own RecoverFunc and presenter, or the bare code INTERNAL where those panic too.
//
// Each leaves nothing behind: an operation that is stopped early has its context cancelled and is pulled until it
// ends, because gqlgen's deferred fields block for ever on a reader that went away.
//
// Roster keeps what is alive (sockets, streams), so that a transport can close it all and wait for it.
package gqlop
