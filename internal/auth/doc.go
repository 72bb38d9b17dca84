// Package auth says who is asking and keeps every question inside their organization.
//
// An Identity travels in the context. Require checks the role; Install puts the tenant's rules on an ent client:
// queries, updates and deletes are narrowed to the identity's organization, creates are given it, and whatever
// carries neither an identity nor System is refused. The keys that identities come from are in auth/keys.
//
// The rules are the second fence. The first is that services name the organization themselves; the third is in the
// database: a foreign key cannot point into another organization. Plain SQL passes by the rules and has to name the
// organization in every statement.
package auth
