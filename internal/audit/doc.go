// Package audit keeps who did what when to which group, person or setting.
//
// Record writes entries in the transaction of the change that they tell of: there is no change without its entry, and no entry of
// a change that was not made. Who did it, and by which door, is the identity in the context. The time is the database's
// clock, one for all nodes, so that no node's own clock can put entries in a wrong order.
//
// Nobody edits an entry: in both dialects a trigger refuses UPDATE and DELETE (and TRUNCATE), by whatever statement. An
// organization that has entries cannot be deleted. Entries refer to nothing: they outlive what they tell of, and carry its name.
//
// Facts (simulation and training events) are not audited: they are records themselves, with the sender's own ids.
package audit
