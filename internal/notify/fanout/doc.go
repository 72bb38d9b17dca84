// Package fanout delivers messages to the subscribers inside one process. Both brokers stand on it: memory is
// little else, redisbroker feeds it from its connection.
//
// Invariants: delivering never blocks, whatever a subscriber does; a subscription's queue has no hole (the first
// message that does not fit ends it); its channel is closed exactly once; a subscription that ended is in no map
// and holds no goroutine.
package fanout
