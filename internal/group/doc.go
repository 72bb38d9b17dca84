// Package group is a group's life: how it is created from words, generated, reviewed, used, changed and deleted.
//
// Ownership: this package owns the rows of groups, exclusions and notifications, and the membership rows of manual groups.
// The membership rows of smart groups belong to package membership, which this one calls inside its transactions.
//
// A smart group is created GENERATING together with its job, in one transaction. The job reads the words, stores the
// criteria (from then on every write of facts evaluates the group), fills the members in by ranges, and makes the group READY or FAILED together with
// its notification and the job that announces it. Each step is remembered, so a job that was killed goes on
// where it stood; running it again after the end changes nothing.
//
// A move that the group's state does not allow is errs.CodeState and names the state. Nothing is half done: each
// method is one transaction.
package group
