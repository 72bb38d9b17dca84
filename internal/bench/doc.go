// Package bench measures the engine on a PostgreSQL server and compares it, in the same run, with what it is meant to beat.
//
// A run makes a database of its own, fills it with an invented organization (the same for the same sizes: values are
// drawn by hashing numbers, criteria from a seeded list, and the clock begins at a fixed instant), measures, prints one table, and drops
// the database. What is compared stands in the same database and runs in the same minutes; only ratios carry over to another
// machine.
//
// A failure ends the run without a table: a figure of a run that went wrong is worth nothing.
package bench
