// Package brokertest is the contract suite of notify.Broker: what its comments promise, as tests that every
// implementation runs. It is for tests only.
//
// The suite sees two brokers, a and b, as two nodes of one installation. Where a broker has only one node, both
// are the same value. It waits for what should come, for at most patience, and for what should not come it sends
// something that must come after it. What happens while a broker is away is each implementation's own test.
package brokertest
