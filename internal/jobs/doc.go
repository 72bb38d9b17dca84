// Package jobs runs work in the background with River, on both dialects.
//
// A job is enqueued inside the transaction that makes it necessary: it exists if and only if that transaction
// commits. It is worked at least once, by any node, with another attempt after a growing pause when it fails, so a
// worker must be able to find its work half done. Arguments are JSON, carry the organization's id and no secrets;
// options such as uniqueness come from the arguments' InsertOpts method (river.JobArgsWithInsertOpts).
//
// A node that dies leaves its jobs marked as running. River itself would take them up again only after the longest
// time that any job may run. Here they are free again within seconds: on PostgreSQL every node holds an advisory
// lock for as long as it lives, and the others look for running jobs whose node holds none; a SQLite file is claimed
// by one node, so whatever is marked as running when it starts was left behind. A node that only lost its connection
// takes its lock again; until it has, a job of its may be started a second time elsewhere, which "at least once"
// allows for.
//
// River logs each failed attempt with its cause.
package jobs
