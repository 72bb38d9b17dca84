// Package gqlws carries GraphQL over websockets: the graphql-transport-ws protocol
// (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md), as a transport for gqlgen's handler.
//
// It stands in for gqlgen's own websocket transport, which has no read limit, no write deadline and other close codes
// than the protocol's. What depends on that transport's context does not work here: transport.AddSubscriptionError
// and transport.GetInitPayload. What a resolver needs from connection_init, Config.InitFunc puts into the context.
//
// Invariants:
//   - Everything a peer can make us hold is bounded: a message's bytes, the operations at once, the bytes waiting to
//     be read, the time to authenticate, to read one message of ours, and to stay silent.
//   - A connection has a reading goroutine (the HTTP handler's own), a writing one, and one per operation. The
//     handler returns after the others have ended and the socket is closed; Shutdown waits for the handlers.
//   - All data goes through the writing goroutine. A message of an operation is never queued after its completion.
//   - The first reason to close counts. Its code is sent, the operations' contexts end, then the socket closes.
//
// When things fail: the codes in codes.go say what the client sees. A resolver's panic ends its operation with an
// `error` message and leaves the connection alone. A peer that vanishes is found by silence or by a failing write.
package gqlws
