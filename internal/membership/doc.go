// Package membership keeps the members of every smart group exactly those for whom its criteria hold.
//
// Three things change members, and each does it in the transaction that makes the change:
//
//   - A write of facts (Lock, then Apply) evaluates the groups that can depend on what changed, for the employees it
//     touched, and writes the joins and leaves beside the facts.
//   - The clock (Tick) finds by index range scans the employees with a fact that crossed the edge of some group's window
//     since the organization was last evaluated, and evaluates those. Each organization knows its next due instant,
//     so nothing runs where nothing lapses.
//   - New criteria are asked of the whole organization by one SQL predicate: of a new group beside the writers (Candidates, Admit), of one
//     that had others under the lock (Swap).
//
// Invariant: when nothing is in flight, every group's members are those for whom its criteria hold at the
// organization's exact instant (ExactAt) and its pins in force, minus its exclusions in force. An override that has an expiry is in force
// before that instant; the tick at it deletes it.
//
// Concurrency: writers hold the organization's lock shared and their employees' rows in id order; the tick, the
// admission of candidates, and every change of criteria hold it exclusively. So a writer sees one list of groups and one evaluated_at,
// and nothing slips between a tick's scan and its commit.
//
// Failure: everything is in the caller's transaction, so a crash leaves either all of a change or none. Deltas are published
// after the commit, at most once; each carries the group's version, so a client that missed one sees the gap.
package membership
