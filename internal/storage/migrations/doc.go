// Package migrations holds the database's history, one folder per dialect, and what the tables should be now.
//
// A change of the tables is made in ent/schema, then written as a migration for both dialects:
//
//	go generate ./ent
//	MUSTER_TEST_DATABASE_URL=… go run ./internal/storage/migrations/new NAME
//
// Read what it wrote: renaming a column, for one, looks to it like dropping one and adding another. A migration that
// was released is never changed; atlas.sum holds every file's hash, and Diff refuses a folder that does not match it.
//
// Tables are ent's with two changes. Foreign keys are on (organization_id, id), so that a row cannot point outside
// its organization, whatever code writes it; on PostgreSQL triggers stand in for those of the tables in byStatement. Text compares and sorts bytewise on PostgreSQL too, so that both
// dialects give one order, and a prefix (LIKE 'x%') is a range of an index.
//
// The drift test of package storage migrates a database of each dialect and fails if Diff still finds a difference.
package migrations
