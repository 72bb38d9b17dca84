// Package filter parses the filters and the PATCH paths of SCIM (RFC 7644, sections 3.4.2.2 and 3.5.2) into trees.
//
// It knows the language and no schema: attributes are names as they were written, and whoever reads the tree decides which of them
// exist. Operators, "and", "or", "not", "true", "false" and "null" are read in any case. Beyond the RFC it reads what Entra ID sends: a
// sub-attribute behind a value filter in a comparison, as in emails[type eq "work"].value eq "a@b.c".
//
// Texts are bounded (MaxLength, MaxTests): a tree never costs more than its text. What does not parse gives fault.InvalidFilter or
// fault.InvalidPath with the place.
package filter
