// Package ids writes and reads the ids of the public API: a kind's prefix and the row's number, such as "grp_42".
//
// Clients must treat them as opaque. A malformed id reads as "not found", as an unknown one does.
package ids

import (
	"strconv"
	"strings"
)

// Kind is the prefix that says what an id points at.
type Kind string

const (
	Organization Kind = "org"
	Employee     Kind = "emp"
	Department   Kind = "dep"
	Campaign     Kind = "cmp"
	Course       Kind = "crs"
	Group        Kind = "grp"
	Exclusion    Kind = "exc"
	Pin          Kind = "pin"
	APIKey       Kind = "key"
	Notification Kind = "ntf"

	ReminderRequest Kind = "rrq"
	Reminder        Kind = "rem"

	Import     Kind = "imp"
	AuditEntry Kind = "aud"
)

// Format writes the id of row n.
func Format(kind Kind, n int64) string { return string(kind) + "_" + strconv.FormatInt(n, 10) }

// Split reads any id; ok is false where it is not one that Format wrote.
func Split(id string) (kind Kind, n int64, ok bool) {
	prefix, digits, found := strings.Cut(id, "_")
	n, err := strconv.ParseInt(digits, 10, 64)
	if !found || err != nil || n <= 0 || Format(Kind(prefix), n) != id {
		return "", 0, false
	}
	return Kind(prefix), n, true
}

// Parse reads an id of one kind; 0, which no row has, where it is none.
func Parse(kind Kind, id string) (n int64, ok bool) {
	if k, n, ok := Split(id); ok && k == kind {
		return n, true
	}
	return 0, false
}
