// Package redisbroker is the notify.Broker of any number of nodes that share one Redis, over its pub/sub.
//
// A node holds one subscribing connection, whatever the number of its subscribers: the link. A topic is a Redis
// channel, subscribed while anybody on this node wants it (ledger). What arrives goes to the subscribers of this
// process through fanout. Publishing uses the client's pool of other connections.
//
// When Redis goes away:
//
//   - The link notices a broken connection at once and a silent one within 3 s (silence), and tries again with
//     growing, jittered waits of at most 1 s. Subscriptions stay. As Redis confirms a topic again, its
//     subscribers get a Missed message.
//   - After 30 s without Redis (lostAfter) the subscriptions end with notify.ErrLost: their silence could be
//     taken for "nothing changed".
//   - Publish, Subscribe and Ping answer errs.CodeUnavailable, within the timeouts of package notify.
//   - Topics whose messages could not be published are kept (debts), and each is sent a Missed message when this
//     node reaches Redis again. Redis itself may have been up all the time for the subscribers' nodes, so nobody
//     else can tell them. If this node stops before that, only a later message's Version shows the gap.
//
// No command is sent twice, so nothing is delivered twice. A command whose answer did not come in time may still
// be carried out: a message may arrive though its Publish failed.
//
// Redis pub/sub ignores database numbers: installations that share a Redis need prefixes of their own.
package redisbroker
