// Package action says what may be done with a group: by which role, to which kinds of groups, in which states. One table decides,
// for the services that do it (Check) and for consoles that offer it (Allowed), so that the two cannot disagree.
//
// What depends on more than that is found out by doing it: a group that others' criteria name is not deleted, and a PARTIAL
// reading is activated only when it is accepted.
package action
