// Package group is a group's life: how it is created from words, generated, reviewed, used, changed and deleted.
//
// Ownership: this package owns the rows of groups, exclusions and notifications, and the membership rows of manual groups.
// The membership rows of smart groups belong to package membership, which this one calls inside its transactions.
//
// A smart group is created GENERATING together with its job, in one transaction. The job reads the words, stores the
// criteria (from then on every write of facts evaluates the group), finds the members by one query and adds them step by step, and makes the group
// READY or FAILED together with its notification and the job that announces it. A job that was killed asks for the members anew; running it again
// after the end changes nothing.
//
// A move that the group's state does not allow is errs.CodeState and names the state. Nothing is half done: each
// method is one transaction.
package group
