// Package transfer brings files in and takes lists out: imports of employees and events, what Gophish reports, and the members of
// a group as CSV.
//
// An import is read as it arrives and handed to people and activity in batches, so everything that holds there holds here:
// each batch is one transaction together with what it changes in groups, bad rows are named and good ones kept, and the
// same file again changes nothing. However long the file is, one batch of it is in memory.
//
// An upload that breaks off, on whichever side, leaves whole batches behind and a row in imports that says FAILED; sending the
// file again completes it. A node that dies cannot say so itself: its imports stop beating, and Watch of any node
// marks them. A dry run does all the work of each batch and takes it back.
//
// Rejected rows are kept with their import up to MaxReported of them, for ReportDays; all of them are counted.
package transfer
