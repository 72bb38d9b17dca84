// Package schema says which attributes the resources of SCIM have here, and brings documents into that form.
//
// The definitions are the RFC's own (7643, sections 4 and 8.7.1), less what nothing here has a use for: no password is ever taken, and a
// client that sends one has it dropped unread. The same definitions are served at /Schemas and /ResourceTypes, find the attribute that a
// path names, and decide how a document is read, so that what is advertised is what is done.
//
// A Document is canonical: attributes are called as their definitions say, whatever case they came in, values have their
// attribute's kind, and what has no value is not there. Unknown attributes are left out, as RFC 7644, section 3.3 allows. Kinds are read
// leniently where identity providers are known to need it: "True" for true, one value for a list of one, a plain value for an object
// that has a value. What cannot be read gives fault.InvalidValue with the attribute's name.
package schema
