// Package ent is the typed access to the tables. The schema folder is written by hand; everything else is generated.
package ent

//go:generate go tool ent generate --feature intercept,sql/execquery,sql/lock,sql/upsert,sql/versioned-migration ./schema
