// Package sqlgen compiles a criteria tree to one SQL predicate over "employees e", for PostgreSQL and SQLite.
//
// The predicate is for whole organizations; for a batch whose facts are at hand, eval gives the same answers. Conditions on events are sets of
// employees that do not depend on the row, which the database makes once and joins or looks up (writer.among).
//
// Invariants:
//   - Every value is bound, never written into the text; placeholders are "?" for both dialects, in the order of
//     the arguments (storage.Dialect.Rebind writes them as PostgreSQL's).
//   - Every table is asked for one organization's rows.
//   - No part of the predicate is NULL, so that NOT is exact, and none fails on any row.
//   - It chooses those for whom eval's Holds is true; the property test of this package holds the two together.
//
// The only errors are those of criteria.Tree.Validate.
package sqlgen
