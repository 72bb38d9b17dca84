// Package department is the tree of an organization's departments: its rules, and every change of it.
//
// What always holds: names are unique among siblings, compared folded; a path names one department, and its levels are its
// department's names from the root down (so no name has a slash, nor anything that is compared as one); there are at most
// MaxLevels levels; path, path_key and lineage of a department are those of its parent and itself.
//
// A change takes the organization's lock exclusively and is one transaction: the rows, the people's departments, the paths of everything
// below, the criteria of groups, the memberships of everybody concerned (by membership.Engine) and the audit. An import that
// creates missing levels (Resolve) holds the lock shared and so sees the tree before a change or after it.
//
// Criteria hold departments by id. Renaming changes nobody's groups; moving changes those of the people in the department and
// below it, by what they are under now. Merging makes criteria that name the merged department name the other one, as new
// versions of them. A department that criteria name is not deleted (errs.CodeConflict says which groups).
//
// A department that came from SSO (source SCIM) is renamed, moved, merged and deleted by SSO alone, and so is one above it:
// that would change its path, by which the identity provider knows it (errs.CodeForbidden).
package department
