// Package sqlgen compiles a criteria tree to one SQL predicate over "employees e", for PostgreSQL and SQLite.
//
// The predicate is for whole organizations and long ranges of employees; for a batch whose facts are at hand, eval
// gives the same answers. Conditions on events are sets of employees that do not depend on the row ("e.id IN (SELECT
// employee_id …)"), which the database makes once and looks up. On PostgreSQL a set under OR or NOT is hashed only if it fits
// into work_mem (about 100 bytes per employee), and is slow where it does not: callers bound the range by Scope or raise work_mem.
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
