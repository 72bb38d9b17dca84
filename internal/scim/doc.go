// Package scim serves SCIM 2.0 (RFC 7643 and 7644) to identity providers, at /scim/v2.
//
// A User is an employee, whoever made them: the identity provider finds people who were imported by their e-mail address and goes on with
// them. What it says of a person is kept twice: what Muster knows of people is written into the employee by package people, with
// their groups in the same transaction; the whole document is kept beside, in scim_users, so that what was sent comes back unchanged. Where
// the employee was changed since, by an import perhaps, the answer says what the employee says (see profile.go).
//
// A Group is a manual group with the source SCIM: its name and its members are the identity provider's alone. A smart group never is one.
//
// Deleting a User disables the account and hides it from SCIM; the history stays, and creating the same user name, or the same address,
// brings the person back with the same id.
//
// Every write holds the organization's lock exclusively and is one transaction: If-Match, uniqueness, departments, people and groups are
// seen and changed at one instant. A request that fails has changed nothing. Filters become conditions of SQL over columns; one that
// would need anything else is refused (invalidFilter), never answered in part.
//
// A key of role SCIM opens this and nothing else, and nothing else opens this. Errors are those of RFC 7644; what is not the client's
// doing is logged and answered with 500 and no detail.
package scim
