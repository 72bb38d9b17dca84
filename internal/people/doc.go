// Package people writes employees: their profiles, their departments, their status.
//
// E-mail identifies an employee within the organization. Upserting says what is known: a field that is given replaces what
// was known, null clears it, a field that is not given stays. Sending a row again changes nothing.
//
// A bulk call keeps its good rows and names its bad ones. All good rows of one call are one transaction, together with
// what they change in groups, so nothing is half done; a call that fails as a whole can be sent again as it is.
//
// The same transaction says in the audit log who came and what changed about whom, each field with both values. A row that
// changes nothing, or only when somebody last logged in, says nothing there.
package people
