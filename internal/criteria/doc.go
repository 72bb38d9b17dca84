// Package criteria is the typed tree that says who belongs to a group.
//
// A Tree is AllOf, AnyOf and Not over conditions on the person: profile, dates, simulation events, training
// events, enrolments, the order of events, rates, risk and membership of another group. It is stored as
// written: windows are symbolic (never computed dates) and the organization's own values are held by id, so a
// tree stays true as time passes and as things are renamed.
//
// Invariants:
//   - A Tree that Validate accepts compiles, in eval (closures over one employee's facts) and in sqlgen (one
//     predicate), to the same answer for every employee at every instant; a property test holds them together.
//   - Canonical trees of the same meaning-preserving shape have the same JSON.
//   - Everything is pure: no database, no clock of its own, no logging.
//
// Nothing here fails half-way: decoding and validation answer with an errs.CodeInvalid error that names the
// path of the offending node.
package criteria
