// Package archtest holds the dependency direction of ARCHITECTURE.md as a test. It has no code of its own outside
// its tests.
//
// The table in layers_test.go says which package stands above which. A package may import those in the rows below
// its own and the sub-packages that share its entry; what it reaches through others is held to the same direction,
// because every package of the module is checked. Imports of test files are free: a contract suite or a property
// test compares neighbours that may not know each other.
//
// It fails for an import that goes up or sideways, for a kept-out library (a pure package that reaches the
// database, say), and for a package that no row names: a new room is placed before it is furnished.
package archtest
