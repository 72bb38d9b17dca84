// Package organization founds organizations: the row, the groups that every organization has, and a first ADMIN key,
// in one transaction. It is for those who run the program (the command line, the bootstrap token, the demo): nothing
// in the API founds or finds an organization.
package organization
