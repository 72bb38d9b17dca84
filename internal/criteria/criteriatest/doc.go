// Package criteriatest draws random valid criteria trees for property tests.
//
// Every tree that Tree draws is accepted by criteria.Tree.Validate; a property test in this package holds it to
// that. Every kind of condition, match, window and range comes up, and the values come from a small world that the
// test gives, so that trees and facts meet. A kind of condition whose list of values is empty is not drawn.
package criteriatest
