// Package notify carries messages about committed changes to live clients, on this node and on every other.
//
// It is a signal, not a store. A change is true because it was committed; a message only says that there is
// something to look at. So delivery is at most once, nothing is kept for those who come later, and whoever needs
// certainty reads the database. What makes that safe is that a gap tells itself:
//
//   - messages that may be lost on the way are announced by a message with Missed set (see Message);
//   - a subscriber that cannot be told is cut, with the reason in Subscription.Err;
//   - Version lets a client see a hole in a topic's numbering even if nobody announced it; InOrder puts right what only came
//     in another order.
//
// Every topic lies inside one organization, so a subscriber can only hear its own organization's messages.
//
// The promises are in the comments of Broker and Subscription. The implementations are memory (one process) and
// redisbroker (any number of nodes on one Redis); brokertest.Run holds both to the same promises. This package
// knows neither of them, nor Redis.
package notify
