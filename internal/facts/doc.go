// Package facts loads employees' facts from the database in the form in which criteria/eval asks them: a whole batch in
// one round trip of three queries, four with groups, however many employees it has.
//
// It reads through whatever it is handed, so that a transaction sees its own writes. Employees of another organization
// are not found, and an employee who is not found is left out. Errors are the database's; nothing is retried.
package facts
